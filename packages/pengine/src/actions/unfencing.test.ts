import { describe, expect, it } from "vitest";
import { location, primitive } from "../../test-support/place.js";
import { fencingDevice, type LivingCluster, scheduled } from "../../test-support/scheduled.js";

const device = fencingDevice("F", { provides: "unfencing" });
const unfenced = { "#node-unfenced": "1500000000" };

const cluster = (n1: Record<string, string>, more: Partial<LivingCluster> = {}): LivingCluster => ({
  nodes: { n1: { attributes: n1 }, n2: { attributes: unfenced } },
  resources: device + primitive("A"),
  constraints: location("A", "n1", 100),
  history: { F: { n1: "started", n2: "stopped" }, A: { n1: "started", n2: "stopped" } },
  ...more,
});

describe("a node that was never unfenced", () => {
  it("is unfenced before a resource is probed or started there", () => {
    const { fencing, inputs } = scheduled(cluster({}, { history: {} }));
    expect(fencing).toEqual(["on n1: required by F monitor"]);
    expect(inputs("F_monitor_0 n1")).toEqual(["stonith-n1-on n1"]);
    expect(inputs("A_monitor_0 n1")).toEqual(["stonith-n1-on n1"]);
  });

  it("is left alone by resources that do not require unfencing", () => {
    const resources = fencingDevice() + primitive("A");
    expect(scheduled(cluster({}, { resources, history: {} })).fencing).toEqual([]);
  });

  it("is unfenced while its resources are stopped", () => {
    const { inputs } = scheduled(cluster({}));
    expect(inputs("stonith-n1-on n1")).toEqual(["A_stop_0 n1"]);
    expect(inputs("A_start_0 n1")).toEqual(["A_stop_0 n1", "stonith-n1-on n1"]);
  });
});

describe("a node that was unfenced with other parameters", () => {
  it("is unfenced again, without a reason to tell", () => {
    const { names, fencing } = scheduled(cluster({ ...unfenced, "#digests-all": "F:fence_test:stale," }));
    expect(names).toContain("stonith-n1-on n1");
    expect(fencing).toEqual([]);
  });

  it("is recognised by what the unfencing was told", () => {
    const { attribute } = scheduled(cluster({}));
    const told = attribute("stonith-n1-on n1", "CRM_meta_digests_all") ?? "";
    expect(told).toMatch(/^F:fence_test:[0-9a-f]{32},$/);
    const same = scheduled(cluster({ ...unfenced, "#digests-all": told }));
    expect(same.names).not.toContain("stonith-n1-on n1");
  });
});
