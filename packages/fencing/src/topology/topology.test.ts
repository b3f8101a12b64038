import { parseXml } from "@sanode/cib";
import { expect, test } from "vitest";
import { readTopology, type Topology } from "./topology.js";

const topology = (levels: string, nodes = ""): Topology =>
  readTopology(
    parseXml(`<cib><configuration><nodes>${nodes}</nodes>
      <fencing-topology>${levels}</fencing-topology></configuration></cib>`),
  );

const level = (target: string, index: number | string, devices: string): string =>
  `<fencing-level id="l" ${target} index="${index}" devices="${devices}"/>`;

test("levels of a node are tried in ascending order, whatever their order in the document", () => {
  const levels = topology(level('target="n1"', 2, "c") + level('target="n1"', 1, "a,b")).levels("n1");
  expect(levels).toEqual([
    { index: 1, devices: ["a", "b"] },
    { index: 2, devices: ["c"] },
  ]);
});

test("exactly one entry counts for a node: that of its very name before all others", () => {
  const both = topology(level('target-pattern="^z.*"', 1, "f1") + level('target="zz"', 2, "f5"));
  expect(both.levels("zz")).toEqual([{ index: 2, devices: ["f5"] }]);
  expect(both.levels("zq")).toEqual([{ index: 1, devices: ["f1"] }]);
  expect(both.levels("a")).toBeUndefined();
});

test("names match without case, patterns with it, and a bad pattern matches nothing", () => {
  expect(topology(level('target="N1"', 1, "a")).levels("n1")).toBeDefined();
  expect(topology(level('target-pattern="N1"', 1, "a")).levels("n1")).toBeUndefined();
  expect(topology(level('target-pattern="1"', 1, "a")).levels("n1")).toBeDefined();
  expect(topology(level('target-pattern="(n1"', 1, "a")).levels("n1")).toBeUndefined();
});

test("a permanent attribute of the node may be asked for", () => {
  const node = `<node id="1" uname="n1"><instance_attributes id="i"><nvpair id="p" name="rack" value="1"/></instance_attributes></node>`;
  const racks = topology(level('target-attribute="rack" target-value="1"', 1, "a"), node);
  expect(racks.levels("n1")).toBeDefined();
  expect(racks.levels("n2")).toBeUndefined();
});

test("a later level of the same index replaces the earlier one; indexes beyond 1 to 9 are none", () => {
  const text = level('target="n"', 1, "a") + level('target="n"', 1, "b") + level('target="n"', 10, "c");
  expect(topology(text + level('target="n"', 0, "d")).levels("n")).toEqual([{ index: 1, devices: ["b"] }]);
});

test("devices can be added to levels and levels removed, by name, pattern and attribute", () => {
  const levels = topology(
    level('target="n1"', 1, "a"),
    `<node id="1" uname="x"><instance_attributes id="i"><nvpair id="p" name="rack" value="1"/></instance_attributes></node>`,
  );
  levels.add("n1", 1, "b");
  levels.add("@^n[2-4]$", 3, "c");
  levels.add("rack=1", 9, "d");
  expect(levels.levels("n1")).toEqual([{ index: 1, devices: ["a", "b"] }]);
  expect(levels.levels("n3")).toEqual([{ index: 3, devices: ["c"] }]);
  expect(levels.levels("x")).toEqual([{ index: 9, devices: ["d"] }]);
  levels.remove("n1", 1);
  levels.remove("@^n[2-4]$", 0);
  levels.remove("unknown", 2);
  expect([levels.levels("n1"), levels.levels("n3")]).toEqual([undefined, undefined]);
  expect(() => levels.add("n1", 10, "a")).toThrow(/from 1 to 9/);
  expect(() => levels.remove("n1", 10)).toThrow(/from 0 to 9/);
});
