import { md5 } from "@noble/hashes/legacy.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { escapeValue } from "./escape-value.js";

/**
 * The digest that operation history keeps of an action's parameters: the MD5, in lower-case hexadecimal digits, of
 * an element `parameters` with the pairs as attributes, in byte order of their names.
 */
export function digestParameters(pairs: Iterable<readonly [name: string, value: string]>): string {
  const sorted = [...pairs].sort(([a], [b]) => compareBytes(a, b));
  let text = " <parameters";
  for (const [name, value] of sorted) text += ` ${name}="${escapeValue(value)}"`;
  return bytesToHex(md5(utf8ToBytes(`${text}/>\n`)));
}

/** Compares two texts by their UTF-8 bytes, which is by code points. */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const codeA = a.charCodeAt(at);
    const codeB = b.charCodeAt(at);
    if (codeA !== codeB) return codePointRank(codeA) - codePointRank(codeB);
  }
  return a.length - b.length;
}

/** Puts surrogates, which make up the code points from 65536 on, after all other UTF-16 units. */
function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
