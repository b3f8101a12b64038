import { describe, expect, it } from "vitest";
import {
  describeResource,
  FENCING,
  history,
  meta,
  nodeNamed,
  operations,
  primitive,
  type Recorded,
  type RecordedCluster,
  readRecorded,
  requested,
  scoresOf,
} from "../../test-support/recorded.js";

type Entry = readonly [task: string, recorded?: Recorded];

/** A resource with this history on n1; n2 is fine and knows nothing. */
function tell(entries: readonly Entry[], inner = "", more: Partial<RecordedCluster> = {}) {
  const { resources = "", ...rest } = more;
  const state = readRecorded({
    resources: resources + primitive("A", inner),
    nodes: { n1: { history: history("A", ...entries) }, n2: {} },
    ...rest,
  });
  return { state, is: describeResource(state, "A"), scores: scoresOf(state, "A") };
}

const monitor = (recorded: Recorded = {}): Entry => ["monitor", { interval: 10, ...recorded }];

describe("a probe", () => {
  it.each([
    [0, "Started n1", "0 0"],
    [8, "Promoted n1", "0 0"],
    [191, "Promoted n1", "0 0"],
    [190, "Started n1", "0 0"],
    [9, "FAILED Promoted n1", "0 0"],
    [7, "Stopped", "0 0"],
    [2, "Stopped", "-INFINITY 0"],
    [5, "Stopped", "-INFINITY 0"],
    [3, "FAILED Started n1", "-INFINITY 0"],
    [4, "FAILED Started n1", "-INFINITY 0"],
    [6, "FAILED Started n1", "-INFINITY -INFINITY"],
    [1, "FAILED Started n1", "0 0"],
    [193, "FAILED Started n1", "0 0"],
  ])("that exits with %i means %s and scores %s", (rc, is, scores) => {
    expect(tell([["monitor", { rc }]])).toMatchObject({ is, scores });
  });

  it.each([
    [{ rc: 7, status: 4 }, "Stopped", "0 0"],
    [{ rc: 0, status: 2 }, "FAILED Started n1", "0 0"],
    [{ rc: 0, status: 5 }, "FAILED Started n1", "-INFINITY 0"],
    [{ rc: 0, status: 11 }, "FAILED Started n1", "-INFINITY 0"],
    [{ rc: 0, status: 6 }, "FAILED Started n1", "-INFINITY -INFINITY"],
    [{ rc: 0, status: 7 }, "Stopped", "-INFINITY 0"],
  ])("that is recorded with %o means %s and scores %s", (recorded, is, scores) => {
    expect(tell([["monitor", recorded]])).toMatchObject({ is, scores });
  });

  it("that is pending, cancelled or unreadable tells nothing", () => {
    for (const status of [-1, 1, 12]) {
      const { state } = tell([["monitor", { rc: 0, status }]]);
      expect(state.resources[0]?.knownNodes.size).toBe(0);
    }
    expect(tell([["monitor", { rc: 256, status: 0 }]]).state.resources[0]?.knownNodes.size).toBe(0);
  });

  it("that found the resource stopped makes it known there", () => {
    const { state } = tell([["monitor", { rc: 7 }]]);
    expect([...(state.resources[0]?.knownNodes ?? [])].map(({ name }) => name)).toEqual(["n1"]);
  });
});

describe("a failed monitor", () => {
  const failed = [["start"] as const, monitor({ rc: 1, id: "A_last_failure_0" })];
  const withOnFail = (onFail: string) =>
    tell(failed, operations("A", `name="monitor" interval="10s" on-fail="${onFail}"`));

  it.each([
    ["restart", "FAILED Started n1", "0 0"],
    ["ignore", "Started n1 ignored", "0 0"],
    ["block", "FAILED Started n1 unmanaged blocked", "INFINITY 0"],
    ["stop", "FAILED Started n1 -> Stopped", "-INFINITY -INFINITY"],
    ["fence", "FAILED Started n1 -> Stopped", "-INFINITY -INFINITY"],
    ["standby", "FAILED Started n1", "0 0"],
  ])("with on-fail=%s means %s and scores %s", (onFail, is, scores) => {
    expect(withOnFail(onFail)).toMatchObject({ is, scores });
  });

  it("with on-fail=standby puts the node into standby", () => {
    expect(nodeNamed(withOnFail("standby").state, "n1")).toMatchObject({
      standby: true,
      standbyOnFail: true,
    });
  });

  it("with on-fail=migrate in op_defaults bans the resource from the node", () => {
    const told = tell(failed, "", { operationDefaults: { "on-fail": "migrate" } });
    expect(told).toMatchObject({ is: "FAILED Started n1", scores: "-INFINITY 0" });
  });

  it("with on-fail=fence fences the node where fencing is on", () => {
    const inner = operations("A", 'name="monitor" interval="10s" on-fail="fence"');
    const { state } = tell(failed, inner, { resources: FENCING });
    expect(state.actions.find(({ task }) => task === "stonith")?.reason).toBe("A failed there");
    expect(nodeNamed(state, "n1").unclean).toBe(true);
  });

  it("is over after the same monitor succeeded, not after another one (multiple-monitor-one-failed)", () => {
    expect(tell([...failed, monitor()]).is).toBe("Started n1");
    expect(tell([...failed, monitor({ interval: 20 })]).is).toBe("FAILED Started n1");
  });

  it("is numbered after the monitors that run, and then comes the stop", () => {
    expect(requested(tell(failed).state)).toEqual(["(1 A_monitor_10000 n1)", "2 A_stop_0 n1"]);
  });
});

