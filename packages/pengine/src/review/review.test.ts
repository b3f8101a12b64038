import { fromEpoch, parseXml } from "@sanode/cib";
import { describe, expect, it } from "vitest";
import { readConstraints } from "../constraints/read-constraints.js";
import { unpack } from "../schedule.js";
import type { Advice } from "./advice.js";
import { reviewConfiguration } from "./review.js";

const MONITOR = (id: string, role = ""): string =>
  `<operations><op id="${id}-m${role}" name="monitor" interval="1${role.length}s"${role && ` role="${role}"`}/></operations>`;
const dummy = (id: string): string =>
  `<primitive id="${id}" class="ocf" provider="pacemaker" type="Dummy">${MONITOR(id)}</primitive>`;

interface Parts {
  readonly resources?: string;
  readonly constraints?: string;
  readonly options?: string;
  readonly rest?: string;
}

function review({
  resources = dummy("a") + dummy("b"),
  constraints = "",
  options = "",
  rest = "",
}: Parts): Advice[] {
  const cib = parseXml(`<cib validate-with="pacemaker-4.0"><configuration>
    <crm_config><cluster_property_set id="o">
      <nvpair id="o-f" name="fencing-enabled" value="true"/>${options}
    </cluster_property_set></crm_config>
    <nodes><node id="1" uname="n1"/><node id="2" uname="n2"/></nodes>
    <resources>${resources}</resources><constraints>${constraints}</constraints>${rest}
  </configuration><status/></cib>`);
  const state = unpack(cib, { now: fromEpoch(1_700_000_000) });
  readConstraints(state);
  return reviewConfiguration(state);
}

const codes = (parts: Parts): [string, string][] => review(parts).map(({ code, element }) => [code, element]);
const location = (inner: string): string => `<rsc_location id="l" rsc="a">${inner}</rsc_location>`;
const colocation = (id: string, rsc: string, withRsc: string, score: string, more = ""): string =>
  `<rsc_colocation id="${id}" rsc="${rsc}" with-rsc="${withRsc}" score="${score}" ${more}/>`;
const order = (id: string, first: string, then: string, more = ""): string =>
  `<rsc_order id="${id}" first="${first}" then="${then}" ${more}/>`;

describe("the review of a configuration", () => {
  it("has nothing to say of what is as it is meant", () => {
    const constraints = colocation("c", "a", "b", "INFINITY") + order("o1", "b", "a");
    expect(review({ constraints })).toEqual([]);
  });

  it("every advice says what is so and what to do", () => {
    for (const { message, remedy } of review({ constraints: order("x", "a", "b") + order("y", "b", "a") })) {
      expect([message, remedy]).toEqual([expect.stringMatching(/.{20}/), expect.stringMatching(/.{10}/)]);
    }
  });

  it("two resources cannot be kept together and apart, whichever is the dependent", () => {
    const both = colocation("c", "a", "b", "INFINITY") + colocation("d", "b", "a", "-INFINITY");
    expect(codes({ constraints: both })).toEqual([["contradicting-colocations", "d"]]);
    const finite = colocation("c", "a", "b", "INFINITY") + colocation("d", "b", "a", "-500");
    expect(codes({ constraints: finite })).toEqual([]);
  });

  it("other roles and other node attributes are no contradiction", () => {
    const apart = colocation("c", "a", "b", "INFINITY");
    const roles = apart + colocation("d", "a", "b", "-INFINITY", 'with-rsc-role="Promoted"');
    const attributes = apart + colocation("d", "a", "b", "-INFINITY", 'node-attribute="rack"');
    expect(codes({ constraints: roles })).toEqual([]);
    expect(codes({ constraints: attributes })).toEqual([]);
  });

  it("a group decides itself where its members are", () => {
    const resources = `<group id="g">${dummy("a")}${dummy("b")}</group>`;
    expect(codes({ resources, constraints: colocation("c", "a", "b", "-INFINITY") })).toEqual([
      ["colocation-within-group", "c"],
    ]);
    expect(codes({ resources, constraints: colocation("c", "a", "g", "INFINITY") })).toEqual([
      ["colocation-within-group", "c"],
    ]);
  });

  it("mandatory orders that go in a circle are told once, with all that take part", () => {
    const circle = order("x", "a", "b") + order("y", "b", "a");
    expect(codes({ constraints: circle })).toEqual([["order-loop", "x"]]);
    const open = order("x", "a", "b") + order("y", "b", "a", 'kind="Optional"');
    expect(codes({ constraints: open })).toEqual([]);
  });

  it("bans from every node leave a resource nowhere to run", () => {
    const ban = (node: string): string =>
      `<rsc_location id="l-${node}" rsc="a" node="${node}" score="-INFINITY"/>`;
    expect(codes({ constraints: ban("n1") + ban("n2") })).toEqual([["banned-everywhere", "a"]]);
    expect(codes({ constraints: ban("n1") })).toEqual([]);
  });

  it("a location for a node that does not exist is told, in any case of letters", () => {
    const at = (node: string): string => `<rsc_location id="l" rsc="a" node="${node}" score="10"/>`;
    expect(codes({ constraints: at("n3") })).toEqual([["unknown-node", "l"]]);
    expect(codes({ constraints: at("N2") })).toEqual([]);
  });

  it.each([
    ["two values of one attribute", "and", [["unreachable-rule", "r"]]],
    ["one of two values", "or", []],
  ])("a rule that wants %s", (_, operator, expected) => {
    const rule = `<rule id="r" score="1" boolean-op="${operator}">
      <expression id="e1" attribute="site" operation="eq" value="x"/>
      <expression id="e2" attribute="site" operation="eq" value="y"/></rule>`;
    expect(codes({ constraints: location(rule) })).toEqual(expected);
  });

  it.each([
    ["its end has passed", 'operation="lt" end="2020-01-01"', "expired-rule"],
    [
      "it starts after its end",
      'operation="in_range" start="2040-01-01" end="2030-01-01"',
      "unreachable-rule",
    ],
  ])("a rule with a date cannot hold when %s", (_, date, code) => {
    const rule = `<rule id="r" score="1"><date_expression id="d" ${date}/></rule>`;
    expect(codes({ constraints: location(rule) })).toEqual([[code, "r"]]);
  });

  it("names close to one that is read are taken for misspelled, others for notes", () => {
    const options =
      '<nvpair id="o-1" name="maintenence-mode" value="true"/><nvpair id="o-2" name="site-contact" value="me"/>';
    expect(codes({ options })).toEqual([["misspelled-name", "o-1"]]);
  });

  it("a resource without a monitor, and a promotable one whose promoted role has none", () => {
    const resources = `<primitive id="a" class="ocf" provider="pacemaker" type="Dummy"/>
      <clone id="c"><meta_attributes id="c-m"><nvpair id="c-p" name="promotable" value="true"/></meta_attributes>
      <primitive id="b" class="ocf" provider="pacemaker" type="Stateful">${MONITOR("b")}</primitive></clone>`;
    expect(codes({ resources })).toEqual([
      ["no-monitor", "a"],
      ["role-not-monitored", "b"],
    ]);
  });

  it("levels of fencing that name no fencing device, templates without users", () => {
    const rest =
      '<fencing-topology><fencing-level id="f" target="n1" index="1" devices="x"/></fencing-topology>';
    expect(codes({ rest })).toEqual([["unknown-fencing-device", "f"]]);
    const resources = `${dummy("a")}<template id="t" class="ocf" provider="pacemaker" type="Dummy"/>`;
    expect(codes({ resources })).toEqual([["unused-template", "t"]]);
  });
});
