import type { Budget } from "./budget.js";
import type { BinaryOperator } from "./expression.js";
import {
  isNodeSet,
  type NodeSet,
  numberOf,
  textOf,
  toBoolean,
  toNumber,
  toText,
  type XPathValue,
} from "./values.js";

type Equality = Extract<BinaryOperator, "=" | "!=">;
type Relation = Extract<BinaryOperator, "<" | "<=" | ">" | ">=">;

const MIRRORED: Readonly<Record<Relation, Relation>> = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" };

/** `=` and `!=` (XPath 1.0, section 3.4): true of a set of nodes as soon as it is true of one of them. */
export function areEqual(operator: Equality, left: XPathValue, right: XPathValue, budget: Budget): boolean {
  if (isNodeSet(left)) {
    if (!isNodeSet(right)) return someEqual(operator, left, right, budget);
    return setsMeet(operator, textsOf(left, budget), textsOf(right, budget));
  }
  if (isNodeSet(right)) return someEqual(operator, right, left, budget);
  let equal: boolean;
  if (typeof left === "boolean" || typeof right === "boolean") equal = toBoolean(left) === toBoolean(right);
  else if (typeof left === "number" || typeof right === "number") {
    equal = toNumber(left, budget) === toNumber(right, budget);
  } else equal = left === right;
  return equal === (operator === "=");
}

/** Whether some text of one set and some of the other are equal, or unequal, without looking at every pair. */
function setsMeet(operator: Equality, left: readonly string[], right: readonly string[]): boolean {
  const known = new Set(right);
  if (operator === "=") return left.some((text) => known.has(text));
  return known.size > 0 && left.some((text) => known.size > 1 || !known.has(text));
}

function someEqual(
  operator: Equality,
  nodes: NodeSet,
  value: Exclude<XPathValue, NodeSet>,
  budget: Budget,
): boolean {
  if (typeof value === "boolean") return (nodes.length > 0 === value) === (operator === "=");
  return nodes.some((node) => {
    const text = textOf(node, budget);
    const equal = typeof value === "number" ? numberOf(text) === value : text === value;
    return equal === (operator === "=");
  });
}

/** `<`, `<=`, `>` and `>=`: everything becomes a number. */
export function isOrdered(operator: Relation, left: XPathValue, right: XPathValue, budget: Budget): boolean {
  if (isNodeSet(left) && isNodeSet(right)) return setsOrdered(operator, left, right, budget);
  if (isNodeSet(left)) {
    if (typeof right === "boolean") {
      return holds(operator, toNumber(toBoolean(left), budget), toNumber(right, budget));
    }
    const limit = toNumber(right, budget);
    return left.some((node) => holds(operator, numberOf(textOf(node, budget)), limit));
  }
  if (isNodeSet(right)) return isOrdered(MIRRORED[operator], right, left, budget);
  return holds(operator, toNumber(left, budget), toNumber(right, budget));
}

/** Of two sets only the extremes count. */
function setsOrdered(operator: Relation, left: NodeSet, right: NodeSet, budget: Budget): boolean {
  const numbers = (nodes: typeof left): number[] =>
    textsOf(nodes, budget)
      .map(numberOf)
      .filter((number) => !Number.isNaN(number));
  const lefts = numbers(left);
  const rights = numbers(right);
  if (lefts.length === 0 || rights.length === 0) return false;
  const wantsSmallLeft = operator === "<" || operator === "<=";
  return wantsSmallLeft
    ? holds(operator, smallest(lefts), -smallest(rights.map((number) => -number)))
    : holds(operator, -smallest(lefts.map((number) => -number)), smallest(rights));
}

function smallest(numbers: readonly number[]): number {
  return numbers.reduce((least, number) => Math.min(least, number), Number.POSITIVE_INFINITY);
}

function holds(operator: Relation, left: number, right: number): boolean {
  switch (operator) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
  }
}

function textsOf(nodes: NodeSet, budget: Budget): string[] {
  return nodes.map((node) => toText([node], budget));
}
