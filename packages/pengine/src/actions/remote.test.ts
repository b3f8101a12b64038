import { describe, expect, it } from "vitest";
import { location, primitive } from "../../test-support/place.js";
import {
  fencingDevice,
  type LivingCluster,
  operationXml,
  remoteNode,
  scheduled,
} from "../../test-support/scheduled.js";

const monitored = (id: string, meta: Record<string, string> = {}) =>
  primitive(id, meta, `<operations><op id="${id}-m" name="monitor" interval="10s"/></operations>`);

const onRemote = (more: Partial<LivingCluster> = {}): LivingCluster => ({
  nodes: { n1: {}, n2: {}, r1: { is: "remote" } },
  resources: fencingDevice() + remoteNode("r1") + monitored("A"),
  history: {
    F: { n1: "stopped", n2: "started" },
    r1: { n1: "started", n2: "stopped" },
    A: { r1: "started", n1: "stopped", n2: "stopped" },
  },
  constraints: location("A", "r1", 1000),
  monitorsMs: 10_000,
  ...more,
});

const standby: LivingCluster["nodes"] = {
  n1: { attributes: { standby: "on" } },
  n2: {},
  r1: { is: "remote" },
};
const n1Lost: LivingCluster["nodes"] = { n1: { is: "lost" }, n2: {}, r1: { is: "remote" } };

describe("a resource on a remote node", () => {
  it("is untouched while the connection migrates", () => {
    const { summary } = scheduled(onRemote({ nodes: standby }));
    expect(summary).toEqual(["Migrate r1 n1 -> n2"]);
  });

  it("gets its monitor again when the connection is moved by stop and start", () => {
    const { inputs, action, summary } = scheduled(
      onRemote({
        nodes: standby,
        resources: fencingDevice() + remoteNode("r1", { "allow-migrate": "false" }) + monitored("A"),
      }),
    );
    expect(summary).toEqual(["Move r1 n1 -> n2"]);
    expect(inputs("A_monitor_10000 r1")).toEqual(["r1_start_0 n2"]);
    expect(action("A_monitor_10000 r1").node?.router).toBe("n2");
  });

  it("is stopped through the old host before the connection goes", () => {
    const { inputs, action } = scheduled(
      onRemote({
        resources: fencingDevice() + remoteNode("r1", { "target-role": "Stopped" }) + monitored("A"),
      }),
    );
    expect(inputs("r1_stop_0 n1")).toEqual(["A_stop_0 r1"]);
    expect(action("A_stop_0 r1").node?.router).toBe("n1");
    expect(action("r1_stop_0 n1").downed).toEqual(["r1"]);
  });

  it("is untouched when the host is lost and the connection can be taken over", () => {
    const { fencing, inputs } = scheduled(onRemote({ nodes: n1Lost }));
    expect(fencing).toEqual(["reboot n1: peer is no longer part of the cluster"]);
    expect(inputs("A_monitor_10000 r1")).toEqual(["r1_start_0 n2"]);
  });

  it("makes its node be fenced when the connection is lost for good", () => {
    const { fencing, inputs } = scheduled(
      onRemote({
        nodes: n1Lost,
        constraints: location("A", "r1", 1000) + location("r1", "n2", "-INFINITY"),
      }),
    );
    expect(fencing).toContain("reboot r1: resources are active but connection is unrecoverable");
    expect(inputs("A_stop_0")).toContain("stonith-r1-reboot r1");
  });

  it("is not given up elsewhere before the connection to its new node is up", () => {
    const { inputs } = scheduled(
      onRemote({
        history: {
          F: { n1: "stopped", n2: "started" },
          r1: { n1: "stopped", n2: "stopped" },
          A: { n1: "started", n2: "stopped" },
        },
      }),
    );
    expect(inputs("A_stop_0 n1")).toEqual(["r1_start_0 n1"]);
  });
});

const vm = (meta: Record<string, string> = {}) => monitored("vm", { "remote-node": "g1", ...meta });

const withGuest = (more: Partial<LivingCluster> = {}): LivingCluster => ({
  nodes: { n1: {}, n2: {}, g1: { is: "remote" } },
  resources: fencingDevice() + vm() + monitored("A"),
  history: {
    F: { n1: "stopped", n2: "started" },
    vm: { n1: "started", n2: "stopped" },
    g1: { n1: "started", n2: "stopped" },
    A: { g1: "started", n1: "stopped", n2: "stopped" },
  },
  constraints: location("A", "g1", 1000),
  monitorsMs: 10_000,
  ...more,
});

describe("a resource on a guest node", () => {
  it("is restarted, each part through the right host, when the guest's launcher moves", () => {
    const { inputs, action, attribute } = scheduled(
      withGuest({ nodes: { n1: { attributes: { standby: "on" } }, n2: {}, g1: { is: "remote" } } }),
    );
    expect(inputs("vm_stop_0 n1")).toEqual(["g1_stop_0 n1"]);
    expect(inputs("g1_stop_0 n1")).toEqual(["A_stop_0 g1"]);
    expect(inputs("A_start_0 g1")).toEqual(["A_stop_0 g1", "g1_start_0 n2", "vm_start_0 n2"]);
    const routers = ["A_stop_0 g1", "A_start_0 g1"].map((name) => action(name).node?.router);
    expect(routers).toEqual(["n1", "n2"]);
    expect(attribute("A_stop_0 g1", "CRM_meta_physical_host")).toBe("n1");
    expect(attribute("A_start_0 g1", "CRM_meta_physical_host")).toBe("n2");
  });

  it("counts as stopped once the failed launcher has been stopped", () => {
    const { inputs, action, fencing } = scheduled(
      withGuest({
        history: {
          ...withGuest().history,
          vm: { n1: { xml: operationXml("vm", "start", 0, 0) + operationXml("vm", "monitor", 10_000, 1) } },
        },
      }),
    );
    expect(fencing).toEqual(["reboot g1: guest is unclean"]);
    expect(action("stonith-g1-reboot g1").element).toBe("pseudo_event");
    expect(inputs("stonith-g1-reboot g1")).toEqual(["vm_stop_0 n1"]);
    expect(inputs("A_stop_0")).toEqual(["stonith-g1-reboot g1"]);
    expect(inputs("vm_start_0 n1")).toContain("stonith-g1-reboot g1");
  });

  it("counts as stopped once the host has been fenced, if the host's name comes first", () => {
    const lost = (host: string) => {
      const nodes = { [host]: { is: "lost" }, n2: {}, g1: { is: "remote" } } as const;
      const active = { [host]: "started", n2: "stopped" } as const;
      const history = { F: { n2: "started" }, vm: active, g1: active, A: { g1: "started" } } as const;
      return scheduled(withGuest({ nodes, history })).inputs("stonith-g1-reboot g1");
    };
    expect(lost("a1")).toEqual(["stonith-a1-reboot a1"]);
    expect(lost("n1")).toEqual(["vm_stop_0"]);
  });

  it("has the guest among what fencing of the host takes down", () => {
    const { action } = scheduled(
      withGuest({ nodes: { n1: { attributes: { terminate: "true" } }, n2: {}, g1: { is: "remote" } } }),
    );
    expect(action("stonith-n1-reboot n1").downed).toEqual(["1", "g1"]);
  });
});
