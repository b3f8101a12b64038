import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { XmlError, type XmlErrorCode } from "../errors/xml.js";
import type { XmlLimits } from "./limits.js";
import { parseDocument, parseXml } from "./parse.js";
import { descendants } from "./tree.js";
import { formatXml } from "./write.js";

const SAMPLE = `<?xml version="1.0" encoding="UTF-8"?>
<!-- before --><?target data?>
<cib a="1&#10;" b='é'>
  <b/><c>text &amp; more</c><![CDATA[<&]]><!-- within --><?t?>
</cib>`;

/** The code of the error that reading ends with; any other error than an XmlError passes through. */
function codeOf(input: string | Uint8Array, limits?: Partial<XmlLimits>): XmlErrorCode | "accepted" {
  try {
    parseDocument(input, limits);
    return "accepted";
  } catch (error) {
    if (error instanceof XmlError) return error.code;
    throw error;
  }
}

function milliseconds(action: () => void): number {
  const start = performance.now();
  action();
  return performance.now() - start;
}

const laughs = `<!DOCTYPE a [<!ENTITY b "ha">${"<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>".repeat(100)}]><a>&c;</a>`;

describe("hostile input gets a typed error at once", () => {
  test.each<[string, XmlErrorCode, string]>([
    ["a document type", "doctype", "<!DOCTYPE cib SYSTEM 'file:///etc/passwd'><cib/>"],
    ["a document type within an element", "doctype", "<cib><!DOCTYPE cib></cib>"],
    ["a billion laughs", "doctype", laughs],
    ["an entity of unknown name", "entity", "<cib>&secret;</cib>"],
    ["10,000 levels of elements", "too-deep", "<a>".repeat(10_000)],
    ["a NUL", "control-character", "<cib>\0</cib>"],
    ["a reference to a NUL", "control-character", "<cib a='&#0;'/>"],
    ["a reference beyond Unicode", "control-character", `<cib>&#${"9".repeat(100_000)};</cib>`],
    ["half a surrogate pair", "control-character", "<cib>\ud83d</cib>"],
    ["a value beyond the limit", "too-large", `<cib a="${"x".repeat(10_000_001)}"/>`],
    ["the first attribute of 100,000 again", "syntax", `<cib ${manyAttributes(100_000)} a0=""/>`],
    ["only starts of tags", "syntax", "<".repeat(1_000_000)],
    ["only starts of comments", "syntax", "<!--".repeat(1_000_000)],
    ["only starts of CDATA sections", "truncated", `<a>${"<![CDATA[".repeat(100_000)}`],
    ["only ampersands", "syntax", `<a>${"&".repeat(1_000_000)}</a>`],
  ])("%s: %s", (_, code, input) => {
    const elapsed = milliseconds(() => expect(codeOf(input)).toBe(code));
    expect(elapsed).toBeLessThan(1000);
  });

  test("more bytes than the limit", () => {
    expect(codeOf("<cib/>", { documentLength: 5 })).toBe("too-large");
    expect(codeOf("<cib/>", { documentLength: 6 })).toBe("accepted");
  });
});

function manyAttributes(count: number): string {
  return Array.from({ length: count }, (_, index) => `a${index}="x"`).join(" ");
}

describe("big but honest documents are read", () => {
  test("100,000 attributes of one element", () => {
    expect(Object.keys(parseXml(`<a ${manyAttributes(100_000)}/>`).attributes)).toHaveLength(100_000);
  });

  test("levels up to the limit, and no further", () => {
    const nested = (levels: number): string => `${"<a>".repeat(levels)}${"</a>".repeat(levels)}`;
    expect(codeOf(nested(256))).toBe("accepted");
    expect(codeOf(nested(257))).toBe("too-deep");
    expect(codeOf(nested(9), { depth: 9 })).toBe("accepted");
    expect(codeOf(nested(10), { depth: 9 })).toBe("too-deep");
  });

  test("10,000 levels where they are allowed: nothing recurses", () => {
    const text = `${"<a>".repeat(10_000)}<b/>${"</a>".repeat(10_000)}`;
    const root = parseXml(text, { depth: 10_001 });
    expect([...descendants(root)]).toHaveLength(10_001);
    expect(formatXml(root, { indent: false })).toBe(text);
  });
});

describe("whatever comes in", () => {
  const bytes = new TextEncoder().encode(SAMPLE);

  test("a document cut at any byte is truncated", () => {
    for (let length = 0; length < bytes.length; length++) {
      expect([length, codeOf(bytes.subarray(0, length))]).toEqual([length, "truncated"]);
    }
    expect(codeOf(bytes)).toBe("accepted");
  });

  test("reading ends with a document or an XmlError", () => {
    const change = fc.record({
      at: fc.nat(bytes.length),
      remove: fc.nat(3),
      insert: fc.uint8Array({ maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const mutated = [...bytes];
        for (const { at, remove, insert } of changes) mutated.splice(at, remove, ...insert);
        codeOf(Uint8Array.from(mutated));
      }),
      { numRuns: 3000 },
    );
  });

  test("the same holds for markup thrown together", () => {
    const piece = fc.constantFrom(
      ...["<a", "<a>", "</a>", "/>", ">", " b='", "'", '"', "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>"],
      ...["&amp;", "&#", ";", " ", "x", "=", "<?xml version='1.0'?>", "\n", "<!DOCTYPE"],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        codeOf(pieces.join(""));
      }),
      { numRuns: 3000 },
    );
  });
});
