import { formatXml } from "@sanode/cib";
import { FeatureSetError } from "@sanode/tengine";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runCase } from "../conformance/run-case.js";
import { Random } from "../differential/random.js";
import { documentOf, seeds } from "./documents.js";
import { mutate } from "./mutate.js";

describe("a document that is well-formed and nothing else", () => {
  it("has status, scores, graph and summary like any other", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const text = formatXml(mutate(documentOf(seed), new Random(seed)));
        expect(failureOf(text)).toBeNull();
      }),
      { numRuns: 300 },
    );
  });
});

/** What a run throws, but for the one refusal that there is: to judge what was made for a newer version. */
function failureOf(text: string): string | null {
  try {
    runCase(text, "", 0);
    return null;
  } catch (error) {
    if (error instanceof FeatureSetError) return null;
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
