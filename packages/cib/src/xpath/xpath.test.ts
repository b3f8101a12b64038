import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { XPathError, type XPathErrorCode } from "../errors/xpath.js";
import { parseXml } from "../xml/parse.js";
import { element, type XmlElement } from "../xml/tree.js";
import { evaluateXPath, selectNodes } from "./evaluate.js";
import type { XPathLimits } from "./limits.js";
import { pathTo } from "./node.js";
import { formatNumber } from "./values.js";

const DOCUMENT = parseXml(`<cib epoch="5"><configuration><resources><!--note--><primitive id="a" type="x"/>
  <group id="g"><primitive id="b" type="y"/><primitive id="c" type="x"/></group></resources>
  <constraints><rsc_location id="l" score="100"/><rsc_location id="m" score="-5"/></constraints></configuration></cib>`);

/** The ids of what is selected. */
function ids(expression: string): string {
  return selectNodes(DOCUMENT, expression)
    .map((node) => (node.kind === "element" ? (node.element.attributes.id ?? node.element.name) : node.kind))
    .join(" ");
}

/** How an expression is refused. */
function refusal(
  expression: string,
  limits: Partial<XPathLimits> = {},
  document = DOCUMENT,
): XPathErrorCode | "accepted" {
  try {
    evaluateXPath(document, expression, limits);
    return "accepted";
  } catch (error) {
    if (error instanceof XPathError) return error.code;
    throw error;
  }
}

describe("a path", () => {
  it.each([
    ["//primitive", "a b c"],
    ["/cib/configuration/resources/*", "a g"],
    ["//primitive[1]", "a b"],
    ["(//primitive)[2]", "b"],
    ["//primitive[@type='x']", "a c"],
    ["//*[@id='b']/..", "g"],
    ["//primitive[last()]", "a c"],
    ["//primitive[@id='c']/preceding-sibling::*[1]", "b"],
    ["//primitive[@id='c']/ancestor::*[2]", "resources"],
    ["//group/following::*", "constraints l m"],
    ["//group/preceding::primitive", "a"],
    ["//rsc_location | //group", "g l m"],
    ["//primitive[contains(@id, 'b') or starts-with(@type, 'x')][position() > 1]", "c"],
    ["//rsc_location[@score > 0]", "l"],
    ["//resources/node()", "comment a g"],
    ["//primitive/@id", "attribute attribute attribute"],
    ["/", "document"],
    ["//primitive[not(../self::group)]", "a"],
    ["descendant::group[count(primitive) = 2]", "g"],
  ])("%s selects %j", (expression, expected) => {
    expect(ids(expression)).toBe(expected);
  });

  it("that starts nowhere selects nothing, but those from the root do", () => {
    const select = (expression: string): number =>
      selectNodes(DOCUMENT, expression, { relativeTo: "nothing" }).length;
    expect([select("cib"), select("."), select("//group/primitive")]).toEqual([0, 0, 2]);
  });

  it("tells where its elements are in the tree", () => {
    const [node] = selectNodes(DOCUMENT, "//primitive[@id='c']");
    expect(node?.kind === "element" && pathTo(node)).toEqual([0, 0, 2, 1]);
  });
});

describe("an expression", () => {
  it.each<[string, string | number | boolean]>([
    ["1 + 2 * 3 - 4 div 2", 5],
    ["-5 mod 2", -1],
    ["count(//primitive)", 3],
    ["sum(//@score)", 95],
    ["//@score = 100", true],
    ["//@score != 100", true],
    ["//@type = //@id", false],
    ["//nothing = ''", false],
    ["boolean(//nothing)", false],
    ["'a' = 'a' and not(1 > 2)", true],
    ["string(//primitive/@id)", "a"],
    ["concat('a', 1, true())", "a1true"],
    ["substring('12345', 1.5, 2.6)", "234"],
    ["substring('12345', 0 div 0)", ""],
    ["translate('bar', 'abc', 'AB')", "BAr"],
    ["normalize-space('  a  b ')", "a b"],
    ["name(//*[@id='g'])", "group"],
    ["string-length('\u{1F600}')", 1],
    ["round(-2.5)", -2],
  ])("%s gives %j", (expression, expected) => {
    expect(evaluateXPath(DOCUMENT, expression)).toBe(expected);
  });

  it.each([
    [1 / 3, "0.333333333333333"],
    [16 / 3, "5.333333333333333"],
    [1e10, "1e+10"],
    [0.00001, "0.00001"],
    [1e-6, "1e-06"],
    [-0, "0"],
    [Number.NEGATIVE_INFINITY, "-Infinity"],
  ])("the number %d is written %s", (value, expected) => {
    expect(formatNumber(value)).toBe(expected);
  });
});

