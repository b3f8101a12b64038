import { describe, expect, it } from "vitest";
import { colocation, group, location, place, primitive } from "../../test-support/place.js";

describe("what depends on a group", () => {
  const resources =
    group("g", [primitive("m1"), primitive("m2")]) + ["A", "B", "C"].map((id) => primitive(id)).join("");
  const constraints =
    colocation("B", "g", 100000) +
    colocation("C", "g", 100000) +
    location("B", "n1", 500) +
    location("C", "n2", 800);

  it("counts each for itself when the last member has no dependents of its own", () => {
    const { scores } = place({ resources, constraints });
    expect(scores("m1")).toEqual({ n1: "50", n2: "80" });
  });

  it("counts the first as often as there are when it has", () => {
    const { scores } = place({ resources, constraints: colocation("A", "m2", 1000) + constraints });
    expect(scores("m1")).toEqual({ n1: "100", n2: "0" });
  });
});
