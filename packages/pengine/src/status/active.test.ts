import { describe, expect, it } from "vitest";
import {
  describeResource,
  FENCING,
  history,
  meta,
  nodeNamed,
  primitive,
  readRecorded,
  scoresOf,
} from "../../test-support/recorded.js";
import { countInstances } from "./instance-counts.js";

/** Active on both nodes, with these meta-attributes. */
const twice = (attributes: Record<string, string>, resources = "") =>
  readRecorded({
    resources: resources + primitive("A", meta("A", attributes)),
    nodes: { n1: { history: history("A", ["start"]) }, n2: { history: history("A", ["start"]) } },
  });

describe("a resource that is active on several nodes", () => {
  it.each([
    ["stop_start", "Started n1 n2", "0 0"],
    ["stop_unexpected", "Started n1 n2", "0 0"],
    ["stop_only", "Started n1 n2", "-INFINITY -INFINITY"],
    ["block", "Started n1 n2 unmanaged blocked", "0 0"],
  ])("with multiple-active=%s is %s and scores %s", (policy, is, scores) => {
    const state = twice({ "multiple-active": policy });
    expect(describeResource(state, "A")).toBe(is);
    expect(scoresOf(state, "A")).toBe(scores);
  });

  it("stays on all of them when it is unmanaged", () => {
    expect(scoresOf(twice({ "is-managed": "false" }), "A")).toBe("INFINITY INFINITY");
  });

  it("without `requires` fencing counts on clean nodes only", () => {
    const state = readRecorded({
      resources: FENCING + primitive("A", meta("A", { "multiple-active": "block", requires: "quorum" })),
      nodes: {
        n1: {
          state: 'in_ccm="true" crmd="offline" join="member" expected="member"',
          history: history("A", ["start"]),
        },
        n2: { history: history("A", ["start"]) },
      },
    });
    expect(describeResource(state, "A")).toBe("Started n1 n2");
  });

  it("may block its whole group (multiple-active-block-group)", () => {
    const block = meta("g", { "multiple-active": "block" });
    const state = readRecorded({
      resources: `<group id="g">${block}${primitive("A")}${primitive("B")}</group>`,
      nodes: { n1: { history: history("A", ["start"]) }, n2: { history: history("A", ["start"]) } },
    });
    expect(describeResource(state, "B")).toBe("Stopped unmanaged blocked");
    expect(countInstances(state)).toEqual({ total: 2, disabled: 0, blocked: 2 });
  });
});

it("active resources add their priority to their node's, unless they failed", () => {
  const priority = (id: string, value: string) => primitive(id, meta(id, { priority: value }));
  const state = readRecorded({
    resources: priority("A", "5") + priority("B", "10") + priority("C", "20") + primitive("D"),
    nodes: {
      n1: {
        history:
          history("A", ["start"]) +
          history("B", ["start"], ["promote"]) +
          history("C", ["start"], ["monitor", { interval: 10, rc: 1 }]) +
          history("D", ["start"], ["promote"]),
      },
    },
  });
  expect(nodeNamed(state, "n1").priority).toBe(5 + 11);
});

it("a node in maintenance takes what is active there out of the cluster's hands", () => {
  const state = readRecorded({
    resources: primitive("A") + primitive("B"),
    nodes: { n1: { attributes: { maintenance: "true" }, history: history("A", ["start"]) } },
  });
  expect(describeResource(state, "A")).toBe("Started n1 unmanaged");
  expect(describeResource(state, "B")).toBe("Stopped");
});

it("disabled resources are counted, removed ones only while they run", () => {
  const state = readRecorded({
    resources: primitive("A", meta("A", { "target-role": "Stopped" })),
    nodes: { n1: { history: history("gone", ["start"]) + history("left", ["start"], ["stop"]) } },
  });
  expect(countInstances(state)).toEqual({ total: 2, disabled: 1, blocked: 0 });
});
