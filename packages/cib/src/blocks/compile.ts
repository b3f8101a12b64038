import { compileRule, type ElementResolver, UTC_CLOCK } from "../rules/compile.js";
import type { CompiledRule } from "../rules/rule.js";
import { clampScore, type HealthScores, parseScore } from "../score.js";
import { lowerAscii } from "../values/characters.js";
import type { DateClock } from "../values/date-time-text.js";
import { elementsNamed, firstElement, type XmlElement } from "../xml/tree.js";
import type { BlockProblem } from "./problem.js";

/** The elements that hold pairs of names and values. */
export type BlockName = "cluster_property_set" | "instance_attributes" | "meta_attributes" | "utilization";

/** Where the references of blocks are looked up, and what reading them takes besides. */
export interface BlockScope {
  /**
   * Finds blocks and rules. For the options, the nodes and the defaults that is the whole document, for a resource its own
   * element (with its template merged in).
   */
  readonly find: ElementResolver;
  /** Finds pairs, always in the whole document; `find` does it if this is left out. */
  readonly findPair?: ((id: string) => XmlElement | undefined) | undefined;
  /** Completes dates in rules. */
  readonly clock?: DateClock | undefined;
  /** What the health words mean as a block's score. */
  readonly health?: HealthScores | undefined;
  /** Told of what is wrong, once, while reading. */
  readonly warn?: ((problem: BlockProblem) => void) | undefined;
}

/** Pairs, in document order, that count together if a rule holds. */
export interface CompiledBlock {
  readonly id: string | undefined;
  readonly rule: CompiledRule | undefined;
  readonly pairs: readonly Pair[];
}

export interface Pair {
  readonly name: string;
  /** Undefined for `#default`, which takes back a value set before. */
  readonly value: string | undefined;
}

/** The blocks of one kind of one parent in the order of their precedence. */
export interface CompiledBlocks {
  readonly blocks: readonly CompiledBlock[];
  /** Whether the pairs may depend on the node; if not, one evaluation serves all nodes. */
  readonly usesNode: boolean;
  /** Whether any block has a rule; if not, the pairs are the same in all contexts. */
  readonly hasRules: boolean;
}

/** The block of cluster options that comes before all others. */
const BOOTSTRAP_OPTIONS = "cib-bootstrap-options";

const NO_BLOCKS: CompiledBlocks = { blocks: [], usesNode: false, hasRules: false };

/**
 * Reads the blocks of one kind below a parent: references resolved, sorted by score with the higher first and, of equal
 * scores, the later one in the document first. Among cluster options `cib-bootstrap-options` comes before all.
 */
export function compileBlocks(parent: XmlElement, blockName: BlockName, scope: BlockScope): CompiledBlocks {
  const found = elementsNamed(parent, blockName);
  if (found.length === 0) return NO_BLOCKS;
  const ranked: { rank: number; block: CompiledBlock }[] = [];
  for (const reference of found) {
    const element = resolveBlock(reference, scope);
    if (element !== undefined)
      ranked.push({ rank: rankOf(element, scope), block: compileBlock(element, scope) });
  }
  // Reversed before the stable sort: among equals the last one in the document wins.
  const blocks = ranked
    .reverse()
    .sort((a, b) => b.rank - a.rank)
    .map(({ block }) => block);
  return {
    blocks,
    usesNode: blocks.some((block) => block.rule?.usesNode === true),
    hasRules: blocks.some((block) => block.rule !== undefined),
  };
}

function resolveBlock(reference: XmlElement, scope: BlockScope): XmlElement | undefined {
  const idRef = reference.attributes["id-ref"];
  if (idRef === undefined) return reference;
  const element = scope.find(reference.name, idRef);
  if (element === undefined) scope.warn?.(unknownReference(reference, idRef));
  return element;
}

function unknownReference(element: XmlElement, idRef: string): BlockProblem {
  const message = `Ignoring invalid ${element.name} configuration: id-ref '${idRef}' does not reference a valid object`;
  return { severity: "error", code: "unknown-reference", element: element.name, id: idRef, message };
}

function rankOf(element: XmlElement, scope: BlockScope): number {
  const { id, score } = element.attributes;
  if (element.name === "cluster_property_set" && id === BOOTSTRAP_OPTIONS) return Number.POSITIVE_INFINITY;
  if (score === undefined) return 0;
  const value = parseScore(score, undefined, scope.health);
  if (value === undefined) {
    const message = `Using 0 as score of ${element.name} ${id} because '${score}' is not a valid score`;
    scope.warn?.({ severity: "warning", code: "invalid-score", element: element.name, id, message });
  }
  return value ?? clampScore(0);
}

function compileBlock(element: XmlElement, scope: BlockScope): CompiledBlock {
  const rule = firstElement(element, "rule");
  const pairs: Pair[] = [];
  for (const reference of elementsNamed(element, "nvpair")) {
    const pair = compilePair(reference, scope);
    if (pair !== undefined) pairs.push(pair);
  }
  return {
    id: element.attributes.id,
    rule: rule === undefined ? undefined : compileRule(rule, scope.find, scope.clock ?? UTC_CLOCK),
    pairs,
  };
}

function compilePair(reference: XmlElement, scope: BlockScope): Pair | undefined {
  const element = resolvePair(reference, scope);
  if (element === undefined) return undefined;
  const { id, name, value } = element.attributes;
  if (name === undefined || value === undefined) return undefined;
  if (lowerAscii(value) !== "#default") return { name, value };
  const message = `Support for setting meta-attributes (such as ${name}) to the explicit value '#default' is deprecated and will be removed in a future release`;
  scope.warn?.({ severity: "warning", code: "deprecated-default", element: "nvpair", id, message });
  return { name, value: undefined };
}

function resolvePair(reference: XmlElement, scope: BlockScope): XmlElement | undefined {
  const idRef = reference.attributes["id-ref"];
  if (idRef === undefined) return reference;
  const element = scope.findPair === undefined ? scope.find("nvpair", idRef) : scope.findPair(idRef);
  if (element === undefined) scope.warn?.(unknownReference(reference, idRef));
  return element;
}
