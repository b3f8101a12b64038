import { z } from "zod";
import type { XmlElement } from "../xml/tree.js";
import type { Reader } from "./reader.js";
import { text } from "./values.js";

/** A name for several resources or other elements. */
export interface Tag {
  readonly id: string;
  readonly description: string | undefined;
  /** Ids of anything. */
  readonly members: readonly string[];
}

const TAG = z.strictObject({ id: text, description: text.optional() });
const MEMBER = z.strictObject({ id: text });

/** Reads the `tags` section. */
export function readTags(reader: Reader, section: XmlElement): readonly Tag[] {
  return reader.children(section, { tag: readTag }).tag;
}

function readTag(reader: Reader, tag: XmlElement): Tag | undefined {
  const values = reader.attributes(tag, TAG);
  const { obj_ref: members } = reader.children(tag, { obj_ref: readMember });
  if (tag.children.every((child) => child.kind !== "element")) {
    reader.report(tag, "a tag needs a member", "add an <obj_ref>, or remove the tag");
  }
  return values && { id: values.id, description: values.description, members };
}

function readMember(reader: Reader, member: XmlElement): string | undefined {
  reader.empty(member);
  return reader.attributes(member, MEMBER)?.id;
}
