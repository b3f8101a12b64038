import { describe, expect, it } from "vitest";
import { primitive } from "../../test-support/place.js";
import { type LivingCluster, NOW, scheduled } from "../../test-support/scheduled.js";

const failed = { "fail-count-A#monitor_10000": "2", "last-failure-A#monitor_10000": String(NOW - 100) };

const removed = (options: Record<string, string> = {}): LivingCluster => ({
  nodes: { n1: { attributes: failed }, n2: {} },
  resources: primitive("B"),
  history: { A: { n1: "started", n2: "stopped" }, B: { n1: "stopped", n2: "started" } },
  options,
});

describe("the fail count of a resource that is configured no more", () => {
  it("is cleared before the resource is stopped and its history deleted", () => {
    const { inputs, names } = scheduled(removed());
    expect(names.filter((name) => name.includes("clear_failcount"))).toEqual(["A_clear_failcount_0 n1"]);
    expect(inputs("A_stop_0 n1")).toEqual(["A_clear_failcount_0 n1"]);
    expect(inputs("A_delete_0 n2")).toEqual(["A_stop_0 n1"]);
  });

  it("stays when removed resources are left alone", () => {
    expect(scheduled(removed({ "stop-removed-resources": "false" })).names).toEqual([]);
  });
});
