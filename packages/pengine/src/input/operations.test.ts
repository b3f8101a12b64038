import { describe, expect, it } from "vitest";
import { dummy, meta, parameters, readSmall } from "../../test-support/read-small.js";
import { OnFail } from "../model/action.js";
import type { Primitive } from "../model/resource.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { findResource } from "./find-resource.js";
import { failurePolicy, findOperation, operationMeta, operationNeed } from "./operations.js";

const noon = 1_577_880_000; // 2020-01-01 12:00:00 UTC

function read(
  operations: string,
  more: { defaults?: string; agent?: string; inner?: string; options?: Record<string, string> } = {},
): { state: ClusterState; resource: Primitive } {
  const inner = `<operations>${operations}</operations>${more.inner ?? ""}`;
  const state = readSmall({
    resources: dummy("a", inner, more.agent),
    operationDefaults: more.defaults ?? "",
    now: noon,
    ...(more.options === undefined ? {} : { options: more.options }),
  });
  const resource = findResource(state, "a");
  if (resource?.kind !== "primitive") throw new Error("not read");
  return { state, resource };
}

function metaOf(operations: string, task: string, intervalMs: number, more: Parameters<typeof read>[1] = {}) {
  const { state, resource } = read(operations, more);
  return Object.fromEntries(operationMeta(state, resource, task, intervalMs).meta);
}

describe("finding an operation", () => {
  it("compares intervals by value and takes the first, disabled ones included", () => {
    const { resource } = read(
      '<op id="x" name="monitor" interval="PT40S" enabled="false"/><op id="y" name="monitor" interval="40000ms"/>',
    );
    expect(findOperation(resource, "monitor", 40_000)).toMatchObject({ id: "x", enabled: false });
    expect(findOperation(resource, "monitor", 0)).toBeNull();
  });

  it("falls back to migrate and to notify", () => {
    const { resource } = read(
      '<op id="m" name="migrate" interval="0"/><op id="n" name="notify" interval="0"/>',
    );
    expect(findOperation(resource, "migrate_to", 0)?.id).toBe("m");
    expect(findOperation(resource, "confirmed-post_notify_start", 0)?.id).toBe("n");
    expect(findOperation(resource, "start", 0)).toBeNull();
  });
});

describe("operation meta-attributes", () => {
  it("prefer XML attributes to blocks and blocks to defaults", () => {
    const block = meta("b", { timeout: "2", x: "2", y: "2" });
    const op = `<op id="s" name="start" interval="0" timeout="1">${block}</op>`;
    const defaults = meta("d", { timeout: "3", y: "3", z: "3" });
    expect(metaOf(op, "start", 0, { defaults })).toEqual({
      name: "start",
      timeout: "1000",
      x: "2",
      y: "2",
      z: "3",
    });
  });

  it("lose a value to #default in the defaults, not to one in the operation's own block", () => {
    const op = (block = "") => `<op id="s" name="start" interval="0" timeout="33">${block}</op>`;
    const reset = meta("d", { timeout: "#default" });
    expect(metaOf(op(reset), "start", 0).timeout).toBe("33000");
    expect(metaOf(op(), "start", 0, { defaults: reset }).timeout).toBe("20000");
  });

  it("give a probe the timeout of the most frequent enabled monitor, even if that has none", () => {
    const monitor = (id: string, interval: string, more: string) =>
      `<op id="${id}" name="monitor" interval="${interval}" ${more}/>`;
    const slow = monitor("m1", "20", 'timeout="7"');
    expect(metaOf(slow + monitor("m2", "10", 'timeout="5"'), "monitor", 0).timeout).toBe("5000");
    expect(metaOf(slow + monitor("m2", "10", 'enabled="no"'), "monitor", 0).timeout).toBe("7000");
    const defaults = meta("d", { timeout: "44" });
    expect(metaOf(slow + monitor("m2", "10", ""), "monitor", 0, { defaults }).timeout).toBe("44000");
    expect(metaOf(slow, "start", 0).timeout).toBe("20000");
  });

  it("have the interval in milliseconds for recurring actions only", () => {
    const op = '<op id="m" name="monitor" interval="1min"/>';
    expect(metaOf(op, "monitor", 60_000).interval).toBe("60000");
    expect(metaOf(op, "monitor", 0)).toEqual({ timeout: "20000" });
  });

  it("of fencing devices take the timeout of starts and probes from a parameter, seen from the node", () => {
    const rule =
      '<rule id="r" score="0"><expression id="e" attribute="#uname" operation="eq" value="n1"/></rule>';
    const inner = parameters("i", { pcmk_monitor_timeout: "77" }).replace("><nvpair", `>${rule}<nvpair`);
    const { state, resource } = read('<op id="m" name="monitor" interval="10" timeout="5"/>', {
      inner,
      agent: 'class="stonith" type="x"',
    });
    const timeouts = state.nodes.map((node) =>
      ["start", "monitor"].map((task) => operationMeta(state, resource, task, 0, node).meta.get("timeout")),
    );
    expect(timeouts).toEqual([
      ["77000", "77000"],
      ["20000", "5000"],
    ]);
    const [first] = state.nodes;
    expect(operationMeta(state, resource, "monitor", 10_000, first).meta.get("timeout")).toBe("5000");
  });

  it.each([
    ["2020-01-01 11:59:15Z", "15000"],
    ["2020-01-01 12:00:00Z", "0"],
    ["2020-01-01 12:00:05Z", "5000"],
    ["2020-01-01 11:59:00Z", "0"],
    ["someday", undefined],
  ])("start a minutely operation with origin %s after %s", (origin, delay) => {
    const op = `<op id="m" name="monitor" interval="60" interval-origin="${origin}"/>`;
    expect(metaOf(op, "monitor", 60_000)["start-delay"]).toBe(delay);
  });

  it("are worked out once for all instances", () => {
    const { state, resource } = read("");
    expect(operationMeta(state, resource, "start", 0).meta).toBe(
      operationMeta(state, resource, "start", 0).meta,
    );
  });
});

