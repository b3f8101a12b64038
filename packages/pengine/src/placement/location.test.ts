import { describe, expect, it } from "vitest";
import { colocation, group, location, place, primitive } from "../../test-support/place.js";

describe("location constraints", () => {
  it("are applied last one first, which shows where scores meet infinity", () => {
    const scores = [600000, 600000, -300000];
    const inOrder = scores.map(
      (score, at) => `<rsc_location id="l${at}" rsc="A" node="n1" score="${score}"/>`,
    );
    const resources = primitive("A");
    expect(place({ resources, constraints: inOrder.join("") }).scores("A").n1).toBe("900000");
    expect(place({ resources, constraints: inOrder.reverse().join("") }).scores("A").n1).toBe("INFINITY");
  });

  it("make a node allowed in an opt-in cluster, with the constraint's score alone", () => {
    const placement = place({
      nodes: { n1: { score: "40" }, n2: { score: "20" } },
      resources: primitive("A"),
      constraints: location("A", "n1", 3),
      options: { "symmetric-cluster": "false" },
    });
    expect(placement.scores("A")).toEqual({ n1: "3" });
  });

  it("reach only the first member of a group with their score", () => {
    const placement = place({
      resources: group("g", [primitive("m1"), primitive("m2")]),
      constraints: location("g", "n2", 7),
    });
    expect(placement.scores("g", "group")).toEqual({ n1: "0", n2: "7" });
    expect(placement.scores("m1", "group")).toEqual({ n1: "0", n2: "7" });
    expect(placement.scores("m2", "group")).toEqual({ n1: "0", n2: "0" });
  });

  it("reach every member of a group that is not collocated", () => {
    const placement = place({
      resources: group("g", [primitive("m1"), primitive("m2")], { collocated: "false" }),
      constraints: location("g", "n2", 7),
    });
    expect(placement.scores("m2", "group")).toEqual({ n1: "0", n2: "7" });
  });

  it("for the Stopped role act on resources that are to be stopped only", () => {
    const placement = place({
      resources: group("g", [primitive("m1")], { "target-role": "Stopped" }) + primitive("A"),
      constraints: location("g", "n1", 5, 'role="Stopped"') + location("A", "n1", 5, 'role="Stopped"'),
    });
    expect(placement.scores("m1", "group").n1).toBe("5");
    expect(placement.scores("A").n1).toBe("0");
  });
});

describe("exclusive discovery", () => {
  const resources = group("g", [primitive("m1"), primitive("m2")]);

  it("bans a resource from all nodes that are not named", () => {
    const constraints = location("g", "n1", 5, 'resource-discovery="exclusive"');
    const placement = place({ resources, constraints });
    expect(placement.scores("m1", "group")).toEqual({ n1: "5", n2: "-INFINITY" });
    expect(placement.scores("m2", "group")).toEqual({ n1: "0", n2: "-INFINITY" });
  });

  it("of a mere member bans nothing", () => {
    const constraints = location("m2", "n1", 5, 'resource-discovery="exclusive"');
    const placement = place({ resources, constraints });
    expect(placement.scores("m2", "group")).toEqual({ n1: "5", n2: "0" });
  });
});

describe("a listener", () => {
  it("is told of every change with its cause", () => {
    const told: string[] = [];
    place({
      resources: primitive("A", { "resource-stickiness": 10 }) + primitive("B"),
      constraints: location("A", "n2", 5) + colocation("A", "B", 100),
      active: { A: ["n1"] },
      listener: (resource, node, before, after, cause) => {
        told.push(`${resource.id} ${node.name} ${before}->${after} ${"id" in cause ? cause.id : cause.kind}`);
      },
    });
    expect(told).toContain("A n2 0->5 l-A-n2-5");
    expect(told).toContain("A n1 0->10 stickiness");
    expect(told.some((line) => line.startsWith("B n1 0->1 c-A-B"))).toBe(true);
  });
});
