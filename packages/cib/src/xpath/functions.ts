import { XPathError } from "../errors/xpath.js";
import { lowerAscii } from "../values/characters.js";
import { nameOf } from "./axes.js";
import type { Budget } from "./budget.js";
import type { XPathElement, XPathNode, XPathTree } from "./node.js";
import { isNodeSet, normalizeSpace, textOf, toBoolean, toNumber, toText, type XPathValue } from "./values.js";

/** Where an expression is evaluated. */
export interface Context {
  readonly tree: XPathTree;
  readonly budget: Budget;
  /** Undefined where relative paths lead nowhere. */
  readonly node: XPathNode | undefined;
  /** From 1; undefined outside predicates. */
  readonly position: number | undefined;
  readonly size: number | undefined;
}

/** A call of a function: the values of its parameters, and where it stands for errors. */
interface Call {
  readonly context: Context;
  readonly values: readonly XPathValue[];
  readonly name: string;
  readonly column: number;
}

interface Definition {
  readonly least: number;
  readonly most: number;
  readonly run: (call: Call) => XPathValue;
}

/**
 * Calls a function of XPath's core library (XPath 1.0, section 4).
 *
 * @throws XPathError `unknown-function`, `type` or `too-costly`
 */
export function callFunction(
  name: string,
  values: readonly XPathValue[],
  context: Context,
  column: number,
): XPathValue {
  const definition = FUNCTIONS.get(name);
  if (definition === undefined)
    throw new XPathError("unknown-function", `there is no function ${name}()`, column);
  const { least, most, run } = definition;
  if (values.length < least || values.length > most) {
    throw new XPathError("type", `${name}() does not take ${values.length} arguments`, column);
  }
  return run({ context, values, name, column });
}

function define(least: number, most: number, run: Definition["run"]): Definition {
  return { least, most, run };
}

/** A parameter as a text; the context node's text if it is left out. */
function text({ context, values }: Call, index: number): string {
  const value = values[index];
  const result = toText(value ?? contextNodes(context), context.budget);
  context.budget.spend(result.length);
  return result;
}

function number({ context, values }: Call, index: number): number {
  const value = values[index];
  return toNumber(value ?? contextNodes(context), context.budget);
}

function contextNodes({ node }: Context): readonly XPathNode[] {
  return node === undefined ? [] : [node];
}

function nodes({ values, name, column }: Call): readonly XPathNode[] {
  const [value] = values;
  if (value !== undefined && isNodeSet(value)) return value;
  throw new XPathError("type", `${name}() wants a set of nodes`, column);
}

function nodeName(call: Call): string {
  const [node] = call.values.length === 0 ? contextNodes(call.context) : nodes(call);
  return node === undefined ? "" : nameOf(node);
}

/** Prefixes are parts of names here and stand for nothing. */
function namespaceOf(call: Call): string {
  if (call.values.length > 0) nodes(call);
  return "";
}

function inPredicate(value: number | undefined, { name, column }: Call): number {
  if (value !== undefined) return value;
  throw new XPathError("type", `${name}() means something only within a predicate`, column);
}

const FUNCTIONS: ReadonlyMap<string, Definition> = new Map([
  ["last", define(0, 0, (call) => inPredicate(call.context.size, call))],
  ["position", define(0, 0, (call) => inPredicate(call.context.position, call))],
  ["count", define(1, 1, (call) => nodes(call).length)],
  ["id", define(1, 1, findById)],
  ["name", define(0, 1, nodeName)],
  ["local-name", define(0, 1, (call) => nodeName(call).replace(/^[^:]*:/, ""))],
  ["namespace-uri", define(0, 1, namespaceOf)],
  ["string", define(0, 1, (call) => text(call, 0))],
  [
    "concat",
    define(2, Number.POSITIVE_INFINITY, (call) => call.values.map((_, index) => text(call, index)).join("")),
  ],
  ["starts-with", define(2, 2, (call) => text(call, 0).startsWith(text(call, 1)))],
  ["contains", define(2, 2, (call) => text(call, 0).includes(text(call, 1)))],
  ["substring-before", define(2, 2, (call) => substringBefore(text(call, 0), text(call, 1)))],
  ["substring-after", define(2, 2, (call) => substringAfter(text(call, 0), text(call, 1)))],
  ["substring", define(2, 3, substring)],
  ["string-length", define(0, 1, (call) => [...text(call, 0)].length)],
  ["normalize-space", define(0, 1, (call) => normalizeSpace(text(call, 0)))],
  ["translate", define(3, 3, (call) => translate(text(call, 0), text(call, 1), text(call, 2)))],
  ["boolean", define(1, 1, ({ values: [value = false] }) => toBoolean(value))],
  ["not", define(1, 1, ({ values: [value = false] }) => !toBoolean(value))],
  ["true", define(0, 0, () => true)],
  ["false", define(0, 0, () => false)],
  ["lang", define(1, 1, (call) => hasLanguage(call.context.node, text(call, 0)))],
  ["number", define(0, 1, (call) => number(call, 0))],
  [
    "sum",
    define(1, 1, (call) => nodes(call).reduce((sum, node) => sum + toNumber([node], call.context.budget), 0)),
  ],
  ["floor", define(1, 1, (call) => Math.floor(number(call, 0)))],
  ["ceiling", define(1, 1, (call) => Math.ceil(number(call, 0)))],
  ["round", define(1, 1, (call) => Math.round(number(call, 0)))],
]);

/** Only `xml:id` makes an id where there is no document type; a CIB's own ids are found by `//*[@id='…']`. */
function findById({ context, values: [value = ""] }: Call): readonly XPathNode[] {
  const { tree, budget } = context;
  const texts = isNodeSet(value) ? value.map((node) => textOf(node, budget)) : [toText(value, budget)];
  const ids = new Set(texts.flatMap((list) => normalizeSpace(list).split(" ")));
  const found: XPathElement[] = [];
  for (const node of tree.all()) {
    budget.spend(1);
    const id = node.kind === "element" ? node.element.attributes["xml:id"] : undefined;
    if (node.kind === "element" && id !== undefined && ids.delete(id)) found.push(node);
  }
  return found;
}

function substringBefore(whole: string, mark: string): string {
  const at = whole.indexOf(mark);
  return at === -1 ? "" : whole.slice(0, at);
}

function substringAfter(whole: string, mark: string): string {
  const at = whole.indexOf(mark);
  return at === -1 ? "" : whole.slice(at + mark.length);
}

/** Characters are counted from 1, and both numbers rounded first. */
function substring(call: Call): string {
  const characters = [...text(call, 0)];
  const start = Math.round(number(call, 1));
  const end = call.values.length === 3 ? start + Math.round(number(call, 2)) : Number.POSITIVE_INFINITY;
  return characters.filter((_, index) => index + 1 >= start && index + 1 < end).join("");
}

function translate(whole: string, from: string, to: string): string {
  const replacements = new Map<string, string>();
  const targets = [...to];
  for (const [index, character] of [...from].entries()) {
    if (!replacements.has(character)) replacements.set(character, targets[index] ?? "");
  }
  return [...whole].map((character) => replacements.get(character) ?? character).join("");
}

function hasLanguage(start: XPathNode | undefined, wanted: string): boolean {
  for (let at: XPathNode | undefined = start; at !== undefined; at = at.parent) {
    const language = at.kind === "element" ? at.element.attributes["xml:lang"] : undefined;
    if (language === undefined) continue;
    return lowerAscii(`${language}-`).startsWith(`${lowerAscii(wanted)}-`);
  }
  return false;
}