describe("on-fail", () => {
  const promotedMonitor = (id: string, interval: number, onFail: string) =>
    `<op id="${id}" name="monitor" interval="${interval}" role="Master" on-fail="${onFail}"/>`;

  it.each([
    ["stop", 0, '<op id="x" name="stop" interval="0" on-fail="Standby"/>', undefined],
    ["stop", 0, '<op id="x" name="stop" interval="0" on-fail="ignore"/>', "ignore"],
    ["start", 0, '<op id="x" name="start" interval="0" on-fail="demote"/>', undefined],
    ["promote", 0, '<op id="x" name="promote" interval="0" on-fail="demote"/>', "demote"],
    ["monitor", 9000, promotedMonitor("x", 9, "Demote"), "Demote"],
    ["demote", 0, promotedMonitor("x", 9, "fence") + promotedMonitor("y", 8, "block"), "block"],
    ["demote", 0, promotedMonitor("x", 9, "block") + promotedMonitor("y", 8, "demote"), "block"],
  ])("of %s (%i ms) in %s is %s", (task, interval, operations, expected) => {
    expect(metaOf(operations, task, interval)["on-fail"]).toBe(expected);
  });

  it("of defaults may be demote only for a configured promotion", () => {
    const defaults = meta("d", { "on-fail": "demote" });
    expect(metaOf("", "promote", 0, { defaults })["on-fail"]).toBeUndefined();
    const promote = '<op id="x" name="promote" interval="0"/>';
    expect(metaOf(promote, "promote", 0, { defaults })["on-fail"]).toBe("demote");
  });

  const fencing = { "fencing-enabled": "true" };
  it.each([
    ["start", undefined, {}, OnFail.Restart, Role.Started],
    ["promote", undefined, {}, OnFail.Restart, Role.Unpromoted],
    ["stop", undefined, {}, OnFail.Block, Role.Started],
    ["stop", undefined, fencing, OnFail.Fence, Role.Started],
    ["start", "Fence", {}, OnFail.Stop, Role.Stopped],
    ["start", "fence", fencing, OnFail.Fence, Role.Started],
    ["start", "nothing", {}, OnFail.Ignore, Role.Started],
    ["start", "restart-container", {}, OnFail.Restart, Role.Started],
    ["promote", "stop", {}, OnFail.Stop, Role.Stopped],
    ["lrm_delete", "fence", fencing, OnFail.Ignore, Role.Started],
  ])("of a failed %s with %s and options %o", (task, onFail, options, policy, role) => {
    const { state, resource } = read("", { options });
    const values = new Map(onFail === undefined ? [] : [["on-fail", onFail]]);
    expect(failurePolicy(state, resource, task, 0, values)).toEqual({
      onFail: policy,
      roleAfterFailure: role,
    });
  });

  it("defaults to restarting what launched the resource, and to resetting a remote node", () => {
    const remote = 'class="ocf" provider="pacemaker" type="remote"';
    const { state, resource } = read("", { agent: remote });
    const policy = (task: string, onFail?: string) =>
      failurePolicy(state, resource, task, 0, new Map(onFail === undefined ? [] : [["on-fail", onFail]]))
        .onFail;
    expect(policy("stop")).toBe(OnFail.ResetRemote);
    expect(policy("start")).toBe(OnFail.Restart);
    resource.managed = false;
    expect(policy("stop", "ignore")).toBe(OnFail.Stop);
    resource.launcher = resource;
    expect(policy("stop")).toBe(OnFail.RestartContainer);
  });
});

describe("needs", () => {
  it("are only those of starts and promotions", () => {
    expect(operationNeed({ requires: "unfencing" }, "Start")).toBe("fencing");
    expect(operationNeed({ requires: "quorum" }, "promote")).toBe("quorum");
    expect(operationNeed({ requires: "fencing" }, "stop")).toBe("nothing");
  });
});
