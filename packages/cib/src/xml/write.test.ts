import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDocument, parseXml } from "./parse.js";
import { element, type XmlElement, type XmlNode } from "./tree.js";
import { formatDocument, formatXml } from "./write.js";

const name = fc.oneof(
  fc.stringMatching(/^[A-Za-z_:][A-Za-z0-9_:.-]{0,6}$/),
  fc.constantFrom("__proto__", "constructor", "é", "\u{10000}·"),
);
const character = fc.oneof(
  fc.constantFrom(..."<>&\"' \t\n\r\u007f\u0085é\u{1F600}]-?"),
  fc.stringMatching(/^[ -~]$/),
);
const text = fc.string({ unit: character, maxLength: 12 });
const attributes = fc
  .array(fc.tuple(name, text), { maxLength: 4 })
  .map((pairs) => element("x", new Map(pairs).size === 0 ? {} : nullObject(pairs)).attributes);

function nullObject(pairs: readonly (readonly [string, string])[]): Record<string, string> {
  const result: Record<string, string> = Object.create(null);
  for (const [key, value] of pairs) result[key] = value;
  return result;
}

const noReturn = text.map((value) => value.replaceAll("\r", ""));
const leaf: fc.Arbitrary<XmlNode> = fc.oneof(
  text.filter((value) => value !== "").map((value) => ({ kind: "text", text: value }) as const),
  noReturn
    .filter((value) => !/--|-$/.test(value))
    .map((value) => ({ kind: "comment", text: value }) as const),
  noReturn
    .filter((value) => !value.includes("]]>"))
    .map((value) => ({ kind: "cdata", text: value }) as const),
  fc
    .tuple(name, noReturn)
    .filter(
      ([target, value]) => target.toLowerCase() !== "xml" && !value.includes("?>") && !/^\s/.test(value),
    )
    .map(([target, value]) => ({ kind: "instruction", target, text: value }) as const),
);

const { tree } = fc.letrec<{ tree: XmlElement; node: XmlNode }>((tie) => ({
  tree: fc
    .tuple(name, attributes, fc.array(tie("node"), { maxLength: 5, depthIdentifier: "tree" }))
    .map(([elementName, elementAttributes, children]) =>
      element(elementName, elementAttributes, withoutAdjacentTexts(children)),
    ),
  node: fc.oneof({ depthIdentifier: "tree", maxDepth: 4 }, leaf, tie("tree")),
}));

/** Two texts side by side are one when they are read again. */
function withoutAdjacentTexts(nodes: readonly XmlNode[]): XmlNode[] {
  return nodes.filter((node, index) => node.kind !== "text" || nodes[index - 1]?.kind !== "text");
}

describe("writing and reading", () => {
  test("gives the tree that was written, indented or not", () => {
    fc.assert(
      fc.property(tree, fc.boolean(), (root, indent) => {
        const read = parseXml(formatXml(root, { indent }));
        expect(read).toEqual(root);
        expect(attributeOrder(read)).toEqual(attributeOrder(root));
      }),
      { numRuns: 1000 },
    );
  });

  test("what was read and written stays the same from then on", () => {
    const document =
      '<?xml version="1.0"?><!--a-->\r\n<b  c = "d&#x41;"><e>\n</e>  <f>g<h/> <i/></f></b><?j?>';
    const written = formatDocument(parseDocument(document));
    expect(written).toBe(
      '<?xml version="1.0"?>\n<!--a-->\n<b c="dA">\n  <e/>\n  <f>g<h/> <i/></f>\n</b>\n<?j?>\n',
    );
    expect(formatDocument(parseDocument(written))).toBe(written);
  });
});

function attributeOrder(root: XmlElement): string[][] {
  const below = root.children.flatMap((child) => (child.kind === "element" ? attributeOrder(child) : []));
  return [Object.keys(root.attributes), ...below];
}

describe("written XML", () => {
  test("has one node a line, two blanks a level, and a newline at the end", () => {
    const root = element("a", { b: "1" }, [element("c"), element("d", {}, [{ kind: "comment", text: "e" }])]);
    expect(formatXml(root)).toBe('<a b="1">\n  <c/>\n  <d>\n    <!--e-->\n  </d>\n</a>\n');
    expect(formatXml(root, { indent: false })).toBe('<a b="1"><c/><d><!--e--></d></a>');
  });

  test("has references for special and control characters in values, and nothing else", () => {
    expect(formatXml(element("a", { b: `<>&"'\n\t\u0001\u007fé\u0085` }))).toBe(
      `<a b="&lt;&gt;&amp;&quot;'&#x0A;&#x09;&#x01;&#x7F;é\u0085"/>\n`,
    );
  });

  test("is not indented within character data", () => {
    const root = parseXml("<a><p>one <b><c/></b></p><q/></a>");
    expect(formatXml(root)).toBe("<a>\n  <p>one <b><c/></b></p>\n  <q/>\n</a>\n");
  });

  test("keeps white space that is an element's only text", () => {
    expect(formatXml(element("a", {}, [{ kind: "text", text: "  " }]))).toBe("<a>&#x20; </a>\n");
  });

  test("stays well-formed when a comment, a CDATA section or an instruction would end too early", () => {
    const root = element("a", {}, [
      { kind: "comment", text: "--><b/>-" },
      { kind: "cdata", text: "]]><b/>" },
      { kind: "instruction", target: "t", text: "?><b/>" },
    ]);
    expect(parseXml(formatXml(root)).children.map((child) => child.kind)).toEqual([
      "comment",
      "cdata",
      "cdata",
      "instruction",
    ]);
  });

  test("says UTF-8 if a document named an encoding, because text is written as UTF-8", () => {
    const latin1 = '<?xml version="1.0" encoding="ISO-8859-1" standalone="yes"?>\n<a/>\n';
    expect(formatDocument(parseDocument(latin1))).toBe(latin1.replace("ISO-8859-1", "UTF-8"));
  });
});
