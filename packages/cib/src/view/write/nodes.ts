import { element, type XmlElement } from "../../xml/tree.js";
import type { ConfiguredNode } from "../nodes.js";
import { attributesOf, scoreText } from "./attributes.js";
import { writePairs } from "./pairs.js";

/** Writes a `node`. */
export function writeNode({
  id,
  name,
  type,
  description,
  score,
  attributes,
  utilization,
}: ConfiguredNode): XmlElement {
  return element(
    "node",
    attributesOf({
      id,
      uname: name,
      // A member is what a node is if nothing is said.
      type: type === "member" ? undefined : type,
      description,
      score: scoreText(score),
    }),
    [...writePairs("instance_attributes", attributes), ...writePairs("utilization", utilization)],
  );
}
