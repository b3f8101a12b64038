import { describe, expect, it } from "vitest";
import { colocation, location, needs, place, primitive } from "../../test-support/place.js";

const nodes = {
  n1: { utilization: { cpu: 3 } },
  n2: { utilization: { cpu: 5 } },
  n3: { utilization: { cpu: 4 } },
};
const sized = (id: string, cpu: number | string) => primitive(id, {}, needs(id, { cpu }));
const resources = sized("A", 2) + sized("B", 2) + sized("C", 1);

const placed = (strategy: string, constraints = "") => {
  const { nodeOf } = place({ nodes, resources, constraints, options: { "placement-strategy": strategy } });
  return ["A", "B", "C"].map(nodeOf);
};

describe("placement strategies", () => {
  it("utilization: what must be together needs room together", () => {
    expect(placed("utilization", colocation("B", "A", "INFINITY"))).toEqual(["n2", "n2", "n1"]);
  });

  it("balanced: the node with more room comes first", () => {
    expect(placed("balanced")).toEqual(["n2", "n3", "n1"]);
  });

  it("minimal: as few nodes as possible, by name", () => {
    expect(placed("minimal")).toEqual(["n1", "n2", "n1"]);
  });

  it("sort resources by what they want: the more a resource wants its place the earlier it is placed", () => {
    const sticky = (id: string, stickiness: number) => primitive(id, { "resource-stickiness": stickiness });
    const { state } = place({
      resources: primitive("A") + sticky("B", 5) + sticky("C", 9) + primitive("D"),
      constraints: location("D", "n1", 3),
      active: { B: ["n2"], C: ["n1"] },
      options: { "placement-strategy": "utilization" },
    });
    expect(state.resources.map(({ id }) => id)).toEqual(["C", "B", "D", "A"]);
  });

  it("take a bundle to be where its first active container is, whatever its connections say", () => {
    const bundle =
      '<bundle id="B"><podman image="x"/><network control-port="3121"/>' + primitive("p") + "</bundle>";
    const order = (container: string, connection: string) => {
      const { state } = place({
        nodes: ["n1", "n2", "n3"],
        resources: bundle + primitive("X", { "resource-stickiness": 20 }),
        constraints: location("B", "n2", 50),
        active: { "B-podman-0": [container], "B-0": [connection], X: ["n3"] },
        options: { "placement-strategy": "utilization" },
      });
      return state.resources.map(({ id }) => id);
    };
    expect(order("n2", "n1")).toEqual(["B", "X"]);
    expect(order("n1", "n2")).toEqual(["X", "B"]);
  });

  it("when nobody has room for all, prefer the node with most room, ties by the place of its id in the table", () => {
    const { nodeOf } = place({
      nodes: { a: { id: "2", utilization: { cpu: 3 } }, b: { id: "3", utilization: { cpu: 3 } } },
      resources: sized("A", 1) + sized("B", 5),
      constraints: colocation("B", "A", "INFINITY"),
      options: { "placement-strategy": "utilization" },
    });
    expect(nodeOf("A")).toBe("b");
  });
});

describe("capacity", () => {
  it("falls under every strategy, and an attribute that a node lacks becomes negative", () => {
    const { lines } = place({
      nodes: { n1: { utilization: { cpu: 10 } }, n2: { utilization: { cpu: 5, ram: 3 } } },
      resources: primitive("A", {}, needs("A", { cpu: 1, mem: 2 })),
    });
    expect(lines).toEqual([
      "original n1 cpu=10",
      "original n2 cpu=5 ram=3",
      "A n1 0",
      "A n2 0",
      "A on n1 cpu=1 mem=2",
      "remaining n1 cpu=9 mem=-2",
      "remaining n2 cpu=5 ram=3",
    ]);
  });

  it("takes what is no number for the smallest amount", () => {
    const { lines } = place({ nodes: { n1: { utilization: { cpu: 10 } } }, resources: sized("A", "abc") });
    expect(lines.at(-1)).toBe("remaining n1 cpu=2147483647");
  });
});
