import { fromEpoch, parseXml } from "@sanode/cib";
import { describe, expect, it } from "vitest";
import { unpack } from "../schedule.js";
import { formatStatus, instanceCountLine, maintenanceBanner, type StatusOptions } from "./status.js";

interface Cluster {
  readonly resources: string;
  readonly options?: string;
  /** Below n1's and n2's entries in the status. */
  readonly n1?: string;
  readonly n2?: string;
  readonly n2State?: string;
}

function stateOf({ resources, options = "", n1 = "", n2 = "", n2State }: Cluster): ReturnType<typeof unpack> {
  const up = 'in_ccm="true" crmd="online" join="member" expected="member"';
  return unpack(
    parseXml(`<cib have-quorum="1"><configuration>
<crm_config><cluster_property_set id="o"><nvpair id="f" name="fencing-enabled" value="false"/>${options}</cluster_property_set></crm_config>
<nodes><node id="1" uname="n1"/><node id="2" uname="n2"/></nodes><resources>${resources}</resources></configuration>
<status><node_state id="1" uname="n1" ${up}>${n1}</node_state><node_state id="2" uname="n2" ${n2State ?? up}>${n2}</node_state></status></cib>`),
    { now: fromEpoch(1_700_000_000) },
  );
}

/** The lines of a section, without indent and bullet. */
function section(title: string, cluster: Cluster, options: StatusOptions = {}): string[] {
  const lines = formatStatus(stateOf(cluster), "Status", options);
  const start = lines.indexOf(`  * ${title}:`);
  const end = lines.indexOf("", start);
  return start < 0
    ? []
    : lines.slice(start + 1, end < 0 ? undefined : end).map((line) => line.replace(/^ {4}\* /, ""));
}

const dummy = (id: string, meta = ""): string => {
  const pairs = meta === "" ? "" : `<meta_attributes id="${id}-m">${meta}</meta_attributes>`;
  return `<primitive id="${id}" class="ocf" provider="pacemaker" type="Dummy">${pairs}</primitive>`;
};
const history = (...operations: string[]): string =>
  `<lrm id="x"><lrm_resources>${operations.join("")}</lrm_resources></lrm>`;
const operation = (resource: string, task: string, code: number, more = ""): string =>
  `<lrm_resource id="${resource}" class="ocf" provider="pacemaker" type="Dummy"><lrm_rsc_op id="${resource}_last_0" operation="${task}"
   operation_key="${resource}_${task}_0" transition-key="1:1:0:k" transition-magic="0:${code};1:1:0:k" call-id="4" rc-code="${code}" op-status="0" interval="0" ${more}/></lrm_resource>`;
const attributes = (pairs: Readonly<Record<string, string>>): string =>
  `<transient_attributes id="x"><instance_attributes id="x-a">${Object.entries(pairs)
    .map(([name, value], at) => `<nvpair id="x-${at}" name="${name}" value="${value}"/>`)
    .join("")}</instance_attributes></transient_attributes>`;
const role = (value: string): string => `<nvpair id="r-${value}" name="target-role" value="${value}"/>`;

describe("nodes", () => {
  it("are gathered by state, those with something to say before on lines of their own", () => {
    const cluster = { resources: dummy("A"), n1: attributes({ standby: "on" }) };
    expect(section("Node List", cluster)).toEqual(["Node n1: standby", "Online: [ n2 ]"]);
    expect(section("Node List", { resources: "", n2State: 'in_ccm="false" crmd="offline"' })).toEqual([
      "Online: [ n1 ]",
      "OFFLINE: [ n2 ]",
    ]);
  });
});

describe("resources", () => {
  it("have a state, a node and flags", () => {
    const cluster = {
      resources: dummy("A") + dummy("B", role("Stopped")),
      n1: history(operation("A", "start", 0)),
    };
    expect(section("Full List of Resources", cluster)).toEqual([
      "A\t(ocf:pacemaker:Dummy):\t Started n1",
      "B\t(ocf:pacemaker:Dummy):\t Stopped (disabled)",
    ]);
  });

  it("of a clone are gathered where there is nothing to say about them", () => {
    const cluster = {
      resources: `<clone id="C">${dummy("c")}</clone>`,
      n1: history(operation("c", "start", 0)),
    };
    expect(section("Full List of Resources", cluster)).toEqual(
      ["Clone Set: C [c]:", "  * Started: [ n1 ]", "  * Stopped: [ n2 ]"].map((line) =>
        line.replace(/^ {2}/, "      "),
      ),
    );
  });

  it("are missing where there are none", () => {
    expect(section("Full List of Resources", { resources: "" })).toEqual(["No resources"]);
  });
});

describe("attributes", () => {
  const ping = `<primitive id="P" class="ocf" provider="pacemaker" type="ping"><instance_attributes id="P-p">
    <nvpair id="P-h" name="host_list" value="a b"/><nvpair id="P-m" name="multiplier" value="10"/></instance_attributes></primitive>`;
  const shown = (value: string): string[] =>
    section(
      "Node Attributes",
      {
        resources: ping,
        n1: history(operation("P", "start", 0)) + attributes({ pingd: value, "fail-count-P": "1" }),
      },
      { attributes: true },
    );

  it("are shown but for the cluster's own, those of a ping with what they mean", () => {
    const line = (value: string, meaning: string): string =>
      `      * pingd                           \t: ${value.padEnd(10)}${meaning}`;
    expect(shown("20")).toEqual(["Node: n1:", line("20", "")]);
    expect(shown("10")).toEqual(["Node: n1:", line("10", "\t: Connectivity is degraded (Expected=20)")]);
    expect(shown("0")).toEqual(["Node: n1:", line("0", "\t: Connectivity is lost")]);
  });
});

describe("failures", () => {
  const cluster: Cluster = {
    resources: dummy("A"),
    n1:
      attributes({ "fail-count-A#start_0": "2", "last-failure-A#start_0": "1699999999" }) +
      history(
        operation(
          "A",
          "start",
          1,
          'exit-reason="full" last-rc-change="1699999999" exec-time="12" queue-time=""',
        ),
      ),
  };

  it("are counted by node", () => {
    expect(section("Migration Summary", cluster, { failures: true })).toEqual([
      "Node: n1:",
      "      * A: migration-threshold=1000000 fail-count=2 last-failure='Tue Nov 14 22:13:19 2023'",
    ]);
  });

  it("are listed with what is recorded of them", () => {
    expect(section("Failed Resource Actions", cluster, { failures: true })).toEqual([
      "A_start_0 on n1 'Error occurred' (1): call=4, status='Done', exitreason='full', last-rc-change='Tue Nov 14 22:13:19 2023', exec=12ms",
    ]);
  });
});

it("what is held down or blocked is counted, and cluster-wide maintenance has a banner", () => {
  const options = '<nvpair id="mm" name="maintenance-mode" value="true"/>';
  const held = stateOf({ resources: dummy("A", role("Stopped")) + dummy("B"), options });
  expect(instanceCountLine(held)).toBe(
    "1 of 2 resource instances DISABLED and 0 BLOCKED from further action due to failure",
  );
  expect(maintenanceBanner(held)).toHaveLength(3);
  const free = stateOf({ resources: dummy("A") });
  expect([instanceCountLine(free), maintenanceBanner(free)]).toEqual([null, []]);
});
