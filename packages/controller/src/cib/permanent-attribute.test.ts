import { formatXml, parseXml } from "@sanode/cib";
import { expect, test } from "vitest";
import { withPermanentAttribute } from "./permanent-attribute.js";

const before = parseXml(`<cib><configuration><nodes><node id="1" uname="n1"/><node id="2" uname="n2">
  <instance_attributes id="x"><nvpair id="x-a" name="a" value="1"/></instance_attributes></node></nodes></configuration></cib>`);

const nodeText = (cib: typeof before): string =>
  formatXml(cib, { indent: false }).replaceAll(/.*<nodes>|<\/nodes>.*/g, "");

test("an attribute is added to the first block of its node, which is made if there is none", () => {
  expect(nodeText(withPermanentAttribute(before, "1", "a", "2"))).toContain(
    '<node id="1" uname="n1"><instance_attributes id="nodes-1"><nvpair id="nodes-1-a" name="a" value="2"/></instance_attributes></node>',
  );
  expect(nodeText(withPermanentAttribute(before, "2", "b", "2"))).toContain(
    '<nvpair id="x-a" name="a" value="1"/><nvpair id="x-b" name="b" value="2"/>',
  );
});

test("a value is changed in its place, and removed", () => {
  const changed = withPermanentAttribute(before, "2", "a", "9");
  expect(nodeText(changed)).toContain('<nvpair id="x-a" name="a" value="9"/>');
  expect(nodeText(withPermanentAttribute(changed, "2", "a", null))).toContain(
    '<instance_attributes id="x"/>',
  );
});

test("what says so already stays the same document", () => {
  expect(withPermanentAttribute(before, "2", "a", "1")).toBe(before);
  expect(withPermanentAttribute(before, "1", "a", null)).toBe(before);
  expect(withPermanentAttribute(before, "9", "a", "1")).toBe(before);
});