describe("what is no expression is refused with its place", () => {
  it.each<[string, XPathErrorCode, number]>([
    ["//[", "syntax", 3],
    ["//a[", "syntax", 5],
    ["'a", "syntax", 1],
    ["a b", "syntax", 3],
    ["//a | ", "syntax", 7],
    ["bogus::a", "syntax", 1],
    ["bogus()", "unknown-function", 1],
    ["$x", "unknown-variable", 1],
    ["//a/x:b", "unknown-prefix", 5],
    ["count(3)", "type", 1],
    ["1 | 2", "type", 3],
    ["position()", "type", 1],
    ["concat('a')", "type", 1],
  ])("%s", (expression, code, column) => {
    expect(() => evaluateXPath(DOCUMENT, expression)).toThrow(expect.objectContaining({ code, column }));
  });
});

describe("a hostile expression", () => {
  const wide = element(
    "cib",
    {},
    Array.from({ length: 2000 }, (_, index) => element("a", { id: String(index) })),
  );

  it.each<[string, XPathErrorCode, string]>([
    ["is too long", "too-long", "1+".repeat(40_000)],
    ["is nested too deeply", "too-deep", "(".repeat(5000)],
    ["has predicates nested too deeply", "too-deep", "a[".repeat(5000)],
    ["looks at all nodes for each node", "too-costly", "//a[count(//a[count(//a) > 1]) > 1]"],
    ["walks back and forth", "too-costly", `//a${"/following::a/preceding::a".repeat(10)}`],
  ])("that %s is refused", (_, code, expression) => {
    expect(refusal(expression, {}, wide)).toBe(code);
  });

  it("may be long as long as it is flat", () => {
    expect(refusal(`1${"+1".repeat(30_000)}`)).toBe("accepted");
    expect(refusal(`${"-".repeat(60_000)}1`)).toBe("accepted");
    expect(refusal(`/cib${"/.".repeat(30_000)}`)).toBe("accepted");
  });

  it("gets an answer or a typed error, whatever it is", () => {
    const piece = fc.constantFrom(
      ...[
        "//",
        "/",
        "a",
        "*",
        "@id",
        "[",
        "]",
        "(",
        ")",
        "'x'",
        "1",
        ".",
        "..",
        "|",
        "and",
        "=",
        "-",
        "::",
        "div",
      ],
      ...[
        "ancestor::",
        "count(",
        "position()",
        "last()",
        "string(",
        ",",
        "node()",
        "$",
        ":",
        '"',
        " ",
        "<",
        "text()",
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        refusal(pieces.join(""));
      }),
      { numRuns: 5000 },
    );
  });
});

it("the nodes are those that a simple search finds, in the order of the document", () => {
  const name = fc.constantFrom("a", "b", "c");
  const tree = (depth: number): fc.Arbitrary<XmlElement> =>
    fc
      .tuple(name, depth > 1 ? fc.array(tree(depth - 1), { maxLength: 3 }) : fc.constant<XmlElement[]>([]))
      .map(([made, children]) => element(made, {}, children));
  fc.assert(
    fc.property(tree(5), name, (root, wanted) => {
      const found = selectNodes(root, `//${wanted}`).map((node) =>
        node.kind === "element" ? node.element : undefined,
      );
      expect(found).toEqual(search(root, wanted));
    }),
  );
});

function search(root: XmlElement, name: string): XmlElement[] {
  const below = root.children.flatMap((child) => (child.kind === "element" ? search(child, name) : []));
  return root.name === name ? [root, ...below] : below;
}
