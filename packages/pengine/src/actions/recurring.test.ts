import { describe, expect, it } from "vitest";
import { location, primitive } from "../../test-support/place.js";
import { transition } from "../../test-support/transition.js";
import type { ClusterState } from "../model/state.js";
import { requestAction } from "../request/request-action.js";

const operations = (...ops: string[]) => `<operations>${ops.join("")}</operations>`;
const op = (id: string, interval: string, more = "", name = "monitor") =>
  `<op id="${id}" name="${name}" interval="${interval}" ${more}/>`;
const keys = (resources: string) =>
  transition({ resources, active: { A: ["n1"] } })
    .state.actions.filter((action) => action.intervalMs > 0)
    .map((action) => `${action.keyTask} ${action.intervalMs} ${action.node?.name}`);

/** As if the status had told of a running operation. */
const running = (state: ClusterState, task: string, intervalMs: number, name: string) => {
  const resource = state.resources[0];
  const node = state.nodes.find((candidate) => candidate.name === name) ?? null;
  if (resource !== undefined) requestAction(state, { resource, task, intervalMs, node, optional: true });
};

describe("recurring operations", () => {
  it("run where the resource is to be", () => {
    expect(keys(primitive("A", {}, operations(op("m", "10s"))))).toEqual(["monitor 10000 n1"]);
  });

  it("are neither of two with the same name and interval (ticket-promoted-9)", () => {
    const twice = operations(op("m", "10s"), op("n", "10000ms"), op("o", "20s"));
    expect(keys(primitive("A", {}, twice))).toEqual(["monitor 20000 n1"]);
  });

  it("are not operations that change the resource, disabled ones, or ones for a role it will not have", () => {
    const none = operations(
      op("s", "10s", "", "start"),
      op("d", "11s", 'enabled="false"'),
      op("p", "12s", 'role="Promoted"'),
      op("w", "13s", 'role="Nonsense"'),
    );
    expect(keys(primitive("A", {}, none))).toEqual([]);
  });

  it("go on where they run already, and start again after a restart", () => {
    const resources = primitive("A", {}, operations(op("m", "10s")));
    const known = (state: ClusterState) => running(state, "monitor", 10_000, "n1");
    const resting = transition({ resources, active: { A: ["n1"] } }, known);
    expect(resting.marks("A_monitor_10000 n1")).toBe("optional");
    const restarting = transition({ resources, active: { A: ["n1"] } }, (state) => {
      known(state);
      const resource = state.resources[0];
      if (resource !== undefined)
        requestAction(state, { resource, task: "start", node: null, optional: false });
    });
    expect(restarting.marks("A_monitor_10000 n1")).toBe("required");
    expect(restarting.waitsFor("A_monitor_10000 n1")).toEqual(["A_start_0 n1"]);
  });

  it("for the Stopped role run everywhere else, and end where the resource is started (stopped-monitor-02)", () => {
    const resources = primitive("A", {}, operations(op("m", "20s", 'role="Stopped"')));
    const moving = transition(
      { resources, active: { A: ["n1"] }, constraints: location("A", "n1", "-INFINITY") },
      (state) => running(state, "monitor", 20_000, "n2"),
    );
    expect(moving.action("A_monitor_20000 n2").task).toBe("cancel");
    expect(moving.waitsFor("A_start_0 n2")).toContain("A_monitor_20000 n2");
    expect(moving.waitsFor("A_monitor_20000 n1")).toContain("A_stop_0 n1");
    expect(moving.action("A_monitor_20000 n1").expectedResult).toBe("7");
  });
});
