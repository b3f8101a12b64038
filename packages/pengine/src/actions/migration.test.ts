import { describe, expect, it } from "vitest";
import { primitive } from "../../test-support/place.js";
import { type LivingCluster, order, scheduled } from "../../test-support/scheduled.js";

const migratable = (id: string) => primitive(id, { "allow-migrate": "true" });
const n1Standby: LivingCluster["nodes"] = { n1: { attributes: { standby: "on" } }, n2: {} };
const onN1 = { n1: "started", n2: "stopped" } as const;

const moving = (resources: string, history: LivingCluster["history"] = {}, constraints = "") =>
  scheduled({ nodes: n1Standby, resources, history, constraints });

describe("live migration", () => {
  it("replaces stop and start: to, from, clean up, and the start is a mere point in time", () => {
    const { inputs, action, summary } = moving(migratable("A"), { A: onN1 });
    expect(summary).toEqual(["Migrate A n1 -> n2"]);
    expect(inputs("A_migrate_from_0 n2")).toEqual(["A_migrate_to_0 n1"]);
    expect(inputs("A_stop_0 n1")).toEqual(["A_migrate_from_0 n2"]);
    expect(inputs("A_start_0")).toEqual(["A_migrate_from_0 n2", "A_stop_0 n1"]);
    expect(action("A_start_0").element).toBe("pseudo_event");
  });

  it("tells both nodes of each other, and has the first half recorded while it is pending", () => {
    const { attribute } = moving(migratable("A"), { A: onN1 });
    for (const name of ["A_migrate_to_0 n1", "A_migrate_from_0 n2"]) {
      expect(attribute(name, "CRM_meta_migrate_source")).toBe("n1");
      expect(attribute(name, "CRM_meta_migrate_target")).toBe("n2");
    }
    expect(attribute("A_migrate_to_0 n1", "CRM_meta_record_pending")).toBe("true");
    expect(attribute("A_migrate_from_0 n2", "CRM_meta_record_pending")).toBeUndefined();
  });

  it("waits for the probe of the target", () => {
    expect(moving(migratable("A"), { A: { n1: "started" } }).inputs("A_migrate_to_0 n1")).toEqual([
      "A_monitor_0 n2",
    ]);
  });

  it("is not tried with a failed resource, or without allow-migrate", () => {
    const failed = { A: { n1: "monitor failed", n2: "stopped" } } as const;
    expect(moving(migratable("A"), failed).summary).toEqual(["Recover A n1 -> n2"]);
    expect(moving(primitive("A"), { A: onN1 }).summary).toEqual(["Move A n1 -> n2"]);
  });

  it("is continued where it got stuck between its halves", () => {
    const { names, inputs } = scheduled({
      nodes: n1Standby,
      resources: migratable("A"),
      history: { A: { n1: { migratedTo: "n2" }, n2: "stopped" } },
    });
    expect(names).not.toContain("A_migrate_to_0 n1");
    expect(inputs("A_migrate_from_0 n2")).toEqual([]);
  });

  it("is given up for a full restart when the target cannot be kept", () => {
    const { summary } = scheduled({
      nodes: { n1: {}, n2: { attributes: { standby: "on" } } },
      resources: migratable("A"),
      history: { A: { n1: { migratedTo: "n2" }, n2: "stopped" } },
    });
    expect(summary).toEqual(["Move A n2 -> n1"]);
  });
});

describe("A then B, both moving", () => {
  const both = { A: onN1, B: onN1 };
  const pair = (a: string, b: string) => moving(a + b, both, order("A", "B"));

  it("B starts to migrate when A has migrated", () => {
    const { inputs } = pair(migratable("A"), migratable("B"));
    expect(inputs("B_migrate_to_0 n1")).toEqual(["A_migrate_from_0 n2"]);
    expect(inputs("A_stop_0 n1")).toEqual(["A_migrate_from_0 n2", "B_stop_0 n1"]);
  });

  it("A migrates when B, which can only restart, has been stopped", () => {
    const { summary, inputs } = pair(migratable("A"), primitive("B"));
    expect(summary).toEqual(["Migrate A n1 -> n2", "Move B n1 -> n2"]);
    expect(inputs("A_migrate_to_0 n1")).toEqual(["B_stop_0 n1"]);
  });

  it("B moves by stop and start if A does", () => {
    expect(pair(primitive("A"), migratable("B")).summary).toEqual([
      "Move A n1 -> n2",
      "Move B n1 -> n2 due to unmigrateable A stop",
    ]);
  });
});
