import { describe, expect, it } from "vitest";
import { parseXml } from "../xml/parse.js";
import { element } from "../xml/tree.js";
import { formatXml } from "../xml/write.js";
import { type CreateOptions, createPatchset } from "./create.js";
import { patchsetElement } from "./element.js";

/** The changes as text, one a line. */
function changes(before: string, after: string, options: CreateOptions = { versions: false }): string[] {
  const patchset = createPatchset(parseXml(before), parseXml(after), options);
  return patchset === null
    ? []
    : patchsetElement(patchset).children.map((child) =>
        child.kind === "element" ? formatXml(child, { indent: false }) : child.kind,
      );
}

/** What the names of changed attributes are, in their order. */
function changedAttributes(before: string, after: string, options?: CreateOptions): string[] {
  const [change = ""] = changes(`<a ${before}/>`, `<a ${after}/>`, options);
  return [...change.matchAll(/<change-attr name="(\w+)" operation="(\w+)"/g)].map(([, name, operation]) =>
    operation === "set" ? `${name}` : `-${name}`,
  );
}

describe("children", () => {
  it("are the same if name and id are, or name and lack of an id; they are told apart in their order", () => {
    const before = '<r><a id="1"/><a id="1"/><a/><a/><a id=""/></r>';
    const after = '<r><a id=""/><a/><a/><a id="1" x="1"/></r>';
    expect(changes(before, after)).toEqual([
      `<change operation="delete" path="/r/a[@id='1']"/>`,
      `<change operation="move" path="/r/a[@id='']" position="0"/>`,
      expect.stringContaining(`<change operation="modify" path="/r/a[@id='1']">`),
      `<change operation="move" path="/r/a[@id='1']" position="3"/>`,
    ]);
  });

  it("have moved only if their order has changed, not because others came or went", () => {
    const before = '<r><a id="1"/><a id="2"/><a id="3"/></r>';
    expect(changes(before, '<r><a id="0"/><a id="1"/><a id="3"/></r>')).toEqual([
      `<change operation="delete" path="/r/a[@id='2']"/>`,
      '<change operation="create" path="/r" position="0"><a id="0"/></change>',
    ]);
    // Pacemaker's rule, which takes the second for moved as well.
    expect(changes(before, '<r><a id="3"/><a id="1"/><a id="2"/></r>')).toEqual([
      `<change operation="move" path="/r/a[@id='3']" position="0"/>`,
      `<change operation="move" path="/r/a[@id='1']" position="1"/>`,
    ]);
  });

  it("that are deleted come first, in their old order with those within others", () => {
    const before = '<r><a id="1"><b/></a><c/><a id="2"><b/></a></r>';
    expect(changes(before, '<r x="1"><a id="1"/><a id="2"/></r>').map((text) => text.slice(0, 55))).toEqual([
      `<change operation="delete" path="/r/a[@id='1']/b"/>`,
      '<change operation="delete" path="/r/c"/>',
      `<change operation="delete" path="/r/a[@id='2']/b"/>`,
      expect.stringContaining('<change operation="modify" path="/r">'),
    ]);
  });

  it("that are comments stay the same only at the same index, whatever the case", () => {
    expect(changes("<r><!--one--><b/></r>", "<r><!--ONE--><b/></r>")).toEqual([]);
    expect(
      changes("<r><!--one--><b/><!--two--><!--three--><c/></r>", "<r><!--two--><b/><!--three--></r>"),
    ).toEqual([
      '<change operation="delete" path="/r/comment" position="0"/>',
      '<change operation="delete" path="/r/comment" position="1"/>',
      '<change operation="delete" path="/r/comment" position="1"/>',
      '<change operation="delete" path="/r/c"/>',
      '<change operation="create" path="/r" position="0"><!--two--></change>',
      '<change operation="create" path="/r" position="2"><!--three--></change>',
    ]);
  });

  it("that are text, CDATA sections or processing instructions are not seen", () => {
    expect(changes("<r>text<a/></r>", "<r>other<a/><![CDATA[x]]><?p q?></r>")).toEqual([]);
    expect(changes("<r/>", "<r>x<a>text<b/></a></r>")).toEqual([
      '<change operation="create" path="/r" position="0"><a><b/></a></change>',
    ]);
  });
});

