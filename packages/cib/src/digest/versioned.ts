import { createAttributes } from "../xml/attributes.js";
import { sift } from "../xml/data.js";
import type { Attributes, XmlElement } from "../xml/tree.js";
import { compactText, digestText, isDigested } from "./content.js";

/** Attributes that tell of the last change or of its maker, and may differ between equal documents. */
const CIRCUMSTANTIAL: ReadonlySet<string> = new Set([
  "cib-last-written",
  "crm-debug-origin",
  "update-client",
  "update-origin",
  "update-user",
]);

/**
 * The digest by which Pacemaker's nodes compare their documents, that patchsets carry and that
 * `cibadmin --md5-sum-versioned` prints: the MD5, in lower-case hexadecimal digits, of the document without white
 * space between its nodes and without what tells when, where and by whom it was changed. Comments and the order of
 * attributes count.
 */
export function digestVersioned(document: XmlElement): string {
  return digestText(compactText(sift(document, isDigested, substantial)));
}

function substantial({ attributes }: XmlElement): Attributes {
  for (const name in attributes) if (CIRCUMSTANTIAL.has(name)) return withoutCircumstances(attributes);
  return attributes;
}

function withoutCircumstances(attributes: Attributes): Attributes {
  const kept = createAttributes();
  for (const [name, value] of Object.entries(attributes)) if (!CIRCUMSTANTIAL.has(name)) kept[name] = value;
  return kept;
}
