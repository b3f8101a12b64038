import type { XmlElement } from "@sanode/cib";
import fc from "fast-check";
import { expect, it } from "vitest";
import { documentOf, scheduleDocument, seeds } from "./documents.js";
import { follow } from "./follow.js";

const STEPS = 8;

/** The first generated document from a seed on that can be answered in part; most have remote nodes. */
function divisibleDocument(seed: number): XmlElement {
  for (let next = seed; ; next += 1) {
    const document = documentOf(next);
    const { state } = scheduleDocument(document);
    const whole =
      state.clusterActions.size > 0 ||
      state.options.placementStrategy !== "default" ||
      state.nodes.some(({ kind, utilization }) => kind === "remote" || utilization.size > 0) ||
      state.resources.some(({ removed }) => removed);
    if (!whole) return document;
  }
}

function check(documentFor: (seed: number) => XmlElement, numRuns: number): Set<string> {
  const ways = new Set<string>();
  fc.assert(
    fc.property(seeds, (seed) => {
      const { updates, mismatch } = follow(seed, documentFor(seed), STEPS);
      expect(mismatch).toBeNull();
      for (const { how } of updates) ways.add(how);
    }),
    { numRuns },
  );
  return ways;
}

it("a scheduler that follows a cluster answers each change as if it saw the document for the first time", () => {
  expect(check(divisibleDocument, 40)).toEqual(new Set(["unchanged", "partial", "full"]));
});

it("so it does for clusters of any kind", () => {
  expect(check(documentOf, 20)).toContain("full");
});

it.each([344_811, 501_067])("probes are ordered by loads of the whole cluster, part or not (%i)", (seed) => {
  expect(follow(seed, documentOf(seed), 10).mismatch).toBeNull();
});
