import { describe, expect, it } from "vitest";
import { group, location, primitive } from "../../test-support/place.js";
import {
  clone,
  fencingDevice,
  type LivingCluster,
  order,
  remoteNode,
  scheduled,
} from "../../test-support/scheduled.js";

const probes = (cluster: LivingCluster): string[] =>
  scheduled(cluster)
    .names.filter((name) => name.includes("_monitor_0 "))
    .sort();

const three: LivingCluster["nodes"] = { n1: {}, n2: {}, n3: {} };

describe("probes", () => {
  it("are made where the status knows nothing of a resource", () => {
    const history = { A: { n1: "stopped" } } as const;
    expect(probes({ resources: primitive("A") + primitive("B"), history })).toEqual([
      "A_monitor_0 n2",
      "B_monitor_0 n1",
      "B_monitor_0 n2",
    ]);
  });

  it("are made node by node, and for each node resource by resource", () => {
    const { state } = scheduled({ resources: primitive("A") + group("g", [primitive("B"), primitive("C")]) });
    const made = state.actions.filter(({ task }) => task === "monitor");
    expect(made.map(({ resource, node }) => `${resource?.id} ${node?.name}`)).toEqual(
      ["n1", "n2"].flatMap((node) => ["A", "B", "C"].map((id) => `${id} ${node}`)),
    );
  });

  it("are made on nodes in standby and maintenance, not on offline ones", () => {
    const nodes = {
      n1: { attributes: { standby: "on" } },
      n2: { attributes: { maintenance: "true" } },
      n3: { is: "down" },
    } as const;
    expect(probes({ nodes, resources: primitive("A") })).toEqual(["A_monitor_0 n1", "A_monitor_0 n2"]);
  });

  it("are made for unmanaged resources too", () => {
    expect(probes({ resources: primitive("A", { "is-managed": "false" }) })).toHaveLength(2);
  });

  it("are not made at all with enable-startup-probes=false", () => {
    expect(probes({ resources: primitive("A"), options: { "enable-startup-probes": "false" } })).toEqual([]);
  });

  it("expect a resource not to run where it isn't known to be active", () => {
    const { attribute } = scheduled({ resources: primitive("A") });
    expect(attribute("A_monitor_0 n1", "CRM_meta_op_target_rc")).toBe("7");
  });
});

describe("resource-discovery", () => {
  const discovery = (mode: string, resource = "A", resources = primitive("A")) =>
    probes({
      nodes: three,
      resources,
      constraints: location(resource, "n2", 0, `resource-discovery="${mode}"`),
    });

  it("never: not on that node", () => {
    expect(discovery("never")).toEqual(["A_monitor_0 n1", "A_monitor_0 n3"]);
  });

  it("exclusive: on that node only, for a clone one instance", () => {
    expect(discovery("exclusive")).toEqual(["A_monitor_0 n2"]);
    expect(discovery("exclusive", "cl", clone("cl", primitive("A")))).toEqual(["A:0_monitor_0 n2"]);
  });
});

describe("probes of a clone", () => {
  it("are made for one instance of an anonymous clone: the one assigned to the node", () => {
    const { state } = scheduled({ resources: clone("cl", primitive("A")) });
    for (const node of state.nodes) {
      const probed = state.actions.filter((action) => action.task === "monitor" && action.node === node);
      expect(probed).toHaveLength(1);
      expect(probed[0]?.resource?.kind === "primitive" && probed[0].resource.assignedNode).toBe(node);
    }
  });

  it("are made for every instance of a globally unique one", () => {
    const unique = clone("cl", primitive("A"), { "globally-unique": "true", "clone-max": "2" });
    expect(probes({ resources: unique })).toEqual([
      "A:0_monitor_0 n1",
      "A:0_monitor_0 n2",
      "A:1_monitor_0 n1",
      "A:1_monitor_0 n2",
    ]);
  });

  it("leave the instances sorted by number", () => {
    const { state } = scheduled({ nodes: three, resources: clone("cl", primitive("A")) });
    const [cloned] = state.resources;
    expect(cloned?.kind === "clone" && cloned.children.map(({ instance }) => instance)).toEqual([0, 1, 2]);
  });
});

describe("a start", () => {
  it("waits for the probes on all nodes", () => {
    const { inputs } = scheduled({ nodes: three, resources: primitive("A") });
    expect(inputs("A_start_0 n1")).toEqual(["A_monitor_0 n1", "A_monitor_0 n2", "A_monitor_0 n3"]);
  });

  it("is held while a resource that is active nowhere cannot be probed on some node", () => {
    const nodes = { n1: {}, n2: { is: "pending" } } as const;
    const { names, summary } = scheduled({ nodes, resources: primitive("A") + fencingDevice() });
    expect(summary[0]).toBe("Start A n1");
    expect(names).not.toContain("A_start_0 n1");
  });

  it("of a missing instance is held too, while running ones stay", () => {
    const { names, summary } = scheduled({
      nodes: { n1: {}, n2: {}, n3: { is: "pending" } },
      resources: fencingDevice() + clone("cl", primitive("A")),
      history: { F: { n1: "started", n2: "stopped", n3: "stopped" }, A: { n1: "started", n2: "stopped" } },
    });
    expect(summary).toEqual(["Start A:1 n2 due to unrunnable A:0 monitor"]);
    expect(names.filter((name) => name.startsWith("A:"))).toEqual([]);
  });
});

describe("a restart", () => {
  it("waits for the probe that decides whether it is needed", () => {
    const { inputs } = scheduled({
      nodes: three,
      resources: primitive("A") + primitive("B"),
      constraints: order("A", "B") + location("A", "n1", 100) + location("B", "n1", 100),
      history: { A: { n1: "stopped", n3: "stopped" }, B: { n1: "started", n2: "stopped", n3: "stopped" } },
    });
    expect(inputs("B_stop_0 n1")).toEqual(["A_monitor_0 n2"]);
    expect(inputs("B_start_0 n1")).toEqual(["A_start_0 n1", "B_stop_0 n1"]);
  });
});

describe("what must wait for a stop", () => {
  it("waits for the probes of what is stopped", () => {
    const { inputs } = scheduled({
      resources: primitive("A") + primitive("B", { "target-role": "Stopped" }),
      constraints: order("B", "A"),
      history: { A: { n1: "started" }, B: { n1: "stopped", n2: "started" } },
    });
    expect(inputs("B_stop_0 n2")).toContain("A_monitor_0 n2");
  });
});

describe("a remote node", () => {
  it("is probed once its connection is up, though not for connections", () => {
    const { inputs, names } = scheduled({
      nodes: { n1: {}, r1: { is: "remote" } },
      resources: remoteNode("r1") + primitive("A"),
    });
    expect(inputs("A_monitor_0 r1")).toEqual(["r1_start_0 n1"]);
    expect(names).not.toContain("r1_monitor_0 r1");
  });
});
