import { describe, expect, test } from "vitest";
import { XmlError } from "../errors/xml.js";
import { parseDocument, parseXml } from "./parse.js";
import { element, type XmlNode } from "./tree.js";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** What is wrong with a document, as `code line:column`. */
function refusal(input: string | Uint8Array): string {
  try {
    parseDocument(input);
  } catch (error) {
    if (error instanceof XmlError) return `${error.code} ${error.line}:${error.column}`;
    throw error;
  }
  return "accepted";
}

function textOf(node: XmlNode | undefined): string | undefined {
  return node === undefined || node.kind === "element" ? undefined : node.text;
}

describe("an attribute's value", () => {
  const value = (written: string): string | undefined => parseXml(`<a b="${written}"/>`).attributes.b;

  test("is a text, never a number or a trimmed one", () => {
    expect(value(" 007 ")).toBe(" 007 ");
    expect(value("true")).toBe("true");
    expect(value("")).toBe("");
  });

  test("has its references replaced exactly once", () => {
    expect(value("&lt;&gt;&amp;&quot;&apos;&#65;&#x42;&#x1F600;")).toBe("<>&\"'AB\u{1F600}");
    expect(value("&amp;lt;&amp;#10;")).toBe("&lt;&#10;");
  });

  test("has blanks for literal line ends and tabs, but keeps those written as references", () => {
    expect(value("1\n2\t3\r\n4\r5")).toBe("1 2 3 4 5");
    expect(value("1&#10;2&#x9;3&#13;4")).toBe("1\n2\t3\r4");
  });

  test("may stand in either kind of quotes", () => {
    expect({ ...parseXml(`<a b='"' c="'"/>`).attributes }).toEqual({ b: '"', c: "'" });
  });
});

describe("attributes", () => {
  test("stay in the order of the document", () => {
    expect(Object.keys(parseXml('<a z="1" b="2" é="3" a="4"/>').attributes)).toEqual(["z", "b", "é", "a"]);
  });

  test("may be called as JavaScript's own properties are", () => {
    const { attributes } = parseXml('<a constructor="1" __proto__="2" toString="3"/>');
    expect(Object.entries(attributes)).toEqual([
      ["constructor", "1"],
      ["__proto__", "2"],
      ["toString", "3"],
    ]);
    expect(attributes.hasOwnProperty).toBeUndefined();
  });
});

describe("children", () => {
  test("are everything but the white space between elements", () => {
    expect(parseXml("<a>\n <b/>\n <!-- c --><?d e ?>\n</a>").children).toEqual([
      element("b"),
      { kind: "comment", text: " c " },
      { kind: "instruction", target: "d", text: "e " },
    ]);
    expect(parseXml("<a>\n</a>").children).toEqual([]);
  });

  test("include white space where there is other character data", () => {
    const { children } = parseXml("<p>one <b/> <![CDATA[<c>]]> two</p>");
    expect(children.map((child) => textOf(child) ?? child.kind)).toEqual([
      "one ",
      "element",
      " ",
      "<c>",
      " two",
    ]);
  });

  test("may be very long text, beside white space that is very long too", () => {
    const long = "x &amp;".repeat(5_000);
    const blank = " ".repeat(20_000);
    expect(parseXml(`<a>${long}<b/>${blank}</a>`).children.map(textOf)).toEqual([
      "x &".repeat(5_000),
      undefined,
      blank,
    ]);
    expect(parseXml(`<a>${blank}<b/></a>`).children).toEqual([element("b")]);
  });

  test("keep their names and nesting whatever these are", () => {
    expect(parseXml("<prototype><constructor/><b><__proto__></__proto__></b></prototype>")).toEqual(
      element("prototype", {}, [element("constructor"), element("b", {}, [element("__proto__")])]),
    );
  });

  test("may be instructions with quotation marks and angle brackets", () => {
    expect(parseXml(`<a><?b it's <c> "?><d/></a>`).children).toEqual([
      { kind: "instruction", target: "b", text: `it's <c> "` },
      element("d"),
    ]);
  });
});