describe("attributes", () => {
  it.each([
    ['a="1"', 'a="2"', ["a"]],
    ['a="1"', 'a=""', ["a"]],
    ['a="1" b="2"', 'x="3" b="2"', ["x", "-a"]],
    // The place counts, too; which of them are told is Pacemaker's rule.
    ['a="1" b="2" c="3"', 'b="2" c="3" a="1"', ["b", "a"]],
    ['a="1" b="2" c="3"', 'c="3" a="1" b="2"', ["c", "a"]],
    ['a="1" b="2"', 'x="3" a="1" b="2"', ["x", "a"]],
    ['a="1" b="2" c="3"', 'b="2" c="3"', ["b", "-a"]],
    ['a="1" b="2" c="3"', 'b="2" x="4" c="3"', ["b", "x", "c", "-a"]],
  ])("%s become %s: %j are told", (before, after, told) => {
    expect(changedAttributes(before, after)).toEqual(told);
  });

  it("may go without regard for their places", () => {
    const options = { versions: false, attributeOrder: false };
    expect(changedAttributes('a="1" b="2"', 'b="2" a="1"', options)).toEqual([]);
    expect(changedAttributes('a="1" b="2" c="3"', 'x="4" c="5" b="2"', options)).toEqual(["x", "c", "-a"]);
  });
});

describe("the root elements", () => {
  it("are always the same; the new one gives its name and id to all paths", () => {
    expect(changes("<a/>", "<b/>")).toEqual([]);
    expect(changes('<a id="1"><x/></a>', '<b id="2"/>')).toEqual([
      `<change operation="delete" path="/b[@id='2']/x"/>`,
      expect.stringContaining(`<change operation="modify" path="/b[@id='2']">`),
    ]);
  });
});

describe("versions", () => {
  const versions = (before: string, after: string): string | undefined => changes(before, after, {})[0];

  it("are told as they stand; a missing counter is that of the old document, or 1", () => {
    expect(versions('<cib epoch="x" num_updates="5"/>', '<cib epoch="007" a="1"/>')).toBe(
      '<version><source admin_epoch="1" epoch="x" num_updates="5"/>' +
        '<target admin_epoch="1" epoch="007" num_updates="5"/></version>',
    );
  });

  it("are equal if they are not to be told", () => {
    const before = '<cib epoch="3" admin_epoch="2" num_updates="7"/>';
    expect(changes(before, '<cib epoch="4" admin_epoch="2" num_updates="7"/>')).toEqual([]);
    expect(changes(before, '<cib x="1"/>')).toEqual([
      expect.stringContaining(
        '<change-result><cib x="1" admin_epoch="2" epoch="3" num_updates="7"/></change-result>',
      ),
    ]);
  });
});

it("what both documents share is not looked at", () => {
  const shared = element("shared", { id: "1" });
  const untouchable = new Proxy(shared.children, {
    get: () => {
      throw new Error("looked at");
    },
  });
  const child = { ...shared, children: untouchable };
  const before = element("cib", { epoch: "1" }, [child]);
  const after = element("cib", { epoch: "2" }, [child]);
  expect(createPatchset(before, after)?.changes).toHaveLength(1);
  expect(createPatchset(before, before)).toBeNull();
});

it("documents nested too deeply are refused", () => {
  const deep = (value: string) =>
    parseXml(`${"<a>".repeat(500)}<b v="${value}"/>${"</a>".repeat(500)}`, { depth: 1000 });
  expect(() => createPatchset(deep("1"), deep("2"))).toThrow(expect.objectContaining({ code: "too-deep" }));
});
