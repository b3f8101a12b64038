import { XPathError } from "../errors/xpath.js";
import {
  AXES,
  type Axis,
  type BinaryOperator,
  type Expression,
  type NodeTest,
  type Operand,
  type Step,
} from "./expression.js";
import { readTokens, type Token } from "./lexer.js";
import type { XPathLimits } from "./limits.js";

/** The binary operators, those that bind loosest first (XPath 1.0, sections 3.3 to 3.5). */
const LEVELS: readonly (readonly BinaryOperator[])[] = [
  ["or"],
  ["and"],
  ["=", "!="],
  ["<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "div", "mod"],
];

const NODE_TYPES: ReadonlySet<string> = new Set(["comment", "text", "processing-instruction", "node"]);
const DESCENDANTS: Step = { axis: "descendant-or-self", test: { kind: "any" }, predicates: [] };

/**
 * Reads an expression of XPath 1.0.
 *
 * @throws XPathError `syntax`, `too-long`, `too-deep`, `unknown-prefix` or `unknown-variable`
 */
export function parseExpression(text: string, limits: XPathLimits): Expression {
  if (text.length > limits.length) {
    throw new XPathError("too-long", `the expression has more than ${limits.length} characters`);
  }
  return new Parser(readTokens(text), limits.nesting).whole();
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #nesting: number;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], nesting: number) {
    this.#tokens = tokens;
    this.#nesting = nesting;
  }

  whole(): Expression {
    const expression = this.#expression();
    if (this.#token().kind !== "end") throw this.#unexpected("the end of the expression");
    return expression;
  }

  #expression(): Expression {
    this.#depth += 1;
    if (this.#depth > this.#nesting) {
      throw new XPathError("too-deep", `more than ${this.#nesting} levels of nesting`, this.#token().column);
    }
    const expression = this.#level(0);
    this.#depth -= 1;
    return expression;
  }

  #level(level: number): Expression {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#unary();
    return this.#chain(operators, () => this.#level(level + 1));
  }

  #chain(operators: readonly BinaryOperator[], operand: () => Expression): Expression {
    const first = operand();
    const rest: Operand[] = [];
    for (;;) {
      const { kind, text, column } = this.#token();
      const operator = kind === "operator" ? operators.find((candidate) => candidate === text) : undefined;
      if (operator === undefined) return rest.length === 0 ? first : { kind: "chain", first, rest };
      this.#at += 1;
      rest.push({ operator, operand: operand(), column });
    }
  }

  #unary(): Expression {
    let signs = 0;
    while (this.#take("-")) signs += 1;
    const operand = this.#chain(["|"], () => this.#path());
    if (signs === 0) return operand;
    // Two signs cancel each other, but still make a number of whatever follows.
    const negation: Expression = { kind: "negation", operand };
    return signs % 2 === 1 ? negation : { kind: "negation", operand: negation };
  }

  #path(): Expression {
    const { column } = this.#token();
    if (!this.#startsPrimary()) return this.#locationPath(column);
    const start = this.#primary();
    const predicates = this.#predicates();
    const steps = this.#moreSteps();
    if (predicates.length === 0 && steps.length === 0) return start;
    return { kind: "path", start, predicates, steps, column };
  }

  #locationPath(column: number): Expression {
    if (this.#take("//")) {
      const steps = [DESCENDANTS, this.#step(), ...this.#moreSteps()];
      return { kind: "path", start: "document", predicates: [], steps, column };
    }
    if (!this.#take("/")) {
      const steps = [this.#step(), ...this.#moreSteps()];
      return { kind: "path", start: "context", predicates: [], steps, column };
    }
    const steps = this.#startsStep() ? [this.#step(), ...this.#moreSteps()] : [];
    return { kind: "path", start: "document", predicates: [], steps, column };
  }

  #moreSteps(): Step[] {
    const steps: Step[] = [];
    for (;;) {
      if (this.#take("//")) steps.push(DESCENDANTS, this.#step());
      else if (this.#take("/")) steps.push(this.#step());
      else return steps;
    }
  }

  #startsStep(): boolean {
    const { kind, text } = this.#token();
    return kind === "name" || (kind === "symbol" && [".", "..", "@", "*"].includes(text));
  }

  #step(): Step {
    if (this.#take(".")) return { axis: "self", test: { kind: "any" }, predicates: [] };
    if (this.#take("..")) return { axis: "parent", test: { kind: "any" }, predicates: [] };
    const axis = this.#axis();
    const test = this.#nodeTest();
    return { axis, test, predicates: this.#predicates() };
  }

  #axis(): Axis {
    if (this.#take("@")) return "attribute";
    const { text, column } = this.#token();
    if (!this.#followedBy("::")) return "child";
    const axis = AXES.find((candidate) => candidate === text);
    if (axis === undefined) throw new XPathError("syntax", `there is no axis "${text}"`, column);
    this.#at += 2;
    return axis;
  }

  #nodeTest(): NodeTest {
    if (this.#take("*")) return { kind: "wildcard" };
    const { kind, text, column } = this.#token();
    if (kind !== "name") throw this.#unexpected("a name");
    this.#at += 1;
    if (NODE_TYPES.has(text) && this.#take("(")) return this.#nodeType(text);
    const colon = text.indexOf(":");
    if (colon !== -1 && !text.startsWith("xml:")) {
      const prefix = text.slice(0, colon);
      throw new XPathError("unknown-prefix", `no namespace is declared for the prefix "${prefix}"`, column);
    }
    return { kind: "name", name: text };
  }

  #nodeType(type: string): NodeTest {
    const target =
      type === "processing-instruction" && this.#token().kind === "string" ? this.#next().text : undefined;
    this.#expect(")");
    switch (type) {
      case "comment":
        return { kind: "comment" };
      case "text":
        return { kind: "text" };
      case "node":
        return { kind: "any" };
      default:
        return { kind: "instruction", target };
    }
  }

  #predicates(): Expression[] {
    const predicates: Expression[] = [];
    while (this.#take("[")) {
      predicates.push(this.#expression());
      this.#expect("]");
    }
    return predicates;
  }

  #startsPrimary(): boolean {
    const { kind, text } = this.#token();
    if (kind === "number" || kind === "string") return true;
    if (kind === "symbol") return text === "(" || text === "$";
    return kind === "name" && !NODE_TYPES.has(text) && this.#followedBy("(");
  }

  #primary(): Expression {
    const { kind, text, column } = this.#next();
    if (kind === "number") return { kind, value: Number(text) };
    if (kind === "string") return { kind, value: text };
    if (kind === "name") return { kind: "call", name: text, parameters: this.#parameters(), column };
    if (text === "$") {
      throw new XPathError("unknown-variable", `there is no variable $${this.#token().text}`, column);
    }
    const expression = this.#expression();
    this.#expect(")");
    return expression;
  }

  #parameters(): Expression[] {
    this.#expect("(");
    const parameters: Expression[] = [];
    if (this.#take(")")) return parameters;
    do parameters.push(this.#expression());
    while (this.#take(","));
    this.#expect(")");
    return parameters;
  }

  #token(): Token {
    return this.#tokens[this.#at] ?? { kind: "end", text: "", column: 1 };
  }

  #next(): Token {
    const token = this.#token();
    this.#at += 1;
    return token;
  }

  #followedBy(symbol: string): boolean {
    const next = this.#tokens[this.#at + 1];
    return this.#token().kind === "name" && next?.kind === "symbol" && next.text === symbol;
  }

  #take(text: string): boolean {
    const token = this.#token();
    if (token.text !== text || (token.kind !== "symbol" && token.kind !== "operator")) return false;
    // A `*` that multiplies is no wildcard.
    if (text === "*" && token.kind === "operator") return false;
    this.#at += 1;
    return true;
  }

  #expect(symbol: string): void {
    if (!this.#take(symbol)) throw this.#unexpected(`"${symbol}"`);
  }

  #unexpected(expected: string): XPathError {
    const { kind, text, column } = this.#token();
    const found = kind === "end" ? "the end" : `"${text}"`;
    return new XPathError("syntax", `expected ${expected}, found ${found}`, column);
  }
}
