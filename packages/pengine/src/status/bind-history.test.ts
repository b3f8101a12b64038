import { describe, expect, it } from "vitest";
import { history, meta, primitive, readRecorded } from "../../test-support/recorded.js";
import { visitPrimitives } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";

/** Every primitive with what it is known as and where it is active: `A:0=A n1`, removed ones with a dagger. */
function bound(state: ClusterState): string[] {
  const lines: string[] = [];
  for (const top of state.resources) {
    visitPrimitives(top, ({ id, historyName, activeNodes, removed }) => {
      const name = historyName === null ? id : `${id}=${historyName}`;
      lines.push([removed ? `${name}†` : name, ...activeNodes.map((node) => node.name)].join(" "));
    });
  }
  return lines;
}

const clone = (inner: string, attributes: Record<string, string> = {}) =>
  `<clone id="c">${meta("c", attributes)}${inner}</clone>`;

describe("histories of an anonymous clone", () => {
  it("take the first instances in the order of the status, whatever numbers they have", () => {
    const state = readRecorded({
      resources: clone(primitive("A")),
      nodes: {
        n1: { history: history("A", ["monitor", { rc: 7 }]) },
        n2: { history: history("A:7", ["start"]) },
        n3: { history: history("A", ["start"]) },
      },
    });
    expect(bound(state)).toEqual(["A:0=A:7 n2", "A:1=A n3", "A:2"]);
  });

  it("make a removed instance where one node has two (clone-anon-dup)", () => {
    const state = readRecorded({
      resources: clone(primitive("A")),
      nodes: { n1: { history: history("A:0", ["start"]) + history("A:1", ["start"]) }, n2: {} },
    });
    expect(bound(state)).toEqual(["A:0 n1", "A:1", "A:2=A:1† n1"]);
  });

  it("make a removed instance where there are more than clone-max", () => {
    const state = readRecorded({
      resources: clone(primitive("A"), { "clone-max": "1" }),
      nodes: { n1: { history: history("A", ["start"]) }, n2: { history: history("A", ["start"]) } },
    });
    expect(bound(state)).toEqual(["A:0=A n1", "A:1=A† n2"]);
  });

  it("keep the members of a group together (bug-lf-2508, cloned-group)", () => {
    const group = `<group id="g">${primitive("A")}${primitive("B")}</group>`;
    const state = readRecorded({
      resources: clone(group),
      nodes: {
        n1: {
          history:
            history("B:1", ["start"]) +
            history("B:0", ["start"]) +
            history("A:1", ["start"]) +
            history("A:0", ["start"]),
        },
        n2: { history: history("A:0", ["start"]) },
      },
    });
    expect(bound(state)).toEqual([
      "A:0=A:1 n1",
      "B:0=B:1 n1",
      "A:1=A:0 n2",
      "B:1",
      "A:2=A:0† n1",
      "B:2=B:0† n1",
    ]);
  });

  it("find their instance taken by a pending operation (anon-instance-pending)", () => {
    const state = readRecorded({
      resources: clone(primitive("A")),
      nodes: {
        n1: { history: history("A", ["start", { rc: 193, status: -1, call: -1 }]) },
        n2: { history: history("A", ["stop", { rc: 193, status: -1, call: -1 }]) },
        n3: { history: history("A", ["start"]) },
      },
    });
    expect(bound(state)).toEqual(["A:0=A n1", "A:1=A", "A:2=A n3"]);
  });
});

describe("histories that fit nothing", () => {
  it("make removed resources, which may run nowhere", () => {
    const state = readRecorded({
      resources: primitive("A"),
      nodes: { n1: { history: history("A:0", ["start"]) + history("gone", ["start"]) } },
    });
    expect(bound(state)).toEqual(["A", "A:0† n1", "gone† n1"]);
    expect(state.resources[2]?.allowedNodes.keyedIds()).toEqual(["1"]);
    expect(state.resources[2]).toMatchObject({ managed: true, removed: true });
  });

  it("are left alone with stop-removed-resources off (orphan-0)", () => {
    const state = readRecorded({
      options: { "stop-removed-resources": "false" },
      nodes: { n1: { history: history("gone", ["start"]) } },
    });
    expect(state.resources[0]).toMatchObject({ managed: false, removed: true });
  });

  it("of instances of unique clones are resources of their own", () => {
    const state = readRecorded({
      resources: clone(primitive("A"), { "globally-unique": "true", "clone-max": "1" }),
      nodes: { n1: { history: history("A:0", ["start"]) + history("A:5", ["start"]) } },
    });
    expect(bound(state)).toEqual(["A:0 n1", "A:5† n1"]);
  });
});
