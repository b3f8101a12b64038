import { isSpace } from "../xml/characters.js";
import type { Budget } from "./budget.js";
import { below, childrenOf, type XPathNode } from "./node.js";

/** Nodes in document order, each once. */
export type NodeSet = readonly XPathNode[];

/** What an expression can give (XPath 1.0, section 1). */
export type XPathValue = NodeSet | number | string | boolean;

export function isNodeSet(value: XPathValue): value is NodeSet {
  return typeof value === "object";
}

/** A node's text (XPath 1.0, section 5): of an element or document all the text below it. */
export function textOf(node: XPathNode, budget: Budget): string {
  budget.spend(1);
  switch (node.kind) {
    case "attribute":
      budget.spend(node.value.length);
      return node.value;
    case "text":
    case "comment":
    case "instruction":
      budget.spend(node.node.text.length);
      return node.node.text;
    default:
      return textBelow(node, budget);
  }
}

function textBelow(node: XPathNode, budget: Budget): string {
  let text = "";
  for (const inner of below(childrenOf(node))) {
    budget.spend(1);
    if (inner.kind === "text") {
      budget.spend(inner.node.text.length);
      text += inner.node.text;
    }
  }
  return text;
}

export function toText(value: XPathValue, budget: Budget): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "boolean") return value ? "true" : "false";
  const [first] = value;
  return first === undefined ? "" : textOf(first, budget);
}

const NUMBER = /^[ \t\r\n]*(-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)[ \t\r\n]*$/;

export function toNumber(value: XPathValue, budget: Budget): number {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  return numberOf(toText(value, budget));
}

/** The number that a text is; like libxml2, with an exponent if it has one. */
export function numberOf(text: string): number {
  const digits = NUMBER.exec(text)?.[1];
  return digits === undefined ? Number.NaN : Number(digits);
}

export function toBoolean(value: XPathValue): boolean {
  if (typeof value === "number") return value !== 0 && !Number.isNaN(value);
  return typeof value === "boolean" ? value : value.length > 0;
}

/** Decimal digits that a double holds for certain. */
const DIGITS = 15;
const LARGEST_INTEGER = 2 ** 31 - 1;

/**
 * Writes a number as libxml2 does: at most 15 digits, and with an exponent if it is far from one. (XPath itself knows no
 * exponents.)
 */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  if (Number.isInteger(value) && Math.abs(value) < LARGEST_INTEGER) return String(value === 0 ? 0 : value);
  const magnitude = Math.abs(value);
  if (magnitude > 1e9 || magnitude < 1e-5) {
    const [mantissa = "", exponent = ""] = value.toExponential(DIGITS - 1).split("e");
    return `${withoutTrailingZeros(mantissa)}e${exponent.charAt(0)}${exponent.slice(1).padStart(2, "0")}`;
  }
  const place = Math.trunc(Math.log10(magnitude));
  return withoutTrailingZeros(value.toFixed(place > 0 ? DIGITS - place - 1 : DIGITS - place));
}

function withoutTrailingZeros(digits: string): string {
  return digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
}

/** Texts without white space around them and with single blanks within. */
export function normalizeSpace(text: string): string {
  let result = "";
  let pending = false;
  for (let at = 0; at < text.length; at++) {
    if (isSpace(text.charCodeAt(at))) pending = result !== "";
    else {
      if (pending) result += " ";
      pending = false;
      result += text.charAt(at);
    }
  }
  return result;
}