describe("a failed stop", () => {
  const failed = [["start"] as const, ["stop", { rc: 1 }] as const];

  it("blocks the resource without fencing and fences the node with it", () => {
    expect(tell(failed)).toMatchObject({ is: "FAILED Started n1 unmanaged blocked", scores: "-INFINITY 0" });
    const { state, scores } = tell(failed, "", { resources: FENCING });
    expect(scores).toBe("-INFINITY 0");
    expect(state.actions.find(({ task }) => task === "stonith")?.reason).toBe("A failed there");
  });

  it("may be ignored", () => {
    const told = tell(failed, operations("A", 'name="stop" interval="0" on-fail="ignore"'));
    expect(told).toMatchObject({ is: "Stopped ignored", scores: "0 0" });
  });

  it("that cannot be cured leaves the resource unmanaged at once", () => {
    expect(tell([["start"], ["stop", { rc: 5 }]]).is).toBe("FAILED Started n1 unmanaged blocked");
  });
});

describe("pending operations", () => {
  it("count as done for starts and promotions only", () => {
    expect(tell([["start", { rc: 193, status: -1 }]]).is).toBe("Started n1");
    expect(tell([["start"], ["stop", { rc: 193, status: -1 }]]).is).toBe("Started n1");
    expect(tell([["start"], ["stop", { rc: 193, status: -1 }]]).state.resources[0]).toMatchObject({
      pending: { task: "stop" },
    });
  });

  it("are left over when they are not younger than the same operation's failure (leftover-pending-monitor)", () => {
    const failure = monitor({ rc: 1, id: "A_last_failure_0", age: 10 });
    const pending = (age: number) => monitor({ rc: 193, status: -1, call: -1, age });
    const isPending = (age: number) => tell([["start"], failure, pending(age)]).state.resources[0];
    expect(isPending(10)).toMatchObject({ pending: null });
    expect(isPending(9)).toMatchObject({ pending: { task: "monitor" } });
  });
});

describe("what the status says of other resources and nodes", () => {
  it("keeps the highest role that any node reports", () => {
    const state = readRecorded({
      resources: primitive("A"),
      nodes: {
        n1: { history: history("A", ["start"]) },
        n2: { history: history("A", ["monitor", { rc: 7 }]) },
      },
    });
    expect(describeResource(state, "A")).toBe("Started n1");
  });

  it("fences a node that is down with something active on it", () => {
    const state = readRecorded({
      resources: FENCING + primitive("A"),
      nodes: {
        n1: {
          state: 'in_ccm="false" crmd="offline" join="down" expected="down"',
          history: history("A", ["start"]),
        },
        n2: {},
      },
    });
    expect(state.actions[0]?.reason).toBe("A is thought to be active there");
  });

  it("is not asked of lost nodes without fencing (rec-node-3)", () => {
    const state = readRecorded({
      resources: primitive("A"),
      nodes: {
        n1: {
          state: 'in_ccm="false" crmd="offline" join="down" expected="down"',
          history: history("A", ["start"]),
        },
        n2: {},
      },
    });
    expect(describeResource(state, "A")).toBe("Stopped");
    expect(state.resources[0]?.knownNodes.size).toBe(0);
  });
});

it("target-role holds a resource down again after its failures are over", () => {
  const inner = meta("A", { "target-role": "Stopped" });
  expect(tell([["start"], monitor()], inner).is).toBe("Started n1 -> Stopped");
});
