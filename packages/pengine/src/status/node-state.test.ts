import { describe, expect, it } from "vitest";
import { FENCING, MEMBER, NOW, nodeNamed, primitive, readRecorded } from "../../test-support/recorded.js";

interface Second {
  readonly state?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly missing?: true;
}

/** What becomes of n2 in a cluster whose n1 is fine. */
function judge(second: Second, options: Readonly<Record<string, string>> = {}, resources = FENCING): string {
  const state = readRecorded({ resources, options, nodes: { n1: {}, n2: second } });
  const node = nodeNamed(state, "n2");
  const words = [
    node.unclean ? "unclean" : "",
    node.online ? "online" : "offline",
    node.pending ? "pending" : "",
    node.shutdown ? "leaving" : "",
  ];
  const reason = state.actions.find((action) => action.node === node && action.task === "stonith")?.reason;
  return [...words.filter((word) => word !== ""), ...(reason ? [`(${reason})`] : [])].join(" ");
}

describe("a member, with fencing", () => {
  it.each([
    ['in_ccm="true" crmd="online" join="member"', "online pending"],
    ['in_ccm="1700000000" crmd="1699999990" join="member" expected="member"', "online"],
    [
      'in_ccm="true" crmd="offline" join="member" expected="member"',
      "unclean online (peer process is no longer available)",
    ],
    [
      'in_ccm="false" crmd="offline" join="down" expected="member"',
      "unclean offline (peer is no longer part of the cluster)",
    ],
    ['in_ccm="0" crmd="0" join="down" expected="down"', "offline"],
    [
      'in_ccm="true" crmd="online" join="MEMBER" expected="member"',
      "unclean online (peer was in an unknown state)",
    ],
    [
      'in_ccm="abc" crmd="online" join="member" expected="member"',
      "unclean offline (peer has not been seen by the cluster)",
    ],
    [
      'in_ccm="true" crmd="online" join="banned" expected="member"',
      "unclean online (peer failed Pacemaker membership criteria)",
    ],
    ['in_ccm="true" crmd="online" join="pending" expected="member"', "online pending"],
  ])("recorded as %s is %s", (state, judgement) => {
    expect(judge({ state })).toBe(judgement);
  });

  it("that was never seen is unclean from the start, unless start-up fencing is off", () => {
    expect(judge({ missing: true })).toBe("unclean offline");
    expect(judge({ missing: true }, { "startup-fencing": "false" })).toBe("offline");
  });

  it("that asked to shut down is never unclean", () => {
    const lost = 'in_ccm="false" crmd="offline" join="down" expected="member"';
    expect(judge({ state: lost, attributes: { shutdown: "1" } })).toBe("offline leaving");
    expect(judge({ attributes: { shutdown: "false" } })).toBe("online leaving");
    expect(judge({ attributes: { shutdown: "0" } })).toBe("online");
  });

  it("is fenced when its termination is requested, and not again once it is down", () => {
    expect(judge({ attributes: { terminate: "5" } })).toBe("unclean online (fencing was requested)");
    expect(judge({ attributes: { terminate: "off" } })).toBe("online");
    const down = 'in_ccm="false" crmd="offline" join="down" expected="member"';
    expect(judge({ state: down, attributes: { terminate: "true" } })).toBe("offline");
  });

  it("may take its time to join, but not longer than node-pending-timeout", () => {
    const joining = (since: number) => ({ state: `in_ccm="${since}" crmd="offline" join="down"` });
    const options = { "node-pending-timeout": "60s" };
    expect(judge(joining(NOW - 60), options)).toBe(
      "unclean online (peer pending timed out on joining the process group)",
    );
    expect(judge(joining(NOW - 60))).toBe("online pending");
    const waiting = readRecorded({ resources: FENCING, options, nodes: { n1: {}, n2: joining(NOW - 59) } });
    expect(waiting.recheckBy).toBe(NOW + 1);
  });
});

describe("a member, without fencing", () => {
  it.each([
    ['in_ccm="true" crmd="online" join="MEMBER" expected="member"', "online"],
    ['in_ccm="true" crmd="online" join="pending" expected="member"', "offline"],
    ['in_ccm="true" crmd="offline" join="member"', "offline"],
    ['in_ccm="false" crmd="offline" join="down" expected="member"', "offline"],
    [
      'in_ccm="true" crmd="offline" join="member" expected="member"',
      "unclean offline (peer is unexpectedly down)",
    ],
  ])("recorded as %s is %s", (state, judgement) => {
    expect(judge({ state }, {}, primitive("A"))).toBe(judgement);
  });
});

describe("several entries for one node", () => {
  it("can bring it online but not offline", () => {
    const more = '<node_state id="2" uname="n2" in_ccm="false" crmd="offline" join="down" expected="down"/>';
    const state = readRecorded({
      nodes: { n1: {}, n2: { state: MEMBER } },
      status: more,
    });
    expect(nodeNamed(state, "n2").online).toBe(true);
  });
});

it("a node that cannot run anything starts new tables at -INFINITY, tables that exist keep its score", () => {
  const state = readRecorded({
    resources: primitive("A"),
    nodes: { n1: {}, n2: { attributes: { shutdown: "1" } } },
  });
  expect(nodeNamed(state, "n2").baseScore).toBe(-1_000_000);
  expect(state.resources[0]?.allowedNodes.score(nodeNamed(state, "n2"))).toBe(0);
});
