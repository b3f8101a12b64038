import { describe, expect, it } from "vitest";
import { colocation, location, place, primitive } from "../../test-support/place.js";

describe("a dependent", () => {
  const resources = primitive("B") + primitive("A");
  const scoresWith = (score: string | number, constraints = "") =>
    place({
      resources,
      constraints: location("A", "n1", 50) + colocation("B", "A", score) + constraints,
    }).scores("B");

  it("that must be with its primary gains nothing there, and is banned elsewhere", () => {
    expect(scoresWith("INFINITY")).toEqual({ n1: "0", n2: "-INFINITY" });
  });

  it("that prefers to be with it gains the score there", () => {
    expect(scoresWith(30)).toEqual({ n1: "30", n2: "0" });
  });

  it("that prefers to be apart loses the score there", () => {
    expect(scoresWith(-30, location("B", "n1", 40))).toEqual({ n1: "10", n2: "0" });
  });

  it("that must be apart is banned there", () => {
    expect(scoresWith("-INFINITY")).toEqual({ n1: "-INFINITY", n2: "0" });
  });

  it("agrees with nodes on which the attribute is unset too", () => {
    const constraints = location("A", "n1", 50) + colocation("B", "A", 30, 'node-attribute="rack"');
    const placement = place({
      nodes: { n1: {}, n2: { attributes: { rack: "x" } }, n3: {} },
      resources,
      constraints,
    });
    expect(placement.scores("B")).toEqual({ n1: "30", n2: "0", n3: "30" });
  });
});

describe("a primary without a node", () => {
  const resources = primitive("B") + primitive("A", { "target-role": "Stopped" });

  it("lowers an optional dependent's scores everywhere", () => {
    const constraints = colocation("B", "A", 100) + location("B", "n1", 150);
    expect(place({ resources, constraints }).scores("B")).toEqual({ n1: "50", n2: "-100" });
  });

  it("has no effect at all on one that would be left without a node", () => {
    const constraints = colocation("B", "A", 100);
    expect(place({ resources, constraints }).scores("B")).toEqual({ n1: "0", n2: "0" });
  });

  it("bans one that must be with it", () => {
    const constraints = colocation("B", "A", "INFINITY") + location("B", "n1", 150);
    expect(place({ resources, constraints }).scores("B")).toEqual({ n1: "-INFINITY", n2: "-INFINITY" });
  });

  it("does not matter to one that is to be apart", () => {
    const constraints = colocation("B", "A", "-INFINITY");
    expect(place({ resources, constraints }).scores("B")).toEqual({ n1: "0", n2: "0" });
  });
});
