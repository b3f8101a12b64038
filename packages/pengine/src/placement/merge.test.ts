import { describe, expect, it } from "vitest";
import { colocation, group, location, place, primitive } from "../../test-support/place.js";

const nodes = ["n1", "n2", "n3"];

describe("preferences of dependents", () => {
  it("count with the colocation's share of infinity, but never less than 1 in the share's direction", () => {
    const placement = place({
      nodes,
      resources: primitive("A") + primitive("B"),
      constraints: colocation("B", "A", 100) + location("B", "n1", 4) + location("B", "n2", -4),
    });
    expect(placement.scores("A")).toEqual({ n1: "1", n2: "1", n3: "0" });
  });

  it("reach through chains, each link with its share", () => {
    const placement = place({
      nodes,
      resources: ["A", "B", "C"].map((id) => primitive(id)).join(""),
      constraints: colocation("B", "A", 500000) + colocation("C", "B", 500000) + location("C", "n3", 100),
    });
    expect(placement.scores("A").n3).toBe("25");
    expect(placement.scores("B").n3).toBe("500050");
    expect(placement.scores("C").n3).toBe("500100");
  });

  it("are dropped if they would leave no node", () => {
    const placement = place({
      nodes,
      resources: primitive("A") + primitive("B"),
      constraints:
        colocation("B", "A", "INFINITY") + nodes.map((node) => location("B", node, "-INFINITY")).join(""),
    });
    expect(placement.scores("A")).toEqual({ n1: "0", n2: "0", n3: "0" });
  });

  const apart = colocation("B", "A", "-INFINITY") + location("A", "n2", 5);

  it("of one that has a single choice and must be apart push the primary to the other nodes", () => {
    const constraints = apart + location("B", "n1", "-INFINITY") + location("B", "n3", "-INFINITY");
    const placement = place({ nodes, resources: primitive("A") + primitive("B"), constraints });
    expect(placement.scores("A")).toEqual({ n1: "INFINITY", n2: "5", n3: "INFINITY" });
  });

  it("of one that must be apart and has several choices do nothing where it cannot run", () => {
    const constraints = apart + location("B", "n1", "-INFINITY");
    const placement = place({ nodes, resources: primitive("A") + primitive("B"), constraints });
    expect(placement.scores("A")).toEqual({ n1: "0", n2: "5", n3: "0" });
  });

  it("count whatever the role that the colocation is about", () => {
    const placement = place({
      nodes,
      resources: primitive("A") + primitive("B"),
      constraints: colocation("B", "A", "INFINITY", 'rsc-role="Promoted"') + location("B", "n2", 150),
    });
    expect(placement.scores("A").n2).toBe("150");
    expect(placement.scores("B")).toEqual({ n1: "0", n2: "150", n3: "0" });
  });

  it("of a later group member include the group's location scores", () => {
    const placement = place({
      nodes,
      resources: primitive("A") + group("g", [primitive("m1"), primitive("m2")]),
      constraints: colocation("m2", "A", "INFINITY") + location("g", "n2", 150),
    });
    expect(placement.scores("A").n2).toBe("150");
    expect(placement.scores("m2", "group").n2).toBe("0");
  });

  it("go round a loop once", () => {
    const placement = place({
      nodes,
      resources: ["A", "B", "C"].map((id) => primitive(id)).join(""),
      constraints:
        colocation("A", "B", "INFINITY") +
        colocation("B", "C", "INFINITY") +
        colocation("C", "A", "INFINITY") +
        location("A", "n2", 5) +
        location("C", "n3", 7),
    });
    expect(placement.scores("C")).toEqual({ n1: "0", n2: "5", n3: "14" });
    expect(placement.scores("B")).toEqual({ n1: "-INFINITY", n2: "-INFINITY", n3: "14" });
    expect(placement.scores("A")).toEqual({ n1: "-INFINITY", n2: "-INFINITY", n3: "28" });
  });

  it("without influence count only while the primary is inactive", () => {
    const cluster = {
      resources: primitive("A") + primitive("B"),
      constraints: colocation("B", "A", "INFINITY", 'influence="false"') + location("B", "n2", 50),
    };
    expect(place(cluster).scores("A")).toEqual({ n1: "0", n2: "50" });
    expect(place({ ...cluster, active: { A: ["n1"] } }).scores("A")).toEqual({ n1: "0", n2: "0" });
  });

  it("reach along chains of hundreds", () => {
    const names = Array.from({ length: 300 }, (_, at) => `R${at}`);
    const placement = place({
      resources: names.map((id) => primitive(id)).join(""),
      constraints:
        names
          .slice(1)
          .map((id, at) => colocation(id, `R${at}`, "INFINITY"))
          .join("") + location("R299", "n2", 5),
    });
    expect(placement.scores("R0")).toEqual({ n1: "0", n2: "5" });
    expect(placement.nodeOf("R299")).toBe("n2");
  });
});
