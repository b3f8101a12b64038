import type { Budget } from "./budget.js";
import type { Axis, NodeTest } from "./expression.js";
import { below, childrenOf, type XPathNode, type XPathTree } from "./node.js";

/** Axes whose nodes are counted from the context node backwards (XPath 1.0, section 2.4). */
const REVERSE: ReadonlySet<Axis> = new Set([
  "ancestor",
  "ancestor-or-self",
  "preceding",
  "preceding-sibling",
]);

export function isReverse(axis: Axis): boolean {
  return REVERSE.has(axis);
}

/** The nodes of an axis that pass a test, in the axis's order. Every node that is looked at is paid for. */
export function nodesOnAxis(
  tree: XPathTree,
  node: XPathNode,
  axis: Axis,
  test: NodeTest,
  budget: Budget,
): XPathNode[] {
  const principal = axis === "attribute" ? "attribute" : "element";
  const found: XPathNode[] = [];
  for (const candidate of walk(tree, node, axis)) {
    budget.spend(1);
    if (passes(candidate, test, principal)) found.push(candidate);
  }
  return found;
}

function passes(node: XPathNode, test: NodeTest, principal: "attribute" | "element"): boolean {
  switch (test.kind) {
    case "any":
      return true;
    case "wildcard":
      return node.kind === principal;
    case "name":
      return node.kind === principal && nameOf(node) === test.name;
    case "instruction":
      return node.kind === "instruction" && (test.target === undefined || nameOf(node) === test.target);
    default:
      return node.kind === test.kind;
  }
}

/** The name as written; empty for nodes that have none. */
export function nameOf(node: XPathNode): string {
  if (node.kind === "element") return node.element.name;
  if (node.kind === "attribute") return node.name;
  return node.kind === "instruction" && node.node.kind === "instruction" ? node.node.target : "";
}

function walk(tree: XPathTree, node: XPathNode, axis: Axis): Iterable<XPathNode> {
  switch (axis) {
    case "self":
      return [node];
    case "child":
      return childrenOf(node);
    case "attribute":
      return node.kind === "element" ? tree.attributesOf(node) : [];
    case "parent":
      return node.parent === undefined ? [] : [node.parent];
    case "ancestor":
      return ancestors(node.parent);
    case "ancestor-or-self":
      return ancestors(node);
    case "descendant":
      return below(childrenOf(node));
    case "descendant-or-self":
      return below([node]);
    case "following-sibling":
      return siblings(node).slice(node.index + 1);
    case "preceding-sibling":
      return siblings(node).slice(0, node.index).reverse();
    case "following":
      return following(node);
    case "preceding":
      return preceding(node);
    case "namespace":
      // Prefixes are parts of names here and stand for nothing.
      return [];
  }
}

function siblings(node: XPathNode): readonly XPathNode[] {
  return node.kind === "attribute" || node.parent === undefined ? [] : node.parent.children;
}

function* ancestors(start: XPathNode | undefined): Generator<XPathNode> {
  for (let at = start; at !== undefined; at = at.parent) yield at;
}

function* following(node: XPathNode): Generator<XPathNode> {
  if (node.kind === "attribute") yield* below(node.parent.children);
  for (let at = node.kind === "attribute" ? node.parent : node; at.parent !== undefined; at = at.parent) {
    yield* below(at.parent.children.slice(at.index + 1));
  }
}

function* preceding(node: XPathNode): Generator<XPathNode> {
  for (let at = node.kind === "attribute" ? node.parent : node; at.parent !== undefined; at = at.parent) {
    for (let index = at.index - 1; index >= 0; index--) {
      const sibling = at.parent.children[index];
      if (sibling !== undefined) yield* backwards(sibling);
    }
  }
}

/** A node and everything below it, in reverse document order. */
function* backwards(node: XPathNode): Generator<XPathNode> {
  const pending: { readonly node: XPathNode; next: number }[] = [{ node, next: childrenOf(node).length - 1 }];
  for (let level = pending.at(-1); level !== undefined; level = pending.at(-1)) {
    const child = childrenOf(level.node)[level.next--];
    if (child === undefined) {
      yield level.node;
      pending.pop();
    } else pending.push({ node: child, next: childrenOf(child).length - 1 });
  }
}
