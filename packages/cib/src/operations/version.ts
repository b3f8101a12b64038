import { parseInteger } from "../values/integer.js";
import { createAttributes } from "../xml/attributes.js";
import { element, type XmlElement } from "../xml/tree.js";

/** A document's version; compared from left to right. */
export interface CibVersion {
  readonly adminEpoch: number;
  readonly epoch: number;
  readonly numUpdates: number;
}

const COUNTERS = { adminEpoch: "admin_epoch", epoch: "epoch", numUpdates: "num_updates" } as const;

/** @param missing what a counter is that is missing or cannot be read */
export function readVersion({ attributes }: XmlElement, missing = 0): CibVersion {
  const read = (name: string): number => {
    const text = attributes[name];
    return text === undefined ? missing : (parseInteger(text) ?? missing);
  };
  return {
    adminEpoch: read(COUNTERS.adminEpoch),
    epoch: read(COUNTERS.epoch),
    numUpdates: read(COUNTERS.numUpdates),
  };
}

/** Negative if the left version is lower, positive if it is higher. */
export function compareCibVersions(left: CibVersion, right: CibVersion): number {
  return left.adminEpoch - right.adminEpoch || left.epoch - right.epoch || left.numUpdates - right.numUpdates;
}

/** The document with some counters set. */
export function withVersion(cib: XmlElement, version: Partial<CibVersion>): XmlElement {
  const changes = createAttributes();
  if (version.adminEpoch !== undefined) changes[COUNTERS.adminEpoch] = String(version.adminEpoch);
  if (version.epoch !== undefined) changes[COUNTERS.epoch] = String(version.epoch);
  if (version.numUpdates !== undefined) changes[COUNTERS.numUpdates] = String(version.numUpdates);
  return withAttributes(cib, changes);
}

/** The element with some attributes set: those that it has keep their place, new ones come last. */
export function withAttributes(
  target: XmlElement,
  changes: Readonly<Record<string, string | undefined>>,
): XmlElement {
  const attributes = createAttributes();
  for (const name of Object.keys(target.attributes)) {
    const value = Object.hasOwn(changes, name) ? changes[name] : target.attributes[name];
    if (value !== undefined) attributes[name] = value;
  }
  for (const name of Object.keys(changes)) {
    const value = changes[name];
    if (value !== undefined) attributes[name] = value;
  }
  return element(target.name, attributes, target.children);
}

/**
 * Counts a change, once the request itself has been carried out: one of the configuration raises `epoch` and begins
 * `num_updates` anew, any other raises `num_updates`. Counters that cannot be read count as 0.
 */
export function countChange(cib: XmlElement, ofConfiguration: boolean): XmlElement {
  const { epoch, numUpdates } = readVersion(cib);
  return withVersion(
    cib,
    ofConfiguration ? { epoch: epoch + 1, numUpdates: 0 } : { numUpdates: numUpdates + 1 },
  );
}
