import { XPathError } from "../errors/xpath.js";
import type { XmlElement } from "../xml/tree.js";
import { isReverse, nodesOnAxis } from "./axes.js";
import { Budget } from "./budget.js";
import { areEqual, isOrdered } from "./compare.js";
import type { Expression, Operand, Step } from "./expression.js";
import { type Context, callFunction } from "./functions.js";
import { DEFAULT_XPATH_LIMITS, type XPathLimits } from "./limits.js";
import { compareDocumentOrder, type XPathNode, XPathTree } from "./node.js";
import { parseExpression } from "./parser.js";
import { isNodeSet, toBoolean, toNumber, type XPathValue } from "./values.js";

/** How an expression is evaluated. */
export interface XPathOptions extends Partial<XPathLimits> {
  /**
   * Where paths without a `/` in front start: at the root of the document, or nowhere, so that they select nothing.
   * Default `document`.
   */
  readonly relativeTo?: "document" | "nothing";
}

/**
 * Evaluates an expression of XPath 1.0. Numbers are read and written as libxml2
 * does, and names are compared as they are written, prefix included.
 *
 * @throws XPathError if the expression is none, or exceeds a limit
 */
export function evaluateXPath(root: XmlElement, text: string, options: XPathOptions = {}): XPathValue {
  const all = { ...DEFAULT_XPATH_LIMITS, ...options };
  const expression = parseExpression(text, all);
  const tree = new XPathTree(root);
  const budget = new Budget(all.cost);
  budget.spend(tree.size);
  const node = options.relativeTo === "nothing" ? undefined : tree.document;
  return evaluate(expression, { tree, budget, node, position: undefined, size: undefined });
}

/**
 * The nodes that an expression selects, in document order.
 *
 * @throws XPathError as {@link evaluateXPath}, and `type` if the expression does not give nodes
 */
export function selectNodes(
  root: XmlElement,
  text: string,
  options: XPathOptions = {},
): readonly XPathNode[] {
  const value = evaluateXPath(root, text, options);
  if (isNodeSet(value)) return value;
  throw new XPathError("type", `the expression gives a ${typeof value}, not nodes`);
}

function evaluate(expression: Expression, context: Context): XPathValue {
  context.budget.spend(1);
  switch (expression.kind) {
    case "number":
    case "string":
      return expression.value;
    case "call": {
      const values = expression.parameters.map((parameter) => evaluate(parameter, context));
      return callFunction(expression.name, values, context, expression.column);
    }
    case "negation":
      return -toNumber(evaluate(expression.operand, context), context.budget);
    case "chain":
      return expression.rest.reduce(
        (left, operand) => combine(left, operand, context),
        evaluate(expression.first, context),
      );
    case "path":
      return followPath(expression, context);
  }
}

function combine(left: XPathValue, { operator, operand, column }: Operand, context: Context): XPathValue {
  const { budget } = context;
  budget.spend(1);
  if (operator === "or") return toBoolean(left) || toBoolean(evaluate(operand, context));
  if (operator === "and") return toBoolean(left) && toBoolean(evaluate(operand, context));
  const right = evaluate(operand, context);
  switch (operator) {
    case "|":
      if (isNodeSet(left) && isNodeSet(right)) return inDocumentOrder([...left, ...right], budget);
      throw new XPathError("type", "only sets of nodes can be united", column);
    case "=":
    case "!=":
      return areEqual(operator, left, right, budget);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return isOrdered(operator, left, right, budget);
    default:
      return calculate(operator, toNumber(left, budget), toNumber(right, budget));
  }
}

function calculate(operator: "+" | "-" | "*" | "div" | "mod", left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "div":
      return left / right;
    case "mod":
      return left % right;
  }
}

function followPath(path: Extract<Expression, { kind: "path" }>, context: Context): readonly XPathNode[] {
  let nodes: readonly XPathNode[];
  if (path.start === "context") nodes = context.node === undefined ? [] : [context.node];
  else if (path.start === "document") nodes = [context.tree.document];
  else {
    const start = evaluate(path.start, context);
    if (!isNodeSet(start)) throw new XPathError("type", `a ${typeof start} has no nodes`, path.column);
    nodes = filterAll(start, path.predicates, context);
  }
  for (const step of path.steps) nodes = takeStep(nodes, step, context);
  return nodes;
}

function takeStep(
  from: readonly XPathNode[],
  { axis, test, predicates }: Step,
  context: Context,
): readonly XPathNode[] {
  const { tree, budget } = context;
  const [only] = from;
  if (only !== undefined && from.length === 1) {
    const nodes = filterAll(nodesOnAxis(tree, only, axis, test, budget), predicates, context);
    return isReverse(axis) ? [...nodes].reverse() : nodes;
  }
  const found: XPathNode[] = [];
  for (const node of from) {
    budget.spend(1);
    for (const next of filterAll(nodesOnAxis(tree, node, axis, test, budget), predicates, context))
      found.push(next);
  }
  return inDocumentOrder(found, budget);
}

function filterAll(
  nodes: readonly XPathNode[],
  predicates: readonly Expression[],
  context: Context,
): readonly XPathNode[] {
  return predicates.reduce((kept, predicate) => filter(kept, predicate, context), nodes);
}

/** The nodes of which a predicate is true; a number is true of the node at that position. */
function filter(nodes: readonly XPathNode[], predicate: Expression, context: Context): readonly XPathNode[] {
  const size = nodes.length;
  return nodes.filter((node, index) => {
    const position = index + 1;
    const value = evaluate(predicate, { ...context, node, position, size });
    return typeof value === "number" ? value === position : toBoolean(value);
  });
}

function inDocumentOrder(nodes: readonly XPathNode[], budget: Budget): readonly XPathNode[] {
  budget.spend(nodes.length);
  const unique = [...new Set(nodes)];
  const isSorted = unique.every((node, index) => {
    const before = unique[index - 1];
    return before === undefined || compareDocumentOrder(before, node) < 0;
  });
  return isSorted ? unique : unique.sort(compareDocumentOrder);
}
