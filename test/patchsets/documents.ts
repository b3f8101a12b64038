import { formatXml, parseXml, type XmlElement } from "@sanode/cib";
import { generateCib } from "../differential/generate.js";
import type { Random } from "../differential/random.js";

/** A document before and after somebody's work on it. */
export interface Pair {
  readonly before: XmlElement;
  readonly after: XmlElement;
}

/** What random edits change; made of a document and made into one again. */
interface Node {
  name: string;
  /** The text of a comment, whose name is empty. */
  text: string;
  attributes: [name: string, value: string][];
  children: Node[];
}

/** A real-looking or an odd document, and the same after some random edits. */
export function randomPair(random: Random): Pair {
  const first = random.chance(0.4) ? generateCib(random.integer(1, 1 << 30)) : undefined;
  const node = first === undefined ? oddDocument(random) : toNode(first);
  const before = toElement(node);
  const edits = random.pick([1, 1, 2, 3, 5, 8, 20]);
  for (let count = 0; count < edits; count++) editSomewhere(random, node);
  if (random.chance(0.7)) changeVersion(random, node);
  return { before, after: toElement(node) };
}

/** No element is called `comment`: a path cannot tell it from a comment, and the reference takes one for the other. */
const NAMES = ["a", "b", "primitive", "nvpair", "é", "x-y.z"] as const;
const IDS = ["1", "2", "3", "4", "web", "", "n1-é", "a.b-c", 'q"', "i]j[", "a<&>b", "A"] as const;
/** No path leads to these; what happens then has to be the same all the same. */
export const UNREACHABLE_IDS = ["k/l", "it's", "a b", "t\tu"] as const;
const VALUES = ["", "0", "1", "true", " x ", 'a"b', "a'b", "<&>", "\n\t\r", "é€😀", "\u007f", "a/b"] as const;
const TEXTS = ["one", "ONE", " two ", "a & b < c", "é", "x='1'", "", "- -", "line\nline"] as const;
const ATTRIBUTES = [
  "value",
  "name",
  "class",
  "cib-last-written",
  "update-user",
  "crm-debug-origin",
  "é",
] as const;

function oddDocument(random: Random): Node {
  const root = element("cib", [["validate-with", "none"]]);
  for (const counter of random.some(["admin_epoch", "epoch", "num_updates"], 0.8)) {
    root.attributes.push([counter, random.pick(["0", "1", "5", "12", "007", "x", "-3", ""])]);
  }
  if (random.chance(0.8))
    root.attributes.splice(1, 3, ["admin_epoch", "1"], ["epoch", "5"], ["num_updates", "7"]);
  root.attributes = random.chance(0.3) ? random.shuffle(root.attributes) : root.attributes;
  if (random.chance(0.5)) root.children.push(element("status"));
  const parents = [root];
  const size = random.pick([1, 3, 6, 12, 25]);
  for (let count = 0; count < size; count++) {
    const child = random.chance(0.15) ? comment(random) : randomElement(random);
    random.pick(parents)?.children.push(child);
    if (child.name !== "") parents.push(child);
  }
  return root;
}

function element(name: string, attributes: [string, string][] = []): Node {
  return { name, text: "", attributes, children: [] };
}

function comment(random: Random): Node {
  return { ...element(""), text: random.pick(TEXTS) };
}

function randomElement(random: Random): Node {
  const made = element(random.pick(NAMES));
  if (random.chance(0.7)) made.attributes.push(["id", randomId(random)]);
  for (const name of random.some(ATTRIBUTES, 0.25)) made.attributes.push([name, random.pick(VALUES)]);
  if (random.chance(0.2)) made.attributes = random.shuffle(made.attributes);
  return made;
}

function randomId(random: Random): string {
  return random.chance(0.03) ? random.pick(UNREACHABLE_IDS) : random.pick(IDS);
}

function changeVersion(random: Random, root: Node): void {
  const counter = random.pick(["admin_epoch", "epoch", "num_updates"] as const);
  const old = Number(root.attributes.find(([name]) => name === counter)?.[1] ?? "0");
  const value = random.pick([old + 1, old + 1, old + 1, old - 1, old + 10, 0]);
  set(root, counter, `${Number.isNaN(value) ? 3 : value}`);
}

function set(node: Node, name: string, value: string): void {
  const attribute = node.attributes.find(([other]) => other === name);
  if (attribute === undefined) node.attributes.push([name, value]);
  else attribute[1] = value;
}

function editSomewhere(random: Random, root: Node): void {
  const all = elementsOf(root);
  const target = random.pick(all) ?? root;
  const { children } = target;
  const [at, other] = [random.integer(0, children.length), random.integer(0, children.length)];
  const child = children[at];
  switch (random.integer(0, 11)) {
    case 0:
    case 1:
      children.splice(at, 1);
      break;
    case 2:
      children.splice(at, 0, random.chance(0.3) ? comment(random) : randomElement(random));
      break;
    case 3:
      if (child !== undefined) children.splice(other, 0, copy(child));
      break;
    case 4:
      if (child !== undefined) children.splice(other, 0, ...children.splice(at, 1));
      break;
    case 5:
      target.children = random.shuffle(children);
      break;
    case 6: {
      const donor = random.pick(all);
      if (donor !== undefined && elementsOf(donor).length < 10) children.splice(at, 0, copy(donor));
      break;
    }
    case 7:
      if (child?.name === "") child.text = random.pick([child.text.toUpperCase(), random.pick(TEXTS)]);
      break;
    default:
      editAttributes(random, target, target === root);
  }
}

function editAttributes(random: Random, target: Node, isRoot: boolean): void {
  const at = random.integer(0, target.attributes.length - 1);
  const chosen = target.attributes[at];
  switch (random.integer(0, 4)) {
    case 0:
      if (!isRoot || chosen?.[0] !== "validate-with") target.attributes.splice(at, 1);
      break;
    case 1:
      target.attributes = random.shuffle(target.attributes);
      break;
    case 2:
      if (random.chance(0.2)) set(target, "id", randomId(random));
      break;
    default: {
      const name = random.chance(0.5) && chosen !== undefined ? chosen[0] : random.pick(ATTRIBUTES);
      if (name !== "id" && name !== "validate-with") set(target, name, random.pick(VALUES));
    }
  }
}

function elementsOf(node: Node): Node[] {
  return node.name === "" ? [] : [node, ...node.children.flatMap(elementsOf)];
}

function copy(node: Node): Node {
  return structuredClone(node);
}

function toNode({ name, attributes, children }: XmlElement): Node {
  return {
    name,
    text: "",
    attributes: Object.entries(attributes),
    children: children.flatMap((child) => {
      if (child.kind === "element") return [toNode(child)];
      return child.kind === "comment" ? [{ ...element(""), text: child.text }] : [];
    }),
  };
}

/** Through text, so that nothing is in the document that no file could hold. */
function toElement(node: Node): XmlElement {
  return parseXml(formatXml(build(node)));
}

function build(node: Node): XmlElement {
  return {
    kind: "element",
    name: node.name,
    attributes: Object.fromEntries(node.attributes),
    children: node.children.map((child) =>
      child.name === "" ? { kind: "comment", text: child.text } : build(child),
    ),
  };
}
