import { describe, expect, it } from "vitest";
import { location, primitive } from "../../test-support/place.js";
import { fencingDevice, type LivingCluster, scheduled } from "../../test-support/scheduled.js";

const threeOneLost: LivingCluster["nodes"] = { n1: {}, n2: { is: "lost" }, n3: {} };
const device = fencingDevice();
const deviceRuns = { F: { n1: "started", n2: "stopped", n3: "stopped" } } as const;

describe("a lost member", () => {
  const recover = (requires: string, history: "known" | "unknown", active: boolean) => {
    const onLost = history === "unknown" ? {} : ({ n2: active ? "started" : "stopped" } as const);
    return scheduled({
      nodes: threeOneLost,
      resources: device + primitive("A", { requires }),
      constraints: location("A", "n1", 100),
      history: { ...deviceRuns, A: { n1: "stopped", n3: "stopped", ...onLost } },
    });
  };

  it("is fenced, for the reason that made it unclean", () => {
    expect(recover("fencing", "known", true).fencing).toEqual([
      "reboot n2: peer is no longer part of the cluster",
    ]);
  });

  it("is not fenced when nothing is managed, or without a device", () => {
    const maintenance = { nodes: threeOneLost, resources: device, options: { "maintenance-mode": "true" } };
    expect(scheduled(maintenance).fencing).toEqual([]);
    const noDevice = {
      nodes: threeOneLost,
      resources: primitive("A"),
      options: { "stonith-enabled": "true" },
    };
    expect(scheduled(noDevice).fencing).toEqual([]);
  });

  it("has its stops implied by the fencing", () => {
    const { action, inputs } = recover("fencing", "known", true);
    expect(action("A_stop_0").element).toBe("pseudo_event");
    expect(inputs("A_stop_0")).toEqual(["stonith-n2-reboot n2"]);
  });

  it("holds up every start that requires fencing, wherever the resource was", () => {
    expect(recover("fencing", "known", false).inputs("A_start_0 n1")).toEqual(["stonith-n2-reboot n2"]);
  });

  it("holds up a start that requires quorum only where the resource's state on it is unknown", () => {
    expect(recover("quorum", "unknown", false).inputs("A_start_0 n1")).toEqual(["stonith-n2-reboot n2"]);
    expect(recover("quorum", "known", false).inputs("A_start_0 n1")).toEqual([]);
    const active = recover("quorum", "known", true);
    expect(active.inputs("A_stop_0")).toEqual([]);
    expect(active.inputs("A_start_0 n1")).toEqual(["A_stop_0"]);
  });

  it("holds up nothing that requires nothing", () => {
    expect(recover("nothing", "unknown", false).inputs("A_start_0 n1")).toEqual([]);
  });
});

describe("unmanaged resources", () => {
  it("are not touched by fencing", () => {
    const { names } = scheduled({
      nodes: threeOneLost,
      resources: device + primitive("A", { "is-managed": "false" }) + primitive("B"),
      history: { ...deviceRuns, A: { n2: "started", n1: "stopped", n3: "stopped" } },
    });
    expect(names).toContain("stonith-n2-reboot n2");
    expect(names.filter((name) => name.startsWith("A_"))).toEqual([]);
  });
});

describe("several nodes going down", () => {
  const nodes: LivingCluster["nodes"] = { n1: { is: "lost" }, n2: {}, n3: { is: "lost" }, n4: {}, n5: {} };
  const fencing = (options: Record<string, string>) =>
    scheduled({
      nodes: { ...nodes, n2: { attributes: { terminate: "true" } } },
      resources: device,
      history: { F: { n5: "started" } },
      dc: "n2",
      options,
    });

  it("are fenced at once, the controller's node last", () => {
    const { inputs } = fencing({});
    expect([inputs("stonith-n1-reboot n1"), inputs("stonith-n3-reboot n3")]).toEqual([[], []]);
    expect(inputs("stonith-n2-reboot n2")).toEqual(["stonith-n1-reboot n1", "stonith-n3-reboot n3"]);
  });

  it("are fenced one after the other without concurrent-fencing", () => {
    const { inputs } = fencing({ "concurrent-fencing": "false" });
    expect(inputs("stonith-n3-reboot n3")).toEqual(["stonith-n1-reboot n1"]);
    expect(inputs("stonith-n2-reboot n2")).toEqual(["stonith-n3-reboot n3"]);
  });
});

describe("priority-fencing-delay", () => {
  const delayOf = (node: string, lost: readonly string[], priorities: Record<string, string>) =>
    scheduled({
      nodes: Object.fromEntries(
        ["n1", "n2", "n3", "n4"].map((name) => [name, lost.includes(name) ? { is: "lost" } : {}]),
      ),
      resources:
        device +
        Object.entries(priorities)
          .map(([n, p]) => primitive(`on-${n}`, { priority: p }))
          .join(""),
      history: Object.fromEntries(Object.keys(priorities).map((n) => [`on-${n}`, { [n]: "started" }])),
      options: { "priority-fencing-delay": "15s" },
    }).attribute(`stonith-${node}-reboot ${node}`, "CRM_meta_priority_fencing_delay");

  it("delays the fencing of the most important node when half of the members are lost", () => {
    expect(delayOf("n2", ["n2", "n3"], { n2: "5" })).toBe("15");
    expect(delayOf("n3", ["n2", "n3"], { n2: "5" })).toBe("0");
  });

  it("delays nothing while most members are there, or all are equally important", () => {
    expect(delayOf("n2", ["n2"], { n2: "5" })).toBe("0");
    expect(delayOf("n2", ["n2", "n3"], {})).toBe("0");
  });
});

describe("fencing without quorum", () => {
  it("reaches only nodes that are online, unless quorum is to be ignored", () => {
    const lost = (policy: string) =>
      scheduled({
        nodes: threeOneLost,
        resources: device,
        quorate: false,
        options: { "no-quorum-policy": policy },
      }).fencing.length;
    expect(lost("stop")).toBe(0);
    expect(lost("ignore")).toBe(1);
    const online = { nodes: { n1: {}, n2: { attributes: { terminate: "true" } } }, resources: device };
    expect(scheduled({ ...online, quorate: false }).fencing).toEqual(["reboot n2: fencing was requested"]);
  });
});

describe("a node that shuts down", () => {
  const shuttingDown = (meta: Record<string, string>, past: "started" | "stop failed" = "started") =>
    scheduled({
      nodes: { n1: { attributes: { shutdown: "1" } }, n2: {} },
      resources: primitive("A", meta),
      history: { A: { n1: past, n2: "stopped" } },
    });

  it("waits for the stops there", () => {
    const { inputs, action } = shuttingDown({});
    expect(inputs("do_shutdown-n1 n1")).toEqual(["A_stop_0 n1"]);
    expect(action("do_shutdown-n1 n1").downed).toEqual(["1"]);
  });

  it("does not wait for resources that are left alone", () => {
    expect(shuttingDown({ "is-managed": "false" }).inputs("do_shutdown-n1 n1")).toEqual([]);
  });

  it("is held up by a resource that could not be stopped", () => {
    expect(shuttingDown({}, "stop failed").names).not.toContain("do_shutdown-n1 n1");
  });

  it("goes after all others if it is the controller's", () => {
    const { inputs } = scheduled({
      nodes: { n1: { attributes: { shutdown: "1" } }, n2: { attributes: { shutdown: "1" } } },
      resources: primitive("A"),
      dc: "n1",
    });
    expect(inputs("do_shutdown-n1 n1")).toEqual(["do_shutdown-n2 n2"]);
    expect(inputs("do_shutdown-n2 n2")).toEqual([]);
  });
});
