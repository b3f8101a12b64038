import { fromEpoch, parseXml } from "@sanode/cib";
import { expect, test } from "vitest";
import { readDevices } from "./read-devices.js";

/** What a node makes of devices: `ID`, or `ID: why not`. */
function devices(
  resources: string,
  more: { constraints?: string; options?: string; node?: string } = {},
): string[] {
  const { constraints = "", options = "", node = "n1" } = more;
  const cib = parseXml(`<cib validate-with="pacemaker-4.0"><configuration>
    <crm_config><cluster_property_set id="o">${options}</cluster_property_set></crm_config>
    <nodes><node id="1" uname="n1"/><node id="2" uname="n2"/><node id="3" uname="n3"/></nodes>
    <resources>${resources}</resources><constraints>${constraints}</constraints></configuration><status/></cib>`);
  return readDevices(cib, node, fromEpoch(1_700_000_000)).map(({ definition, passedOver }) => {
    const tag = definition.parameters.get("tag");
    return `${definition.id}${tag === undefined ? "" : `=${tag}`}${passedOver === null ? "" : `: ${passedOver}`}`;
  });
}

const device = (id: string, inner = ""): string =>
  `<primitive id="${id}" class="stonith" type="fence_x">${inner}</primitive>`;
const meta = (id: string, name: string, value: string): string =>
  `<meta_attributes id="${id}"><nvpair id="${id}-${name}" name="${name}" value="${value}"/></meta_attributes>`;
const location = (rsc: string, score: string): string =>
  `<rsc_location id="l-${rsc}" rsc="${rsc}" node="n1" score="${score}"/>`;

test("devices come in the order of the configuration, other resources do not come", () => {
  const other = `<primitive id="ip" class="ocf" provider="heartbeat" type="IPaddr2"/>`;
  expect(devices(device("b") + other + device("a"))).toEqual(["b", "a"]);
});

test("each node has its own values where rules say so", () => {
  const ruled = device(
    "f6",
    `<instance_attributes id="r" score="10"><rule id="rr" score="0"><expression id="e" attribute="#uname" operation="eq" value="n2"/></rule>
      <nvpair id="r1" name="tag" value="rule"/></instance_attributes>
    <instance_attributes id="d"><nvpair id="d1" name="tag" value="default"/></instance_attributes>`,
  );
  expect(devices(ruled)).toEqual(["f6=default"]);
  expect(devices(ruled, { node: "n2" })).toEqual(["f6=rule"]);
});

test("any negative score keeps a device away, also that of its group", () => {
  const text = `${device("a")}${device("b")}<group id="g">${device("c")}${device("d")}</group>`;
  const constraints = location("a", "-1") + location("b", "1") + location("g", "-INFINITY");
  expect(devices(text, { constraints })).toEqual(["a: banned", "b", "c: banned", "d: banned"]);
});

test("where nodes have to be allowed, only those are", () => {
  const options = `<nvpair id="s" name="symmetric-cluster" value="false"/>`;
  expect(devices(device("a") + device("b"), { options, constraints: location("b", "0") })).toEqual([
    "a: not-allowed",
    "b",
  ]);
});

test("what is disabled is not used; unmanaged devices are", () => {
  const text =
    device("a", meta("m1", "target-role", "Stopped")) + device("b", meta("m2", "is-managed", "false"));
  expect(devices(text)).toEqual(["a: disabled", "b"]);
});

test("of a clone the first instance counts", () => {
  expect(devices(`<clone id="c">${device("a")}</clone>`)).toEqual(["a:0"]);
});

test("a node that the configuration does not have uses nothing", () => {
  expect(devices(device("a"), { node: "n9" })).toEqual(["a: not-allowed"]);
});
