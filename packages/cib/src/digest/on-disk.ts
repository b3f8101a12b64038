import { sift } from "../xml/data.js";
import type { XmlElement } from "../xml/tree.js";
import { compactText, digestText, isDigested } from "./content.js";

/**
 * The digest that Pacemaker keeps beside a CIB on disk (`cib.xml.sig`), and that `cibadmin --md5-sum` prints: the MD5,
 * in lower-case hexadecimal digits, of the document without white space between its nodes. Comments and the order of
 * attributes count; text and processing instructions do not.
 */
export function digestOnDisk(document: XmlElement): string {
  return digestText(` ${compactText(sift(document, isDigested))}\n`);
}
