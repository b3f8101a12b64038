import { describe, expect, it } from "vitest";
import { group, location, place, primitive } from "../../test-support/place.js";

describe("a group", () => {
  const members = (count: number) =>
    Array.from({ length: count }, (_, at) => primitive(`m${at + 1}`, { "resource-stickiness": 10 }));

  const active = { m1: ["n1"], m2: ["n1"], m3: ["n1"] };

  it("goes where the sum of its members' wishes is highest, and shows the scores on the way", () => {
    const placement = place({
      resources: group("g", members(2)),
      constraints: location("g", "n2", 25),
      active: { m1: ["n1"], m2: ["n1"] },
    });
    expect(placement.lines).toEqual([
      "original n1",
      "original n2",
      "g:group n1 0",
      "g:group n2 25",
      "m1:group n1 10",
      "m1:group n2 25",
      "m2:group n1 10",
      "m2:group n2 0",
      "m1 n1 20",
      "m1 n2 25",
      "m1 on n2",
      "m2 n1 -INFINITY",
      "m2 n2 0",
      "m2 on n2",
      "remaining n1",
      "remaining n2",
    ]);
  });

  it("stays when enough members want to", () => {
    const placement = place({
      resources: group("g", members(3)),
      constraints: location("g", "n2", 25),
      active,
    });
    expect(placement.nodeOf("m3")).toBe("n1");
  });

  it("is placed as far as possible when a later member has no node at all", () => {
    const placement = place({
      resources: group("g", members(3)),
      constraints: location("m2", "n1", "-INFINITY") + location("m2", "n2", "-INFINITY"),
      active: { m1: ["n2"] },
    });
    expect(["m1", "m2", "m3"].map(placement.nodeOf)).toEqual(["n2", null, null]);
  });
});
