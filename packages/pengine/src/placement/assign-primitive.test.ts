import { describe, expect, it } from "vitest";
import { colocation, location, place, primitive } from "../../test-support/place.js";

describe("a primitive", () => {
  it("is assigned after its primaries, however long the chain of them is", () => {
    const names = Array.from({ length: 8000 }, (_, at) => `R${at}`);
    const placement = place({
      resources: names.map((id) => primitive(id)).join(""),
      constraints: names
        .slice(1)
        .map((primary, at) => colocation(`R${at}`, primary, "INFINITY", 'influence="false"'))
        .join(""),
      active: Object.fromEntries(names.map((id) => [id, ["n2"]])),
    });
    expect(placement.lines[2]).toBe("R7999 n1 0");
    expect(placement.nodeOf("R0")).toBe(placement.nodeOf("R7999"));
  });

  it("that is to be stopped is banned from every node, also from those it was not allowed on", () => {
    const { scores } = place({
      resources: primitive("A", { "target-role": "Stopped" }),
      constraints: location("A", "n1", 3),
      options: { "symmetric-cluster": "false" },
    });
    expect(scores("A")).toEqual({ n1: "-INFINITY", n2: "-INFINITY" });
  });

  it("stays where it is, scores notwithstanding, when it is unmanaged", () => {
    const { nodeOf } = place({
      resources: primitive("A", { "is-managed": "false" }),
      constraints: location("A", "n2", "-INFINITY"),
      active: { A: ["n2"] },
    });
    expect(nodeOf("A")).toBe("n2");
  });

  it("keeps its choice when being apart from something optional would leave none", () => {
    const { scores } = place({
      nodes: ["n1"],
      resources: primitive("A") + primitive("B"),
      constraints: colocation("A", "B", -5),
    });
    expect(scores("A")).toEqual({ n1: "0" });
  });

  it("gets no node while all resources are stopped", () => {
    const { nodeOf } = place({ resources: primitive("A"), options: { "stop-all-resources": "true" } });
    expect(nodeOf("A")).toBe(null);
  });
});
