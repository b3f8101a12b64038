import { descendants, fromEpoch, type XmlElement } from "@sanode/cib";
import { unpack } from "@sanode/pengine";
import { describe, expect, it } from "vitest";
import { NOW, primitive, smallCib } from "../../test-support/small.js";
import { describeEvent } from "./event.js";
import { hasInjections, InjectionError, type Injections, inject } from "./injections.js";

function change(cib: XmlElement, injections: Injections): { cib: XmlElement; lines: string[] } {
  const { cib: after, events } = inject(cib, unpack(cib, { now: fromEpoch(NOW) }), injections, NOW);
  return { cib: after, lines: events.map((event) => describeEvent(event).text) };
}

function find(cib: XmlElement, name: string, id: string): XmlElement | undefined {
  return [...descendants(cib)].find((element) => element.name === name && element.attributes.id === id);
}

const cib = smallCib(`${primitive("A")}<group id="G">${primitive("g1")}</group>`, {
  n1: '<lrm id="1"><lrm_resources/></lrm>',
});

describe("injections", () => {
  it("are made in a fixed order, whatever the order they were given in", () => {
    const { lines } = change(cib, {
      operations: ["A_start_0@n1=0"],
      grant: ["T"],
      down: ["n2"],
      up: ["n1"],
      quorum: "0",
    });
    expect(lines).toEqual([
      "Setting quorum: 0",
      "Bringing node n1 online",
      "Taking node n2 offline",
      "Granting ticket T",
      "Injecting A_start_0@n1=0 into the configuration",
    ]);
  });

  it("do not include quorum alone", () => {
    expect(hasInjections({ quorum: "0", up: [] })).toBe(false);
    expect(hasInjections({ watchdog: "true" })).toBe(true);
  });

  it("take what a node remembers away with the node, but not when it is lost", () => {
    const down = find(change(cib, { down: ["n1"] }).cib, "node_state", "1");
    expect([down?.attributes.in_ccm, down?.children]).toEqual(["false", []]);
    const lost = find(change(cib, { fail: ["n1"] }).cib, "node_state", "1");
    expect([lost?.attributes.in_ccm, lost?.attributes.expected, lost?.children.length]).toEqual([
      "false",
      "member",
      1,
    ]);
  });

  it("add a node that is not known to the configuration, if it comes online", () => {
    const after = change(cib, { up: ["n9"] }).cib;
    expect(find(after, "node", "n9")?.attributes.uname).toBe("n9");
    expect([after.attributes.epoch, after.attributes.num_updates]).toEqual(["4", "2"]);
    expect(() => change(cib, { down: ["n9"] })).toThrow(InjectionError);
  });

  it("count failures, but not a probe that finds nothing", () => {
    const { lines, cib: after } = change(cib, { operations: ["A_stop_0@n1=1", "A_monitor_0@n2=7"] });
    expect(lines).toContain("Injecting attribute fail-count-A#stop_0=INFINITY into /node_state '1'");
    expect(lines.filter((line) => line.includes("'2'"))).toEqual([]);
    expect(find(after, "nvpair", "_-fail-count-A.stop_0")?.attributes.value).toBe("INFINITY");
  });

  it("tell what makes no sense and go on", () => {
    const { lines, cib: after } = change(cib, { operations: ["x_start_0@n1=0", "bad", "A_start_0@n1=0"] });
    expect(lines).toContain("Invalid resource name: x");
    expect(lines).toContain("Invalid operation spec: bad.  Only found 1 fields");
    expect(find(after, "lrm_rsc_op", "A_last_0")).toBeDefined();
  });

  it("are results of primitives only", () => {
    expect(() => change(cib, { operations: ["G_start_0@n1=0"] })).toThrow(InjectionError);
  });

  it("set the option where it is, else in the first set of options", () => {
    const option = '<nvpair id="o-dog" name="have-watchdog" value="false"/>';
    expect(
      find(change(smallCib("", { options: option }), { watchdog: "1" }).cib, "nvpair", "o-dog")?.attributes
        .value,
    ).toBe("1");
    expect(
      find(change(cib, { watchdog: "1" }).cib, "nvpair", "cib-bootstrap-options-have-watchdog"),
    ).toBeDefined();
  });
});
