import { MINUS_INFINITY } from "@sanode/cib";
import { describe, expect, it } from "vitest";
import { readSmall } from "../../test-support/read-small.js";

function options(configured: Record<string, string>, cib: Record<string, string> = {}) {
  const state = readSmall({ options: configured, cib });
  return { ...state.options, codes: state.warnings.map((warning) => warning.code) };
}

describe("cluster options", () => {
  it("have a default when they are invalid, and the author is told", () => {
    const read = options({ "cluster-delay": "soon", "batch-limit": "x", "symmetric-cluster": "maybe" });
    expect(read).toMatchObject({ clusterDelayText: "60s", batchLimitText: "0", symmetricCluster: true });
    expect(read.codes).toEqual(Array(3).fill("invalid-option-value"));
  });

  it("keep the accepted text for the graph's header", () => {
    expect(options({ "batch-limit": "7abc", "fencing-timeout": "PT2M" })).toMatchObject({
      batchLimitText: "7abc",
      fencingTimeoutText: "PT2M",
      fencingTimeoutMs: 120_000,
      codes: [],
    });
  });

  it("are read under their old name only if the current one is unset, even if that is invalid", () => {
    expect(options({ "stonith-timeout": "3" })).toMatchObject({
      fencingTimeoutMs: 3000,
      codes: ["deprecated-option"],
    });
    expect(options({ "fencing-timeout": "x", "stonith-timeout": "3" }).fencingTimeoutMs).toBe(60_000);
  });

  it("compare words without regard to case, but not the fencing action", () => {
    expect(options({ "placement-strategy": "Balanced" }).placementStrategy).toBe("balanced");
    expect(options({ "fencing-action": "OFF" })).toMatchObject({
      fencingAction: "reboot",
      codes: ["invalid-option-value"],
    });
  });

  it("turn start-up fencing off without fencing", () => {
    expect(options({ "startup-fencing": "true" }).startupFencing).toBe(false);
    expect(options({ "fencing-enabled": "true" }).startupFencing).toBe(true);
  });

  it.each([
    ["fence", { "fencing-enabled": "true" }, { "have-quorum": "1" }],
    ["fence", { "fencing-enabled": "true" }, { "no-quorum-panic": "1" }],
    ["stop", { "fencing-enabled": "true" }, { "no-quorum-panic": "true" }],
    ["stop", { "fencing-enabled": "false" }, { "have-quorum": "1" }],
  ])("policy suicide means %s with %o in %o", (policy, configured, cib) => {
    expect(options({ "no-quorum-policy": "suicide", ...configured }, cib).noQuorumPolicy).toBe(policy);
  });

  it("give health words the scores of the strategy", () => {
    const colours = { "node-health-red": "-5", "node-health-yellow": "3" };
    expect(options({ "node-health-strategy": "only-green", ...colours })).toMatchObject({
      healthRed: MINUS_INFINITY,
      healthYellow: MINUS_INFINITY,
    });
    expect(options({ "node-health-strategy": "Custom", ...colours })).toMatchObject({
      healthRed: -5,
      healthYellow: 3,
    });
    expect(options(colours)).toMatchObject({ healthRed: 0, healthYellow: 0 });
  });
});
