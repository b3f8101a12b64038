import { describe, expect, it } from "vitest";
import { place, primitive } from "../../test-support/place.js";

describe("stickiness", () => {
  const scoresWith = (stickiness: number, nodes: string[], options = {}) =>
    place({
      resources: primitive("A", { "resource-stickiness": stickiness }),
      active: { A: nodes },
      options,
    }).scores("A");

  it("counts where a resource is active", () => {
    expect(scoresWith(10, ["n2"])).toEqual({ n1: "0", n2: "10" });
  });

  it("has no effect when negative", () => {
    expect(scoresWith(-10, ["n2"])).toEqual({ n1: "0", n2: "0" });
  });

  it("has no effect on a resource that is active on two nodes", () => {
    expect(scoresWith(10, ["n1", "n2"])).toEqual({ n1: "0", n2: "0" });
  });

  it("makes no node allowed in an opt-in cluster", () => {
    expect(scoresWith(10, ["n2"], { "symmetric-cluster": "false" })).toEqual({});
  });
});
