import { describe, expect, it } from "vitest";
import { PatchsetError } from "../errors/patchset.js";
import { parseXml } from "../xml/parse.js";
import { element, type XmlElement } from "../xml/tree.js";
import { formatXml } from "../xml/write.js";
import { applyPatchset, applyPatchsetElement } from "./apply.js";
import { createPatchset } from "./create.js";

const RESOURCES = '<r><p id="a" class="x"/><p id="b"/><p id="c"/><z/></r>';

/** What changes make of a document, as text. */
function apply(changes: string, document = RESOURCES, head = 'format="2"'): string {
  const patchset = parseXml(`<diff ${head}>${changes}</diff>`);
  return formatXml(applyPatchsetElement(parseXml(document), patchset, { checkVersions: false }), {
    indent: false,
  });
}

const error = (code: string) => expect.objectContaining({ name: "PatchsetError", code });
const at = (operation: string, path: string, rest = ""): string =>
  `<change operation="${operation}" path="${path}" ${rest}/>`;
const modify = (path: string, result: string): string =>
  `<change operation="modify" path="${path}"><change-result>${result}</change-result></change>`;
const create = (position: number | string, node: string, path = "/r"): string =>
  `<change operation="create" path="${path}" position="${position}">${node}</change>`;

describe("a path", () => {
  it.each([
    ["/r/p", "a"],
    ["/r/p[@id='b']", "b"],
    ["/r/p[@id='b']/", "b"],
    ["/r/p[@id='b'", "b"],
    ["/r/p[@id='b'][@id='c']", "b"],
    // Only names and ids are understood; other conditions are passed over.
    ["/r/p[2]", "a"],
    ["/r/p[@id=b]", "a"],
    ["/r/p[@name='b']", "a"],
    ["/r/p[@id='']", "a"],
    ["/r/p more", "a"],
  ])("%s leads to %s", (path, id) => {
    expect(apply(modify(path, '<p hit="1"/>'))).toBe(
      RESOURCES.replace(new RegExp(`<p id="${id}".*?/>`), '<p hit="1"/>'),
    );
  });

  it.each(["/r/none", "/x/p", "/r[@id='1']/p", "/r/*", "/r/P", "/r/p[@id='B']", "/r/p/q", "", "r/p", "/"])(
    "%j leads nowhere: nothing is deleted, and any other change refused",
    (path) => {
      expect(apply(at("delete", path))).toBe(RESOURCES);
      expect(() => apply(modify(path, "<p/>"))).toThrow(error("not-applicable"));
      expect(() => apply(create(0, "<q/>", path))).toThrow(error("not-applicable"));
      expect(() => apply(at("move", path, 'position="0"'))).toThrow(error("not-applicable"));
    },
  );

  it("may mean a comment, at its index if a deletion tells one", () => {
    const document = "<r><a/><!--one--><!--two--></r>";
    expect(apply(at("delete", "/r/comment"), document)).toBe("<r><a/><!--two--></r>");
    expect(apply(at("delete", "/r/comment", 'position="2"'), document)).toBe("<r><a/><!--one--></r>");
    expect(apply(at("delete", "/r/comment", 'position="0"'), document)).toBe(document);
    expect(apply(at("move", "/r/comment", 'position="0"'), document)).toBe("<r><!--one--><a/><!--two--></r>");
  });

  it("means what is first of a comment and an element called so", () => {
    const document = '<r><!--one--><comment/><comment id="7"/></r>';
    expect(apply(at("delete", "/r/comment"), document)).toBe('<r><comment/><comment id="7"/></r>');
    expect(apply(at("delete", "/r/comment", 'position="5"'), document)).toBe(
      '<r><!--one--><comment id="7"/></r>',
    );
    expect(apply(at("delete", "/r/comment[@id='7']"), document)).toBe("<r><!--one--><comment/></r>");
    expect(() => apply(modify("/r/comment", "<x/>"), document)).toThrow(error("not-applicable"));
    expect(() => apply(create(0, "<x/>", "/r/comment"), document)).toThrow(error("not-applicable"));
  });
});

