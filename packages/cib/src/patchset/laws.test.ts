import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digestOnDisk } from "../digest/on-disk.js";
import { PatchsetError } from "../errors/patchset.js";
import { parseXml } from "../xml/parse.js";
import { element, type XmlComment, type XmlElement } from "../xml/tree.js";
import { formatXml } from "../xml/write.js";
import { applyPatchset, applyPatchsetElement } from "./apply.js";
import { createPatchset } from "./create.js";
import { describePatchset } from "./describe.js";
import { patchsetElement } from "./element.js";
import { parsePatchset } from "./parse.js";

const value = fc.oneof(fc.constantFrom("", "1", "<&>", 'a"b', "\n\t"), fc.string({ maxLength: 3 }));
const names = fc.constantFrom("a", "b", "constructor", "__proto__", "toString");
const attributes = fc.dictionary(names, value, { maxKeys: 4 });

/** Documents in which each element can be told from its siblings, so that paths are unambiguous. */
const { identified } = fc.letrec<{ identified: XmlElement }>((tie) => ({
  identified: fc
    .record({
      name: names,
      attributes,
      children: fc.array(
        fc.tuple(fc.nat(30), fc.oneof({ depthSize: "small" }, comment(), tie("identified"))),
        {
          maxLength: 5,
        },
      ),
    })
    .map(({ name, attributes, children }) => {
      const used = new Set<number>();
      const distinct = children.flatMap(([id, child]): (XmlElement | XmlComment)[] => {
        if (child.kind === "comment") return [child];
        if (used.has(id)) return [];
        used.add(id);
        return [element(child.name, { id: `${id}`, ...child.attributes }, child.children)];
      });
      return element(name, attributes, distinct);
    }),
}));

/** Documents in which ids and their absence are repeated among siblings. */
const { ambiguous } = fc.letrec<{ ambiguous: XmlElement }>((tie) => ({
  ambiguous: fc
    .record({
      name: names,
      id: fc.option(fc.constantFrom("1", "2", ""), { nil: undefined }),
      attributes,
      children: fc.array(fc.oneof({ depthSize: "small" }, comment(), tie("ambiguous")), { maxLength: 5 }),
    })
    .map(({ name, id, attributes, children }) =>
      element(name, id === undefined ? attributes : { ...attributes, id }, children),
    ),
}));

/** Comments that differ in case alone are equal to patchsets; here none are. */
function comment(): fc.Arbitrary<XmlComment> {
  return fc.constantFrom("", "one", "two", " three ").map((text) => ({ kind: "comment", text }));
}

const compact = (document: XmlElement): string => formatXml(document, { indent: false });

it("where siblings have ids of their own, a patchset makes the new document of the old one", () => {
  fc.assert(
    fc.property(identified, identified, ({ attributes, children }, after) => {
      const before = element(after.name, attributes, children);
      const patchset = createPatchset(before, after, { digest: true });
      const result = patchset === null ? before : applyPatchset(before, patchset, { checkVersions: false });
      expect(compact(result)).toBe(compact(after));
    }),
    { numRuns: 2000 },
  );
});

describe("for all documents", () => {
  it("there is no patchset between a document and itself, or its copy", () => {
    fc.assert(
      fc.property(ambiguous, (document) => {
        expect(createPatchset(document, document)).toBeNull();
        expect(createPatchset(document, structuredClone(document))).toBeNull();
      }),
    );
  });

  it("a patchset that is written and read is the same", () => {
    fc.assert(
      fc.property(ambiguous, ambiguous, fc.boolean(), (before, after, versions) => {
        const patchset = createPatchset(before, after, { digest: true, versions });
        if (patchset === null) return;
        const text = formatXml(patchsetElement(patchset));
        expect(parsePatchset(patchsetElement(patchset))).toEqual(patchset);
        expect(formatXml(patchsetElement(parsePatchset(parseXml(text))))).toBe(text);
      }),
    );
  });

  it("a patchset is applied with the digest that it carries, or refused, and the document stays as it was", () => {
    fc.assert(
      fc.property(ambiguous, ambiguous, ambiguous, (before, after, other) => {
        const patchset = createPatchset(before, after, { digest: true });
        if (patchset === null) return;
        const text = compact(other);
        const result = attempt(() => applyPatchset(other, patchset, { checkVersions: false }));
        if (result !== undefined) expect(compact(result)).toBe(compact(after));
        expect(compact(other)).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });
});

it("hostile patchsets are refused or applied, never a cause of a crash or of endless work", () => {
  const word = fc.oneof(
    fc.constantFrom(
      "",
      "/",
      "//",
      "/a",
      "/a/b",
      "/a/comment",
      "/__proto__",
      "/a/constructor[@id='1']",
      "'",
      "[@id='",
    ),
    fc.string({ maxLength: 8 }),
  );
  const position = fc.oneof(fc.integer().map(String), word, fc.constantFrom("99999999999", "-2147483648"));
  const change = fc
    .record({
      operation: fc.constantFrom("delete", "create", "modify", "move", "__proto__", ""),
      path: fc.oneof(
        word,
        fc.array(word, { maxLength: 4 }).map((words) => words.join("")),
      ),
      position,
    })
    .chain((given) =>
      fc
        .array(
          fc.oneof(
            ambiguous,
            ambiguous.map((inner) => element("change-result", {}, [inner])),
          ),
          { maxLength: 2 },
        )
        .map((children) => element("change", given, children)),
    );
  const hostile = fc
    .record({
      changes: fc.array(change, { maxLength: 8 }),
      epoch: word,
      digest: fc.option(word, { nil: undefined }),
    })
    .map(({ changes, epoch, digest }) =>
      element("diff", digest === undefined ? { format: "2" } : { format: "2", digest }, [
        element("version", {}, [element("source", { admin_epoch: "0", epoch, num_updates: "0" })]),
        ...changes,
      ]),
    );
  fc.assert(
    fc.property(ambiguous, hostile, fc.boolean(), (document, patchset, checkVersions) => {
      const text = digestOnDisk(document);
      const read = attempt(() => parsePatchset(patchset));
      if (read !== undefined) describePatchset(read);
      attempt(() => applyPatchsetElement(document, patchset, { checkVersions }));
      expect(digestOnDisk(document)).toBe(text);
    }),
    { numRuns: 3000 },
  );
});

/** What a function gives; undefined if a patchset is refused. */
function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof PatchsetError) return undefined;
    throw error;
  }
}