describe("a document", () => {
  test("has its declaration and what stands around the root element", () => {
    const document = parseDocument('<?xml version="1.0" encoding="utf-8"?>\n<!--1--><?p?><a/><!--2-->');
    expect(document).toEqual({
      declaration: { version: "1.0", encoding: "utf-8" },
      prolog: [
        { kind: "comment", text: "1" },
        { kind: "instruction", target: "p", text: "" },
      ],
      root: element("a"),
      epilog: [{ kind: "comment", text: "2" }],
    });
  });

  test("may come as UTF-8, with or without byte order mark, as US-ASCII and as ISO-8859-1", () => {
    expect(parseXml(utf8('\uFEFF<a b="é"/>')).attributes.b).toBe("é");
    expect(parseXml(utf8('<a b="é\u{1F600}"/>')).attributes.b).toBe("é\u{1F600}");
    expect(parseXml(latin1('<?xml version="1.0" encoding="iso-8859-1"?><a b="é\x85"/>')).attributes.b).toBe(
      "é\x85",
    );
    expect(parseXml(latin1('<?xml version="1.0" encoding="US-ASCII"?><a b="e"/>')).attributes.b).toBe("e");
  });
});

describe("what is not well-formed is refused, with its place", () => {
  test.each([
    ["<a b='1' b='2'/>", "syntax 1:10"],
    ["<a>\n  <b></a>", "syntax 2:6"],
    ["<a/>\n<b/>", "syntax 2:1"],
    ["<a/>x", "syntax 1:5"],
    ["x<a/>", "syntax 1:1"],
    ["<a b='<'/>", "syntax 1:7"],
    ["<a b=c/>", "syntax 1:6"],
    ["<a b/>", "syntax 1:5"],
    ["<a b='1'c='2'/>", "syntax 1:9"],
    ["<1/>", "syntax 1:2"],
    ["<a -b='1'/>", "syntax 1:4"],
    ["<a>&</a>", "syntax 1:4"],
    ["<a>& b;</a>", "syntax 1:4"],
    ["<a>]]></a>", "syntax 1:4"],
    ["<a><!-- a -- b --></a>", "syntax 1:13"],
    ["<a><!ELEMENT b></a>", "syntax 1:4"],
    ["<a><?XML b?></a>", "syntax 1:4"],
    [" <?xml version='1.0'?><a/>", "syntax 1:2"],
    ["<?xml encoding='UTF-8'?><a/>", "syntax 1:1"],
    ["<?xml version='2.0'?><a/>", "syntax 1:1"],
    ["", "truncated 1:1"],
  ])("%j: %s", (text, expected) => {
    expect(refusal(text)).toBe(expected);
  });
});

describe("encodings that are not understood are refused", () => {
  test.each([
    ["UTF-16 with byte order mark", latin1("\xff\xfe<\0a\0/\0>\0"), "encoding 1:1"],
    ["UTF-16 without", latin1("\0<\0a\0/\0>"), "encoding 1:1"],
    ["another one by name", utf8("<?xml version='1.0' encoding='KOI8-R'?><a/>"), "encoding 1:31"],
    ["bytes that are not UTF-8", latin1("<a>\n\xe9</a>"), "encoding 2:1"],
    ["overlong UTF-8", latin1("<a>\xc0\xbc</a>"), "encoding 1:4"],
    ["surrogates in UTF-8", latin1("<a>\xed\xa0\x80</a>"), "encoding 1:4"],
    ["bytes beyond US-ASCII", latin1("<?xml version='1.0' encoding='ASCII'?><a>\xe9</a>"), "encoding 1:42"],
  ])("%s", (_, bytes, expected) => {
    expect(refusal(bytes)).toBe(expected);
  });
});
