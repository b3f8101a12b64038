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
  type RecordedNode,
  readRecorded,
} from "../../test-support/recorded.js";

type Entry = readonly [task: string, recorded?: Recorded];

const running: Entry[] = [["start"], ["monitor", { interval: 20 }]];
const monitorFailed: Entry[] = [["start"], ["monitor", { interval: 20, rc: 1 }]];
const startFailed: Entry[] = [["start", { rc: 1 }]];
const active = { history: history("A", ["start"]) };

/** A remote node r1 whose connection has this history on n1, with a resource A. */
function remote(
  connection: readonly Entry[],
  r1: RecordedNode,
  more: Partial<RecordedCluster> = {},
  inner = "",
) {
  const ops = operations("r1", 'name="monitor" interval="20s"');
  const state = readRecorded({
    resources: FENCING + primitive("r1", inner + ops, "remote") + primitive("A"),
    nodes: { n1: { history: history("r1", ...connection) }, n2: {}, r1 },
    ...more,
  });
  const node = nodeNamed(state, "r1");
  const is = [
    node.unclean ? "unclean" : "",
    node.online ? "online" : "offline",
    node.shutdown ? "leaving" : "",
    node.maintenance ? "maintenance" : "",
  ];
  const fencing = state.actions.find(({ task }) => task === "stonith");
  return {
    is: is.filter((word) => word !== "").join(" "),
    fencing: fencing?.reason ?? null,
    A: describeResource(state, "A"),
    connection: describeResource(state, "r1"),
  };
}

describe("a remote node", () => {
  it("is online with its connection", () => {
    expect(remote(running, active)).toMatchObject({ is: "online", fencing: null, A: "Started r1" });
  });

  it("without state is unclean, but need not be fenced", () => {
    expect(remote(running, { missing: true })).toMatchObject({ is: "unclean online", fencing: null });
  });

  it("whose connection has not been started may be fenced for what runs there, unless it comes back", () => {
    const told = remote([["monitor", { rc: 7 }]], active);
    expect(told).toMatchObject({ is: "unclean offline", A: "Started r1" });
    expect(told.fencing).toContain("A is active there (fencing will be revoked");
  });

  it("whose connection failed must be fenced, once", () => {
    expect(remote(monitorFailed, active)).toMatchObject({
      is: "unclean offline",
      fencing: "remote connection is unrecoverable",
      connection: "FAILED Started n1",
    });
    expect(remote(monitorFailed, { ...active, state: 'remote_node="true" node_fenced="1"' }).fencing).toBe(
      "A is thought to be active there",
    );
  });

  it("that could never be connected to is fenced only for what runs there", () => {
    expect(remote(startFailed, {})).toMatchObject({ is: "offline", fencing: null });
    expect(remote(startFailed, active)).toMatchObject({
      is: "unclean offline",
      fencing: "A is thought to be active there",
    });
  });

  it("is not connected to again before reconnect_interval has passed", () => {
    const reconnect =
      '<instance_attributes id="ri"><nvpair id="rr" name="reconnect_interval" value="60s"/></instance_attributes>';
    expect(remote(monitorFailed, active, {}, reconnect).connection).toBe("FAILED Started n1 -> Stopped");
  });

  it("leaves when it asks to, and its connection with it", () => {
    const told = remote(running, { ...active, attributes: { shutdown: "1" } });
    expect(told).toMatchObject({ is: "online leaving", connection: "Started n1 -> Stopped" });
  });

  it("is in maintenance when it says so or its connection is unmanaged", () => {
    expect(remote(running, { ...active, attributes: { maintenance: "true" } })).toMatchObject({
      is: "online maintenance",
      A: "Started r1 unmanaged",
    });
    expect(remote(running, active, {}, meta("r1", { "is-managed": "false" })).is).toBe("online maintenance");
  });

  it("comes back into being for what its removed connection left behind (remote-orphaned)", () => {
    const state = readRecorded({
      resources: FENCING + primitive("A"),
      nodes: { n1: { history: history("r1", ...running) }, n2: {}, r1: active },
    });
    expect(nodeNamed(state, "r1")).toMatchObject({ online: true, shutdown: true, kind: "remote" });
    expect(describeResource(state, "A")).toBe("Started r1");
    expect(describeResource(state, "r1")).toBe("Started n1 -> Stopped");
  });
});
