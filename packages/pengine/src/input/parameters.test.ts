import { describe, expect, it } from "vitest";
import { dummy, parameters, readSmall } from "../../test-support/read-small.js";
import { findResource } from "./find-resource.js";
import { resourceParameters } from "./parameters.js";

const onFirst =
  '<rule id="r" score="0"><expression id="e" attribute="#uname" operation="eq" value="n1"/></rule>';
const withRule = (block: string) => block.replace("><nvpair", `>${onFirst}<nvpair`);

describe("parameters", () => {
  it("are a resource's own before those of its group and clone", () => {
    const state = readSmall({
      resources:
        `<clone id="c">${parameters("ci", { x: "3", y: "3", z: "3" })}` +
        `<group id="g">${parameters("gi", { x: "2", y: "2" })}${dummy("a", parameters("i", { x: "1" }))}</group></clone>`,
    });
    const resource = findResource(state, "a:1");
    if (resource === undefined) throw new Error("not read");
    expect(Object.fromEntries(resourceParameters(state, resource, null))).toEqual({ x: "1", y: "2", z: "3" });
  });

  it("lose a value to #default in the group", () => {
    const state = readSmall({
      resources: `<group id="g">${parameters("gi", { x: "#default" })}${dummy("a", parameters("i", { x: "1" }))}</group>`,
    });
    const resource = findResource(state, "a");
    expect(resource && resourceParameters(state, resource, null).size).toBe(0);
  });

  it("are shared by nodes and instances unless a rule depends on the node", () => {
    const clone = (block: string) => `<clone id="c">${dummy("a", block)}</clone>`;
    const read = (block: string) => {
      const state = readSmall({ resources: clone(block) });
      const [first, second] = state.nodes;
      const [zero, one] = [findResource(state, "a:0"), findResource(state, "a:1")];
      if (first === undefined || second === undefined || zero === undefined || one === undefined) {
        throw new Error("not read");
      }
      return [
        resourceParameters(state, zero, first),
        resourceParameters(state, one, second),
        resourceParameters(state, one, null),
      ];
    };
    const [plain, same, without] = read(parameters("i", { x: "1" }));
    expect(plain).toBe(same);
    expect(plain).toBe(without);
    const [onOne, onTwo, nowhere] = read(withRule(parameters("i", { x: "1" })));
    expect([onOne, onTwo, nowhere].map((each) => each?.get("x"))).toEqual(["1", undefined, undefined]);
  });
});
