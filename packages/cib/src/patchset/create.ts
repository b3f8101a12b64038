import { digestVersioned } from "../digest/versioned.js";
import { createAttributes } from "../xml/attributes.js";
import { dataOnly } from "../xml/data.js";
import type { XmlElement } from "../xml/tree.js";
import { compareDocuments } from "./compare.js";
import { COUNTERS, type Counter, type Patchset, type VersionText } from "./patchset.js";

/** What a patchset is to tell. */
export interface CreateOptions {
  /**
   * Whether it names the versions of the documents. If not, their difference is no difference: the counters of the new
   * document are taken to be those of the old one. Default true.
   */
  readonly versions?: boolean;
  /** Whether it carries the digest of the new document. Default false. */
  readonly digest?: boolean;
  /** Whether an attribute at another place has changed. Default true. */
  readonly attributeOrder?: boolean;
}

/**
 * The patchset that makes one document of another, as Pacemaker's `crm_diff` does; null if nothing differs. What
 * `crm_diff --cib` prints has a digest and no regard for the order of attributes, `crm_diff --no-version` no versions.
 *
 * Subtrees that both documents share are passed over; the rest takes time in proportion to its size. Text, CDATA
 * sections and processing instructions mean nothing in a CIB and are not seen. Comments that differ in case alone count
 * as equal.
 *
 * @throws PatchsetError with the code `too-deep`, if elements are nested more than 400 deep
 */
export function createPatchset(
  before: XmlElement,
  after: XmlElement,
  { versions = true, digest = false, attributeOrder = true }: CreateOptions = {},
): Patchset | null {
  const target = versions ? after : withCountersOf(before, after);
  const changes = compareDocuments(before, target, attributeOrder);
  if (changes.length === 0) return null;
  return {
    ...(versions ? { versions: { source: versionText(before), target: versionText(after, before) } } : {}),
    ...(digest ? { digest: digestVersioned(dataOnly(target)) } : {}),
    changes,
  };
}

/** The counters of a document; one that is missing is that of the document before it, or 1. */
function versionText({ attributes }: XmlElement, before?: XmlElement): VersionText {
  const text = (counter: Counter): string => attributes[counter] ?? before?.attributes[counter] ?? "1";
  return { admin_epoch: text("admin_epoch"), epoch: text("epoch"), num_updates: text("num_updates") };
}

/** The document with the counters of another, as far as that has any. */
function withCountersOf({ attributes: counters }: XmlElement, document: XmlElement): XmlElement {
  if (
    COUNTERS.every(
      (counter) => (counters[counter] ?? document.attributes[counter]) === document.attributes[counter],
    )
  ) {
    return document;
  }
  const attributes = createAttributes();
  Object.assign(attributes, document.attributes);
  for (const counter of COUNTERS) {
    const value = counters[counter];
    if (value !== undefined) attributes[counter] = value;
  }
  return { ...document, attributes };
}