it.each([0, 10])("what is first is found the same way after %i other changes", (count) => {
  const document = '<r><a/><!--one--><comment/><!--two--><a id="1"/></r>';
  const others = at("delete", "/r/none").repeat(count);
  const after = (change: string): string => apply(others + change, document);
  expect(after(at("delete", "/r/comment"))).toBe('<r><a/><comment/><!--two--><a id="1"/></r>');
  expect(after(at("delete", "/r/comment", 'position="3"'))).toBe(
    '<r><a/><!--one--><!--two--><a id="1"/></r>',
  );
  expect(after(at("delete", "/r/a[@id='1']"))).toBe("<r><a/><!--one--><comment/><!--two--></r>");
  expect(after(modify("/r/a", '<a id="1"/>') + at("delete", "/r/a[@id='1']"))).toBe(
    '<r><!--one--><comment/><!--two--><a id="1"/></r>',
  );
  expect(after(at("move", "/r/a", 'position="3"') + at("delete", "/r/a"))).toBe(
    "<r><!--one--><comment/><!--two--><a/></r>",
  );
});

describe("changes", () => {
  it("see what earlier deletions and modifications have made, not what is created or moved", () => {
    expect(apply(at("delete", "/r/p") + at("delete", "/r/p"))).toBe('<r><p id="c"/><z/></r>');
    expect(apply(modify("/r/z", '<z id="1"/>') + modify("/r/z[@id='1']", '<z id="2"/>'))).toContain(
      '<z id="2"/>',
    );
    expect(() => apply(create(0, "<n/>") + modify("/r/n", "<n/>"))).toThrow(error("not-applicable"));
  });

  it("that create or move are made in the order of their places, equals in that of the patchset", () => {
    expect(apply(create(3, "<n/>") + create(-1, "<l/>") + create(1, "<m/>"), "<r><a/><b/></r>")).toBe(
      "<r><a/><m/><b/><n/><l/></r>",
    );
    expect(apply(create(1, "<m/>") + create(1, "<n/>"), "<r><a/></r>")).toBe("<r><a/><n/><m/></r>");
    expect(
      apply(at("move", "/r/a", 'position="0"') + at("move", "/r/b", 'position="0"'), "<r><a/><b/></r>"),
    ).toBe("<r><b/><a/></r>");
  });

  it("put new nodes last where their places are beyond the end or below 0; places that are no numbers are refused", () => {
    for (const position of ["99", "-1", "2147483647"]) {
      expect(apply(create(position, "<n/>"), "<r><a/></r>")).toBe("<r><a/><n/></r>");
    }
    for (const position of ["x", "", "2147483648", "99999999999999999999"]) {
      expect(() => apply(create(position, "<n/>"))).toThrow(error("malformed"));
      expect(() => apply(at("move", "/r/p", `position="${position}"`))).toThrow(error("malformed"));
    }
  });

  it("that move must end at their places", () => {
    expect(apply(at("move", "/r/p", 'position="3"'))).toContain('<z/><p id="a"');
    for (const position of ["4", "-1"]) {
      expect(() => apply(at("move", "/r/p", `position="${position}"`))).toThrow(error("not-applicable"));
    }
  });

  it("without an operation count for nothing, those with an unknown one or without content are refused", () => {
    expect(apply(`<change path="/r/p"/><other operation="delete" path="/r/p[@id='b']"/>`)).not.toContain(
      '"b"',
    );
    expect(() => apply(at("bogus", "/r/p"))).toThrow(error("not-applicable"));
    expect(() => apply(at("modify", "/r/p"))).toThrow(error("incomplete"));
    expect(() => apply(at("create", "/r"))).toThrow(error("incomplete"));
  });

  it("never delete the root", () => {
    expect(() => apply(at("delete", "/r"))).toThrow(error("not-applicable"));
  });

  it("of what a later one deletes come to nothing", () => {
    expect(apply(at("move", "/r/z", 'position="1"') + at("delete", "/r/z"))).not.toContain("<z/>");
    expect(apply(create(0, "<n/>", "/r/z") + at("delete", "/r/z"))).not.toContain("<z");
  });

  it("are refused with the change's place and path", () => {
    expect(() => apply(at("delete", "/r/p") + modify("/r/none", "<p/>"))).toThrow(
      new PatchsetError("not-applicable", "/diff/change[2]", "the document has nothing at /r/none"),
    );
  });
});

it("a result keeps its attributes in their order in the document, as a CIB manager does, if that is wanted", () => {
  const document = parseXml('<r a="1" b="2" c="3"/>');
  const patchset = parseXml(`<diff format="2">${modify("/r", '<r d="4" c="5" a="1"/>')}</diff>`);
  const result = (keepAttributeOrder: boolean) =>
    formatXml(applyPatchsetElement(document, patchset, { checkVersions: false, keepAttributeOrder }), {
      indent: false,
    });
  expect(result(false)).toBe('<r d="4" c="5" a="1"/>');
  expect(result(true)).toBe('<r a="1" c="5" d="4"/>');
});

