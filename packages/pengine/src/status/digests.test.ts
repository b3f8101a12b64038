import { digestParameters } from "@sanode/cib";
import { describe, expect, it } from "vitest";
import { nodeNamed, parameters, primitiveNamed, readRecorded } from "../../test-support/recorded.js";
import { unfencingDigest } from "./digests.js";

const device = (values: Record<string, string>) =>
  `<primitive id="f" class="stonith" type="fence_scsi"><meta_attributes id="fm"><nvpair id="fp" name="provides" value="unfencing"/></meta_attributes>${parameters("f", values)}</primitive>`;
const digest = (values: Record<string, string>): string => digestParameters(Object.entries(values));

const values = { devices: "/dev/sda", password: "secret" };

/** How the device's parameters compare with what the node attributes remember, and what is told about it. */
function compare(attributes: Record<string, string>) {
  const state = readRecorded({ resources: device(values), nodes: { n1: { attributes } } });
  const { verdict } = unfencingDigest(state, primitiveNamed(state, "f"), nodeNamed(state, "n1"));
  const notes = (state.placementEvents ?? []).map((event) => (event.kind === "note" ? event.text : ""));
  return [verdict, ...notes];
}

const remembered = (main: string, secure: string) => ({
  "#digests-all": `other:x:1,f:fence_scsi:${main},`,
  "#digests-secure": `f:fence_scsi:${secure},`,
});

describe("the digests of an unfencing device", () => {
  const secure = digest({ devices: "/dev/sda" });

  it("are unknown to a node that has not been unfenced with digests", () => {
    expect(compare({})).toEqual(["unknown"]);
  });

  it("match what the node was unfenced with, or differ in secrets only", () => {
    expect(compare(remembered(digest(values), "old"))).toEqual(["match"]);
    expect(compare(remembered("old", secure))).toEqual([
      "match",
      "Only 'private' parameters to f for unfencing n1 changed",
    ]);
  });

  it("tell what to record when they have changed", () => {
    expect(compare(remembered("old", "old"))).toEqual([
      "mismatch",
      `Parameters to f for unfencing n1 changed, try 'f:fence_scsi:${secure}'`,
    ]);
  });
});
