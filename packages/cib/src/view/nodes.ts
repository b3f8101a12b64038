import { z } from "zod";
import type { Score } from "../score.js";
import type { XmlElement } from "../xml/tree.js";
import { type Pairs, readPairs } from "./pairs.js";
import type { Reader } from "./reader.js";
import { score, text } from "./values.js";

/** A node that the configuration knows. */
export interface ConfiguredNode {
  readonly id: string;
  /** The node's name, `uname` in the CIB. */
  readonly name: string;
  readonly type: "member" | "remote";
  readonly description: string | undefined;
  /** The preference of every resource for this node, before all constraints. */
  readonly score: Score | undefined;
  /** Permanent node attributes. */
  readonly attributes: readonly Pairs[];
  readonly utilization: readonly Pairs[];
}

const NODE = z.strictObject({
  id: text,
  uname: text,
  type: z.enum(["member", "remote"]).default("member"),
  description: text.optional(),
  score: score.optional(),
});

/** Reads a `node`. */
export function readNode(reader: Reader, node: XmlElement): ConfiguredNode | undefined {
  const values = reader.attributes(node, NODE);
  const children = reader.children(node, { instance_attributes: readPairs, utilization: readPairs });
  return (
    values && {
      id: values.id,
      name: values.uname,
      type: values.type,
      description: values.description,
      score: values.score,
      attributes: children.instance_attributes,
      utilization: children.utilization,
    }
  );
}
