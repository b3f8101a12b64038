import { z } from "zod";
import type { Score } from "../score.js";
import type { XmlElement } from "../xml/tree.js";
import type { Reader } from "./reader.js";
import { type Rule, type RuleReference, readRule } from "./rules.js";
import { score, text } from "./values.js";

/** A name with a value. */
export interface Pair {
  readonly kind: "pair";
  readonly id: string;
  readonly name: string;
  readonly value: string;
}

/** Another pair's name and value. */
export interface PairReference {
  readonly kind: "reference";
  /** The id of an `nvpair` anywhere in the CIB. */
  readonly reference: string;
  /** The name to use instead of the other's, which schemas before 4.0 allow. */
  readonly name: string | undefined;
}

/**
 * A block of names and values: `cluster_property_set`, `instance_attributes`, `meta_attributes` or `utilization`. Of
 * several blocks, those with a higher score win.
 */
export interface PairBlock {
  readonly kind: "block";
  readonly id: string;
  readonly score: Score | undefined;
  /** The block counts only where its rule passes. */
  readonly rule: Rule | RuleReference | undefined;
  readonly pairs: readonly (Pair | PairReference)[];
}

/** Another block's content. */
export interface PairBlockReference {
  readonly kind: "reference";
  /** The id of a block of the same element name. */
  readonly reference: string;
}

/** A block, or a reference to one. */
export type Pairs = PairBlock | PairBlockReference;

const REFERENCE = z.strictObject({ "id-ref": text, name: text.optional() });
const BLOCK_REFERENCE = z.strictObject({ "id-ref": text });
const PAIR = z.strictObject({ id: text, name: text, value: text });
const BLOCK = z.strictObject({ id: text, score: score.optional() });

/** Reads a block of pairs. */
export function readPairs(reader: Reader, block: XmlElement): Pairs | undefined {
  if (block.attributes["id-ref"] !== undefined) {
    const values = reader.attributes(block, BLOCK_REFERENCE);
    reader.empty(block);
    return values && { kind: "reference", reference: values["id-ref"] };
  }
  const values = reader.attributes(block, BLOCK);
  const children = reader.children(block, { nvpair: readPair, rule: readRule });
  if (children.rule.length > 1) {
    reader.report(block, "a block has one rule at most", "put the rules into one outer rule");
  }
  return (
    values && {
      kind: "block",
      id: values.id,
      score: values.score,
      rule: children.rule[0],
      pairs: children.nvpair,
    }
  );
}

function readPair(reader: Reader, pair: XmlElement): Pair | PairReference | undefined {
  reader.empty(pair);
  if (pair.attributes["id-ref"] !== undefined) {
    const values = reader.attributes(pair, REFERENCE);
    return values && { kind: "reference", reference: values["id-ref"], name: values.name };
  }
  const values = reader.attributes(pair, PAIR);
  return values && { kind: "pair", ...values };
}
