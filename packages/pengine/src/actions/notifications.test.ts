import { describe, expect, it } from "vitest";
import { primitive } from "../../test-support/place.js";
import { clone, fencingDevice, type LivingCluster, scheduled } from "../../test-support/scheduled.js";

const notified = (meta: Record<string, string> = {}) =>
  clone("cl", primitive("D"), { notify: "true", ...meta });
const three: LivingCluster["nodes"] = { n1: {}, n2: {}, n3: {} };

describe("a clone with notify=true of which one instance starts", () => {
  const starting = scheduled({
    nodes: three,
    resources: notified(),
    history: { D: { n1: "started", n2: "started", n3: "stopped" } },
  });

  it("tells those that are up before and everybody after", () => {
    expect(starting.names.filter((name) => /D:\d_(pre|post)_/.test(name)).sort()).toEqual([
      "D:0_post_notify_start_0 n1",
      "D:0_pre_notify_start_0 n1",
      "D:1_post_notify_start_0 n2",
      "D:1_pre_notify_start_0 n2",
      "D:2_post_notify_start_0 n3",
    ]);
  });

  it("waits for each step: announced, confirmed, started, told, confirmed", () => {
    const { inputs } = starting;
    expect(inputs("D:0_pre_notify_start_0 n1")).toEqual(["cl_pre_notify_start_0"]);
    expect(inputs("cl_confirmed-pre_notify_start_0")).toEqual([
      "D:0_pre_notify_start_0 n1",
      "D:1_pre_notify_start_0 n2",
      "cl_pre_notify_start_0",
    ]);
    expect(inputs("cl_start_0")).toEqual(["cl_confirmed-pre_notify_start_0"]);
    expect(inputs("cl_post_notify_running_0")).toEqual(["cl_confirmed-pre_notify_start_0", "cl_running_0"]);
    expect(inputs("cl_confirmed-post_notify_running_0")).toHaveLength(4);
  });

  it("tells agents who is where and what is done; an empty list is a blank", () => {
    const told = (name: string) =>
      starting.attribute("D:0_post_notify_start_0 n1", `CRM_meta_notify_${name}`);
    expect([told("type"), told("operation"), told("key_operation")]).toEqual(["post", "start", "running"]);
    expect([told("active_resource"), told("active_uname")]).toEqual(["D:0 D:1", "n1 n2"]);
    expect([told("inactive_resource"), told("start_resource"), told("start_uname")]).toEqual([
      "D:2",
      "D:2",
      "n3",
    ]);
    expect(told("stop_resource")).toBe(" ");
    expect([told("available_uname"), told("all_uname")]).toEqual(["n1 n2 n3", "n1 n2 n3"]);
  });

  it("tells the starting agent the same", () => {
    expect(starting.attribute("D:2_start_0 n3", "CRM_meta_notify_start_resource")).toBe("D:2");
    expect(starting.attribute("D:2_start_0 n3", "CRM_meta_notify_type")).toBeUndefined();
  });

  it("puts what follows the start first in the graph", () => {
    const priorities = new Map(
      starting.graph.synapses.map(({ action, priority }) => [action.operationKey, priority]),
    );
    expect(priorities.get("cl_post_notify_running_0")).toBe(1_000_000);
    expect(priorities.get("cl_pre_notify_start_0")).toBe(0);
  });
});

describe("notifications of instances", () => {
  it("list resources in the order of their ids' bytes", () => {
    const { attribute } = scheduled({
      resources: notified({ "clone-max": "11", "clone-node-max": "11", "globally-unique": "true" }),
    });
    expect(attribute("D:0_start_0 n1", "CRM_meta_notify_start_resource")).toBe(
      "D:0 D:1 D:10 D:2 D:3 D:4 D:5 D:6 D:7 D:8 D:9",
    );
  });

  it("are not made when nothing is to be told", () => {
    const history = { D: { n1: "started", n2: "started" } } as const;
    expect(scheduled({ resources: notified(), history }).names).toEqual([]);
  });

  it("come before a stop to all that are up, afterwards to those that stay", () => {
    const { names } = scheduled({
      nodes: { ...three, n2: { attributes: { standby: "on" } } },
      resources: notified(),
      history: { D: { n1: "started", n2: "started", n3: "started" } },
    });
    expect(names.filter((name) => name.includes("_notify_stop_") && name.startsWith("D")).sort()).toEqual([
      "D:0_post_notify_stop_0 n1",
      "D:0_pre_notify_stop_0 n1",
      "D:1_pre_notify_stop_0 n2",
      "D:2_post_notify_stop_0 n3",
      "D:2_pre_notify_stop_0 n3",
    ]);
  });

  it("also come after a stop that fencing implies, ordered after the fencing", () => {
    const { names, inputs, attribute } = scheduled({
      nodes: { ...three, n2: { is: "lost" } },
      resources: fencingDevice() + notified(),
      history: { F: { n1: "started" }, D: { n1: "started", n2: "started", n3: "started" } },
    });
    expect(inputs("D:1_post_notify_stonith_0")).toEqual(["stonith-n2-reboot n2"]);
    expect(inputs("D:0_post_notify_stop_0 n1")).toEqual([
      "D:1_post_notify_stonith_0",
      "cl_post_notify_stopped_0",
    ]);
    expect(attribute("D:0_post_notify_stop_0 n1", "CRM_meta_notify_key_operation")).toBe("stonith");
    expect(names).not.toContain("D:1_pre_notify_stop_0 n2");
  });
});

describe("a promotable clone with notify=true", () => {
  it("is promoted after all that stopped, started or were demoted have been told of", () => {
    const { inputs } = scheduled({
      nodes: { n1: { attributes: { "master-D": "5" } }, n2: { attributes: { "master-D": "10" } } },
      resources: notified({ promotable: "true" }),
      history: { D: { n1: "promoted", n2: "unpromoted" } },
    });
    expect(inputs("cl_pre_notify_promote_0")).toEqual(["cl_confirmed-post_notify_demoted_0"]);
    expect(inputs("cl_demote_0")).toEqual(["cl_confirmed-pre_notify_demote_0"]);
  });
});
