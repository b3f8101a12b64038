import { formatXml, validateCib, type XmlElement } from "@sanode/cib";
import { formatJson, parseJson } from "@sanode/cib/json";
import { checkCib, readCib, writeCib } from "@sanode/cib/view";
import { formatGraph } from "@sanode/pengine";
import fc from "fast-check";
import { expect, it } from "vitest";
import { documentOf, scheduleDocument, seeds } from "./documents.js";

it("a document that is written anew from its view, or from JSON, is the same view, as valid, and leads to the same transition", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const document = documentOf(seed);
      const reading = checkCib(document);
      // Some are of older schemas.
      fc.pre(reading.valid);
      const { cib: view } = reading;
      const written = writeCib(view);
      expect(readCib(written)).toEqual(view);
      expect(formatXml(writeCib(parseJson(formatJson(view))))).toBe(formatXml(written));
      expect(codes(written)).toEqual(codes(document));
      expect(formatGraph(scheduleDocument(written).graph)).toBe(
        formatGraph(scheduleDocument(document).graph),
      );
    }),
    { numRuns: 30 },
  );
});

/** What the schema finds wrong, which is the same wherever it stands. */
function codes(document: XmlElement): string[] {
  return validateCib(document, "4.0")
    .map(({ code, id }) => `${code} ${id}`)
    .sort();
}
