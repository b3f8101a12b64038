import { formatXml, parseXml } from "@sanode/cib";
import { expect, it } from "vitest";
import { ElementDraft } from "./element-draft.js";

function draftOf(text: string): { draft: ElementDraft; counter: { changes: number }; xml: () => string } {
  const counter = { changes: 0 };
  const draft = new ElementDraft(parseXml(text), counter);
  return { draft, counter, xml: () => formatXml(draft.finish(), { indent: false }) };
}

it("what is only looked at is handed back as it was", () => {
  const original = parseXml('<a><b id="1"><c/></b><b id="2"/></a>');
  const draft = new ElementDraft(original, { changes: 0 });
  expect(draft.find("x")).toBeUndefined();
  expect(draft.finish()).toBe(original);
  expect(draft.childrenNamed("b").map((child) => child.get("id"))).toEqual(["1", "2"]);
  expect(draft.finish().children[0]).toBe(original.children[0]);
});

it("a new attribute comes last, a known one keeps its place, the same value is no change", () => {
  const { draft, counter, xml } = draftOf('<a x="1" y="2"/>');
  draft.set("y", "2");
  expect(counter.changes).toBe(0);
  draft.set("z", "3");
  draft.set("x", "4");
  expect(xml()).toBe('<a x="4" y="2" z="3"/>');
  expect(counter.changes).toBe(2);
});

it("the original never changes", () => {
  const original = parseXml('<a><b id="1"/></a>');
  const before = formatXml(original, { indent: false });
  const draft = new ElementDraft(original, { changes: 0 });
  draft.find("b")?.set("id", "2");
  draft.append("c");
  draft.remove("b");
  expect(formatXml(original, { indent: false })).toBe(before);
  expect(formatXml(draft.finish(), { indent: false })).toBe("<a><c/></a>");
});

it("of elements with the same name and id the first becomes the sum, and the later ones stay", () => {
  const { draft, xml } = draftOf(
    '<a><b id="1" x="1"><c id="2" v="old"/></b><b id="1" y="2"><c id="2" v="new"/><d/></b></a>',
  );
  draft.mergeRepeats();
  expect(xml()).toBe(
    '<a><b id="1" x="1" y="2"><c id="2" v="new"/><d/></b><b id="1" y="2"><c id="2" v="new"/><d/></b></a>',
  );
});
