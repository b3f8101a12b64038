import { describe, expect, it } from "vitest";
import { dummy, meta, readSmall } from "../../test-support/read-small.js";
import { findResource } from "./find-resource.js";

const stickiness = "resource-stickiness";

function stickinessOf(id: string, resources: string, resourceDefaults = ""): number | undefined {
  return findResource(readSmall({ resources, resourceDefaults }), id)?.stickiness;
}

const group = (own: string, member: string) => `<group id="g">${own}${dummy("a", member)}</group>`;
const value = (id: string, text: string) => meta(id, { [stickiness]: text });

describe("meta-attributes", () => {
  it("come from the resource, then from what is above it, nearest first, then from the defaults", () => {
    const clone = (own: string, inner: string) => `<clone id="c">${own}${inner}</clone>`;
    expect(stickinessOf("a", group(value("1", "2"), value("2", "1")), value("3", "3"))).toBe(1);
    expect(stickinessOf("a:0", clone(value("0", "4"), group(value("1", "2"), "")), value("3", "3"))).toBe(2);
    expect(stickinessOf("a:0", clone(value("0", "4"), group("", "")), value("3", "3"))).toBe(4);
    expect(stickinessOf("a:0", clone("", group("", "")), value("3", "3"))).toBe(3);
  });

  it("get a stickiness of 1 from a clone that has none, the clone itself does not", () => {
    const clone = `<clone id="c">${dummy("a")}</clone>`;
    expect(stickinessOf("a:0", clone)).toBe(1);
    expect(stickinessOf("c", clone)).toBe(0);
  });

  it("cannot change what the XML attributes say", () => {
    const state = readSmall({ resources: dummy("a", meta("m", { type: "other" })) });
    expect(findResource(state, "a")?.meta.get("type")).toBe("Dummy");
  });

  it("lose a value to #default in the defaults, not to one in the group", () => {
    expect(stickinessOf("a", dummy("a", value("m", "7")), value("d", "#default"))).toBe(0);
    expect(stickinessOf("a", group(value("g", "#default"), value("m", "7")))).toBe(7);
  });

  it("of defaults with a rule apply to the agents it names", () => {
    const rule = '<rule id="r" score="0"><rsc_expression id="e" class="lsb"/></rule>';
    const defaults = value("d", "9").replace("><nvpair", `>${rule}<nvpair`);
    expect(stickinessOf("a", dummy("a"), defaults)).toBe(0);
    expect(stickinessOf("a", dummy("a", "", 'class="lsb" type="x"'), defaults)).toBe(9);
  });
});
