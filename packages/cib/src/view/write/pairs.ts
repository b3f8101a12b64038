import { element, type XmlElement } from "../../xml/tree.js";
import type { Pair, PairReference, Pairs } from "../pairs.js";
import { attributesOf, scoreText } from "./attributes.js";
import { writeRule } from "./rules.js";

/** Writes blocks of pairs as elements of one name. */
export function writePairs(name: string, blocks: readonly Pairs[]): readonly XmlElement[] {
  return blocks.map((block) => {
    if (block.kind === "reference") return element(name, { "id-ref": block.reference });
    const rule = block.rule === undefined ? [] : [writeRule(block.rule)];
    const attributes = attributesOf({ id: block.id, score: scoreText(block.score) });
    return element(name, attributes, [...rule, ...block.pairs.map(writePair)]);
  });
}

/** Writes the parameters and the meta-attributes that most things can have. */
export function writeSettings(settings: {
  readonly attributes: readonly Pairs[];
  readonly meta: readonly Pairs[];
}): readonly XmlElement[] {
  return [
    ...writePairs("instance_attributes", settings.attributes),
    ...writePairs("meta_attributes", settings.meta),
  ];
}

function writePair(pair: Pair | PairReference): XmlElement {
  if (pair.kind === "reference") {
    return element("nvpair", attributesOf({ "id-ref": pair.reference, name: pair.name }));
  }
  return element("nvpair", { id: pair.id, name: pair.name, value: pair.value });
}
