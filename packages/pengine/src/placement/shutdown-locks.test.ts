import { describe, expect, it } from "vitest";
import { group, primitive } from "../../test-support/place.js";
import { clone, fencingDevice, type LivingCluster, NOW, scheduled } from "../../test-support/scheduled.js";

const locking = (more: Partial<LivingCluster>): LivingCluster => ({
  nodes: { n1: { attributes: { shutdown: String(NOW - 10) } }, n2: {} },
  resources: primitive("A"),
  history: { A: { n1: "started", n2: "stopped" } },
  options: { "shutdown-lock": "true" },
  ...more,
});

describe("a resource whose node shuts down", () => {
  it("is kept for that node, which is noted with its stop", () => {
    const { summary, action } = scheduled(locking({}));
    expect(summary).toEqual(["Stop A n1 due to node availability"]);
    expect(action("A_stop_0 n1").shutdownLock).toBe(NOW - 10);
  });

  it("moves without the option", () => {
    expect(scheduled(locking({ options: {} })).summary).toEqual(["Move A n1 -> n2"]);
  });

  it("is locked since now if the request tells no time", () => {
    const nodes = { n1: { attributes: { shutdown: "true" } }, n2: {} };
    expect(scheduled(locking({ nodes })).action("A_stop_0 n1").shutdownLock).toBe(NOW);
  });

  it("is locked as a member of a group, but not as an instance of a clone", () => {
    expect(scheduled(locking({ resources: group("g", [primitive("A")]) })).summary).toEqual([
      "Stop A n1 due to node availability",
    ]);
    const { action } = scheduled(locking({ resources: clone("cl", primitive("A"), { "clone-max": "1" }) }));
    expect(action("A:0_stop_0 n1").shutdownLock).toBeNull();
  });

  it("is looked at again one second after the lock's limit", () => {
    const options = { "shutdown-lock": "true", "shutdown-lock-limit": "1h" };
    expect(scheduled(locking({ options })).graph.header.recheckBy).toBe(NOW - 10 + 3600 + 1);
  });

  it("is not locked to a node that is lost as well", () => {
    const nodes = { n1: { is: "lost", attributes: { shutdown: "1" } }, n2: {} } as const;
    const { fencing, names } = scheduled(locking({ nodes, resources: fencingDevice() + primitive("A") }));
    expect(fencing).toHaveLength(1);
    expect(names).toContain("A_start_0 n2");
  });
});

describe("a lock that is known from the status", () => {
  it("is cancelled, and forgotten there, when the resource runs all the same", () => {
    const cluster = locking({ nodes: { n1: {}, n2: {} } });
    const { names } = scheduled(cluster, (xml) =>
      xml.replace('<lrm_resource id="A"', `<lrm_resource id="A" shutdown-lock="${NOW - 100}"`),
    );
    expect(names).toEqual(["A_lrm_delete_0 n1"]);
  });
});
