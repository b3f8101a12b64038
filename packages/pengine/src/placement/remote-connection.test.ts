import { describe, expect, it } from "vitest";
import { colocation, location, place, primitive } from "../../test-support/place.js";

describe("a guest node", () => {
  it("can be used by what is placed after its connection", () => {
    const placement = place({
      resources: primitive("A") + primitive("VM", { "remote-node": "g1" }) + primitive("B"),
      constraints: location("A", "g1", 50) + location("VM", "n2", 5),
    });
    expect(placement.lines.filter((line) => !/^(original|remaining)/.test(line))).toEqual([
      "VM g1 -INFINITY",
      "VM n1 0",
      "VM n2 5",
      "VM on n2",
      "g1 g1 -INFINITY",
      "g1 n1 -INFINITY",
      "g1 n2 0",
      "g1 on n2",
      "A g1 50",
      "A n1 0",
      "A n2 0",
      "A on g1",
      "B g1 0",
      "B n1 0",
      "B n2 0",
      "B on n1",
    ]);
  });

  it("of which nothing is known agrees with others like it, as none of them has a name yet", () => {
    const { scores } = place({
      resources:
        ["V1", "V2"].map((id) => primitive(id, { "remote-node": `${id}-guest` })).join("") +
        primitive("A") +
        primitive("B"),
      constraints: colocation("B", "A", "INFINITY") + location("B", "V2-guest", 1000),
    });
    expect(scores("A")).toEqual({ n1: "0", n2: "0", "V1-guest": "1000", "V2-guest": "1000" });
  });

  it("looks like its host to a bundle whose contents want that", () => {
    const bundle = (meta: Record<string, string>) =>
      `<bundle id="B"><podman image="x"/><network ip-range-start="10.0.0.1"/>${primitive("p", meta)}</bundle>`;
    const scoresWith = (meta: Record<string, string>) =>
      place({
        nodes: ["n1", "n2"],
        resources: primitive("V", { "remote-node": "g" }) + bundle(meta),
        constraints: location("V", "n2", 10) + location("B", "n2", 700),
      }).scores("B-podman-0");
    expect(scoresWith({})).toEqual({ g: "-10000", n1: "0", n2: "1400" });
    expect(scoresWith({ "container-attribute-target": "host" })).toEqual({ g: "700", n1: "0", n2: "1400" });
  });
});
