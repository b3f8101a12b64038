import { describe, expect, it } from "vitest";
import { location, place, primitive } from "../../test-support/place.js";

describe("the node of a primitive", () => {
  it("with equal scores of 0 is the one with fewer resources, even if it has to move", () => {
    const placement = place({
      resources: primitive("X") + primitive("A"),
      constraints: location("X", "n1", 5),
      active: { A: ["n1"] },
    });
    expect(placement.nodeOf("A")).toBe("n2");
  });

  it("with equal positive scores is the one where it is", () => {
    const placement = place({
      resources: primitive("X") + primitive("A"),
      constraints: location("X", "n1", 5) + location("A", "n1", 1) + location("A", "n2", 1),
      active: { A: ["n1"] },
    });
    expect(placement.nodeOf("A")).toBe("n1");
  });

  it("is the first by the bytes of its name when nothing else decides", () => {
    expect(place({ nodes: ["node2", "node10"], resources: primitive("A") }).nodeOf("A")).toBe("node10");
  });

  it("is none when all scores are negative", () => {
    const constraints = location("A", "n1", -1) + location("A", "n2", -2);
    expect(place({ resources: primitive("A"), constraints }).nodeOf("A")).toBe(null);
  });
});