describe("versions", () => {
  const document = '<cib admin_epoch="1" epoch="5" num_updates="7"/>';
  const version = (name: string, numbers: string): string => {
    const [adminEpoch, epoch, updates] = numbers.split(".");
    return `<${name} admin_epoch="${adminEpoch}" epoch="${epoch}" num_updates="${updates}"/>`;
  };
  const check = (versions: string, text = document): unknown => {
    const patchset = parseXml(`<diff format="2"><version>${versions}</version></diff>`);
    try {
      return applyPatchsetElement(parseXml(text), patchset).name;
    } catch (error) {
      return error instanceof PatchsetError ? error.code : error;
    }
  };

  it.each([
    ["", "cib"],
    [version("source", "1.5.7"), "cib"],
    [version("source", "1.5x.7"), "cib"],
    [version("source", "1.4.9"), "outdated"],
    [version("source", "0.9.9"), "outdated"],
    [version("source", "1.5.6"), "outdated"],
    [version("source", "1.6.0"), "not-applicable"],
    [version("source", "2.0.0"), "not-applicable"],
    [version("source", "1..7"), "malformed"],
    [version("source", "1.5.99999999999"), "malformed"],
    ['<source admin_epoch="1"/>', "malformed"],
    [version("target", "1.5.8"), "cib"],
    // Any counter that is higher will do.
    [version("target", "1.4.8"), "cib"],
    [version("target", "1.5.7"), "outdated"],
    [version("target", "x.5.8"), "malformed"],
  ])("%s: %s", (versions, outcome) => {
    expect(check(versions)).toBe(outcome);
  });

  it("of a document are 0 where they are no numbers", () => {
    expect(check(version("source", "0.5.0"), '<cib admin_epoch="-1" epoch="5x"/>')).toBe("cib");
  });

  it.each([["format='1'"], [""], ["format='3'"]])("a patchset with %s is malformed", (format) => {
    expect(() => apply("", "<cib/>", format)).toThrow(error("malformed"));
  });
});

describe("the result", () => {
  const before = parseXml('<cib epoch="1"><a><b id="1"/><b id="2"/></a><c><d/></c></cib>');
  const after = parseXml('<cib epoch="2"><a><b id="2"/><b id="1" x="1"/></a><c><d/></c></cib>');

  it("shares with the document whatever the patchset leaves alone", () => {
    const patchset = createPatchset(before, after);
    const result = patchset && applyPatchset(before, patchset, { checkVersions: false });
    expect(result).toEqual(after);
    expect(result?.children[1]).toBe(before.children[1]);
    expect(applyPatchset(before, { changes: [] })).toBe(before);
  });

  it("must have the digest that the patchset carries", () => {
    const patchset = createPatchset(before, after, { digest: true });
    if (patchset === null) throw new Error("no difference");
    const applied = (digest: string) =>
      applyPatchset(before, { ...patchset, digest }, { checkVersions: false });
    const digest = patchset.digest ?? "";
    expect(applied(digest)).toEqual(after);
    expect(applied(digest.toUpperCase())).toEqual(after);
    expect(() => applied("0")).toThrow(error("digest-mismatch"));
  });
});

it("a path that is too deep is refused, not a cause of an exhausted stack", () => {
  const deep = Array.from({ length: 20_000 }).reduce<XmlElement>(
    (child) => element("a", {}, [child]),
    element("a"),
  );
  const patchset = parseXml(`<diff format="2">${modify("/a".repeat(20_000), "<a/>")}</diff>`);
  expect(() => applyPatchsetElement(deep, patchset)).toThrow(error("too-deep"));
});

it("patchsets for very many siblings take time in proportion to their number", () => {
  const children = Array.from({ length: 20_000 }, (_, index) => `<p id="${index}"/>`);
  const before = parseXml(`<r>${children.join("")}<!--c--></r>`);
  const after = parseXml(`<r><!--d-->${children.toReversed().join("")}</r>`);
  const patchset = createPatchset(before, after);
  expect(patchset?.changes.length).toBeGreaterThan(20_000);
  expect(patchset && applyPatchset(before, patchset, { checkVersions: false })).toEqual(after);
});
