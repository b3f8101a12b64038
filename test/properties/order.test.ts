import { formatXml } from "@sanode/cib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runCase } from "../conformance/run-case.js";
import { Random } from "../differential/random.js";
import { documentOf, seeds } from "./documents.js";
import { type Rearrangement, rearrange } from "./rearrange.js";

const rearrangements: readonly Rearrangement[] = ["attributes", "pairs", "comments", "nodes"];

describe("scores, graph, dot file and summary don't depend on", () => {
  it.each(rearrangements)("the order or presence of %s", (what) => {
    let changed = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const document = documentOf(seed);
        const text = formatXml(document);
        const other = rearrange(document, what, new Random(seed));
        if (formatXml(other) !== text) changed += 1;
        expect(runCase(formatXml(other, { indent: true }), "", 0)).toEqual(runCase(text, "", 0));
      }),
      { numRuns: 60 },
    );
    expect(changed).toBeGreaterThan(20);
  });
});
