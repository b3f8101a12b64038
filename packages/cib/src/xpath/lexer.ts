import { XPathError } from "../errors/xpath.js";
import { endOfName, isSpace } from "../xml/characters.js";

/** A word of an expression (XPath 1.0, section 3.7). */
export interface Token {
  readonly kind: "name" | "number" | "string" | "symbol" | "operator" | "end";
  /** The text; of a string, what stands between the quotation marks. */
  readonly text: string;
  /** From 1. */
  readonly column: number;
}

const OPERATOR_NAMES: ReadonlySet<string> = new Set(["and", "or", "mod", "div"]);
/** Longer ones first. */
const SYMBOLS = ["::", "//", "..", "!=", "<=", ">=", ..."()[]@,/|+-=<>*.$:"];
const OPERATORS: ReadonlySet<string> = new Set(["|", "+", "-", "=", "!=", "<", "<=", ">", ">="]);
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;

/**
 * Takes an expression apart.
 *
 * @throws XPathError `syntax`
 */
export function readTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    while (isSpace(text.charCodeAt(at))) at++;
    const column = at + 1;
    if (at >= text.length) {
      tokens.push({ kind: "end", text: "", column });
      return tokens;
    }
    const [token, end] = readToken(text, at, tokens.at(-1));
    tokens.push({ ...token, column });
    at = end;
  }
}

function readToken(
  text: string,
  start: number,
  previous: Token | undefined,
): [token: Omit<Token, "column">, end: number] {
  const first = text.charAt(start);
  if (first === '"' || first === "'") return readString(text, start, first);
  NUMBER.lastIndex = start;
  const number = NUMBER.exec(text)?.[0];
  if (number !== undefined) return [{ kind: "number", text: number }, start + number.length];
  const endOfWord = first === ":" ? start : endOfQualifiedName(text, start);
  if (endOfWord > start) {
    const word = text.slice(start, endOfWord);
    const isOperator = OPERATOR_NAMES.has(word) && endsOperand(previous);
    return [{ kind: isOperator ? "operator" : "name", text: word }, endOfWord];
  }
  const symbol = SYMBOLS.find((candidate) => text.startsWith(candidate, start));
  if (symbol === undefined) {
    throw new XPathError("syntax", `nothing can start with ${JSON.stringify(first)}`, start + 1);
  }
  const isOperator = OPERATORS.has(symbol) || (symbol === "*" && endsOperand(previous));
  return [{ kind: isOperator ? "operator" : "symbol", text: symbol }, start + symbol.length];
}

function readString(text: string, start: number, mark: string): [Omit<Token, "column">, number] {
  const close = text.indexOf(mark, start + 1);
  if (close === -1) throw new XPathError("syntax", "the text in quotation marks does not end", start + 1);
  return [{ kind: "string", text: text.slice(start + 1, close) }, close + 1];
}

/** The end of a name, a prefix with a colon included; two colons belong to an axis. */
function endOfQualifiedName(text: string, start: number): number {
  const end = endOfName(text, start);
  const colon = text.indexOf(":", start);
  if (colon === -1 || colon >= end) return end;
  if (text.charAt(colon + 1) === ":") return colon;
  const more = text.indexOf(":", colon + 1);
  return more === -1 || more >= end ? end : more;
}

/** Whether an operand ends there, so that an operator may follow: else `*` and `and` are names. */
function endsOperand(token: Token | undefined): boolean {
  if (token === undefined || token.kind === "operator") return false;
  if (token.kind !== "symbol") return true;
  return (
    token.text === ")" ||
    token.text === "]" ||
    token.text === "." ||
    token.text === ".." ||
    token.text === "*"
  );
}
