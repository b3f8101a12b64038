import { fromEpoch, type XmlElement } from "@sanode/cib";
import { type Schedule, schedule } from "@sanode/pengine";
import fc from "fast-check";
import { generateCib } from "../differential/generate.js";

/** Random but meaningful CIBs; a failure prints the seed that makes the document again. */
export const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 });

export function documentOf(seed: number): XmlElement {
  return generateCib(seed);
}

/** Decides for a generated document at the moment that it carries. */
export function scheduleDocument(document: XmlElement): Schedule {
  return schedule(document, {
    now: fromEpoch(Number(document.attributes["execution-date"])),
    recordPlacement: true,
  });
}

/** Freezes a document to its leaves: any change of it throws from then on. */
export function freeze(element: XmlElement): XmlElement {
  for (const child of element.children) if (child.kind === "element") freeze(child);
  Object.freeze(element.children);
  Object.freeze(element.attributes);
  return Object.freeze(element);
}
