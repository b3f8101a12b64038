import { md5 } from "@noble/hashes/legacy.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { XmlElement } from "../xml/tree.js";
import { formatXml } from "../xml/write.js";

/**
 * The digest that Pacemaker keeps beside a CIB on disk (`cib.xml.sig`), and that `cibadmin --md5-sum` prints: the MD5,
 * in lower-case hexadecimal digits, of the document without white space between its nodes. Comments and the order of
 * attributes count.
 */
export function digestOnDisk(document: XmlElement): string {
  return bytesToHex(md5(utf8ToBytes(` ${formatXml(document, { indent: false })}\n`)));
}
