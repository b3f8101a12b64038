import { element, type XmlElement } from "../../xml/tree.js";
import type { Tag } from "../tags.js";
import { attributesOf } from "./attributes.js";

/** Writes a `tag`. */
export function writeTag({ id, description, members }: Tag): XmlElement {
  return element(
    "tag",
    attributesOf({ id, description }),
    members.map((member) => element("obj_ref", { id: member })),
  );
}
