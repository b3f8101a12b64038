import { md5 } from "@noble/hashes/legacy.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { XmlElement, XmlNode } from "../xml/tree.js";
import { formatXml } from "../xml/write.js";

/** The MD5 of a text in UTF-8, in lower-case hexadecimal digits. */
export function digestText(text: string): string {
  return bytesToHex(md5(utf8ToBytes(text)));
}

/** A document without white space between its nodes, as digests are made of it. */
export function compactText(document: XmlElement): string {
  return formatXml(document, { indent: false });
}

/** Whether a node is part of what digests are made of: text and processing instructions are not. */
export function isDigested({ kind }: XmlNode): boolean {
  return kind !== "text" && kind !== "instruction";
}
