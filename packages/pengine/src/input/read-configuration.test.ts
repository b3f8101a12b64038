import { element, fromEpoch, type XmlElement } from "@sanode/cib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dummy, meta, readSmall } from "../../test-support/read-small.js";
import { readConfiguration } from "./read-configuration.js";

describe("reading a configuration", () => {
  it("reads nothing of a newer feature set", () => {
    for (const version of ["3.20.6", "3.20.5.1", "4"]) {
      const state = readSmall({ resources: dummy("a"), cib: { crm_feature_set: version } });
      expect(state).toMatchObject({ tooNew: true, nodes: [], resources: [] });
    }
    for (const version of ["3.20.5", "3.9", "x", ""]) {
      expect(readSmall({ resources: dummy("a"), cib: { crm_feature_set: version } }).tooNew).toBe(false);
    }
  });

  it("lists resources by priority, equal ones in document order", () => {
    const list = [3, 7, 3, -1, 7].map((priority, at) =>
      dummy(`p${at}`, meta(`m${at}`, { priority: String(priority) })),
    );
    const state = readSmall({ resources: list.join("") });
    expect(state.resources.map(({ id }) => id)).toEqual(["p1", "p4", "p0", "p2", "p3"]);
  });

  it("takes a section that occurs twice as absent", () => {
    const state = readSmall({ resources: dummy("a"), more: `<resources>${dummy("b")}</resources>` });
    expect(state.resources).toEqual([]);
  });

  it("adds up the members of tags", () => {
    const tag = (...ids: string[]) =>
      `<tag id="t">${ids.map((id) => `<obj_ref id="${id}"/>`).join("")}</tag>`;
    expect(readSmall({ more: `<tags>${tag("a", "b")}${tag("b", "c")}</tags>` }).tags.get("t")).toEqual([
      "a",
      "b",
      "c",
    ]);
  });

  it("sees unfencing in the text, whatever its rule", () => {
    const rule = '<rule id="r" score="0"><date_expression id="e" operation="lt" end="1990-01-01"/></rule>';
    const provides = meta("m", { provides: "unfencing" }).replace("><nvpair", `>${rule}<nvpair`);
    expect(readSmall({ resources: `<group id="g">${dummy("a", provides)}</group>` }).unfencingInUse).toBe(
      true,
    );
    expect(readSmall({ resources: dummy("a", meta("m", { provides: "x" })) }).unfencingInUse).toBe(false);
  });

  it("offers the next change of date rules among options and meta-attributes", () => {
    const until = (id: string, date: string) =>
      `<rule id="${id}" score="0"><date_expression id="${id}e" operation="lt" end="${date}"/></rule>`;
    const block = meta("m", { priority: "5" }).replace(
      "><nvpair",
      `>${until("r", "1970-01-02 00:00:00Z")}<nvpair`,
    );
    const state = readSmall({ resources: dummy("a", block), now: 100 });
    expect(state.resources[0]?.priority).toBe(5);
    expect(state.recheckBy).toBe(86_400);
  });

  it("never throws, whatever elements and attributes are where they do not belong", () => {
    const name = fc.constantFrom(
      "primitive",
      "group",
      "clone",
      "bundle",
      "template",
      "meta_attributes",
      "instance_attributes",
      "utilization",
      "nvpair",
      "operations",
      "op",
      "rule",
      "docker",
      "network",
      "storage",
      "node",
    );
    const attribute = fc.tuple(
      fc.constantFrom("id", "id-ref", "class", "provider", "type", "template", "name", "value", "interval"),
      fc.constantFrom(
        "a",
        "b",
        "ocf",
        "pacemaker",
        "remote",
        "remote-node",
        "clone-max",
        "3",
        "",
        "#default",
      ),
    );
    const nested = (depth: number): fc.Arbitrary<XmlElement> =>
      fc
        .record({
          name,
          attributes: fc.array(attribute, { maxLength: 5 }).map((list) => Object.fromEntries(list)),
          children: depth === 0 ? fc.constant([]) : fc.array(nested(depth - 1), { maxLength: 3 }),
        })
        .map((parts) => element(parts.name, parts.attributes, parts.children));
    const anything = nested(3);
    fc.assert(
      fc.property(
        fc.array(anything, { maxLength: 5 }),
        fc.array(anything, { maxLength: 3 }),
        (resources, nodes) => {
          const sections = [element("nodes", {}, nodes), element("resources", {}, resources)];
          const cib = element("cib", {}, [element("configuration", {}, sections)]);
          const state = readConfiguration(cib, { now: fromEpoch(0) });
          expect(state.nodes.length).toBe(state.nodesByIndex.length);
        },
      ),
      { numRuns: 300 },
    );
  });
});
