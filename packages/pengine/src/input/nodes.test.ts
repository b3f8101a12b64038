import { compareNatural, parseXml } from "@sanode/cib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSmall } from "../../test-support/read-small.js";
import { findNode, findNodeByName, readNodeAttributes } from "./nodes.js";

const names = (nodes: string) => readSmall({ nodes }).nodes.map((node) => node.name);

describe("nodes", () => {
  it("stand in natural order, of names that differ in case only the later one first", () => {
    const list = ["n10", "n9", "b", "N9", "n09"].map((name, id) => `<node id="${id}" uname="${name}"/>`);
    expect(names(list.join(""))).toEqual(["b", "N9", "n9", "n09", "n10"]);
  });

  it("stay sorted, whatever order they are configured in", () => {
    const name = fc.stringMatching(/^[a-c]{0,2}[0-9]{1,2}$/);
    fc.assert(
      fc.property(fc.array(name, { maxLength: 20 }), (wanted) => {
        const list = names(wanted.map((uname, id) => `<node id="${id}" uname="${uname}"/>`).join(""));
        expect([...list].sort()).toEqual([...wanted].sort());
        for (const [at, each] of list.entries()) {
          expect(compareNatural(list[at - 1] ?? "", each)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  it("are found by id, else by name, without regard to case, the first in the list of several", () => {
    const state = readSmall({
      nodes: '<node id="x" uname="a"/><node id="y" uname="A"/><node id="X" uname="b"/>',
    });
    expect(findNodeByName(state, "a")?.id).toBe("y");
    expect(findNode(state, "X", null)?.name).toBe("a");
    expect(findNode(state, "unknown", "B")?.name).toBe("b");
    expect(findNode(state, null, null)).toBeUndefined();
  });

  it("end at the first of unknown type", () => {
    const nodes = '<node id="1" uname="n1"/><node uname="x"/><node id="2" uname="n2" type="ghost"/>';
    expect(names(`${nodes}<node id="3" uname="n3"/>`)).toEqual(["n1"]);
  });
});

describe("node attributes", () => {
  const attributes =
    '<instance_attributes id="i"><nvpair id="a" name="#uname" value="other"/>' +
    '<nvpair id="b" name="site-name" value="paris"/></instance_attributes>';
  const utilization = '<utilization id="u"><nvpair id="c" name="cpu" value="4"/></utilization>';

  function read() {
    const nodes = `<node id="1" uname="n1">${attributes}${utilization}</node><node id="2" uname="n2"/>`;
    return readSmall({ nodes, options: { "cluster-name": "heart" }, cib: { "dc-uuid": "2" } });
  }

  it("start with the built-in ones, which permanent ones cannot change", () => {
    const [first, second] = read().nodes;
    expect(Object.fromEntries(first?.attributes ?? [])).toEqual({
      "#kind": "cluster",
      "#uname": "n1",
      "#id": "1",
      "#is_dc": "false",
      "#cluster-name": "heart",
      "site-name": "paris",
      "#site-name": "paris",
    });
    expect(second?.attributes.get("#is_dc")).toBe("true");
    expect(second?.attributes.get("#site-name")).toBe("heart");
  });

  it("are replaced by transient ones, utilization is not", () => {
    const state = read();
    const [first] = state.nodes;
    if (first === undefined) throw new Error("no node");
    const transient = `<transient_attributes>${attributes}${utilization.replace("4", "9")}</transient_attributes>`;
    readNodeAttributes(state, first, parseXml(transient), { transient: true });
    expect(first.attributes.get("#uname")).toBe("other");
    expect(first.utilization.get("cpu")).toBe("4");
  });
});
