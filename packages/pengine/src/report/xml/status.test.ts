import { formatXml, fromEpoch, parseXml } from "@sanode/cib";
import { expect, it } from "vitest";
import { unpack } from "../../schedule.js";
import { statusElement } from "./status.js";

const up = 'in_ccm="true" crmd="online" join="member" expected="member"';

/** The status of a cluster of n1, which is online, and n2, which is not; empty elements and those of nodes a line each. */
function statusLines(resources: string, n1 = ""): string[] {
  const state = unpack(
    parseXml(`<cib have-quorum="1"><configuration>
<crm_config><cluster_property_set id="o"><nvpair id="f" name="fencing-enabled" value="false"/></cluster_property_set></crm_config>
<nodes><node id="1" uname="n1"/><node id="2" uname="n2"/></nodes><resources>${resources}</resources></configuration>
<status><node_state id="1" uname="n1" ${up}>${n1}</node_state></status></cib>`),
    { now: fromEpoch(1_700_000_000) },
  );
  const status = statusElement(state, "cluster_status", { attributes: true, failures: true });
  return formatXml(status)
    .split("\n")
    .map((line) => line.trim());
}

const history = (resource: string, attributes: string): string =>
  `<lrm id="1"><lrm_resources><lrm_resource id="${resource}" class="ocf" provider="pacemaker" type="Dummy"><lrm_rsc_op
   id="${resource}_last_0" ${attributes} call-id="4" op-status="0" interval="0"/></lrm_resource></lrm_resources></lrm>`;

it("a node that is up tells its feature set, or that it tells none", () => {
  const [n1, n2] = statusLines("").filter((line) => line.startsWith("<node name="));
  expect(n1).toContain('online="true"');
  expect(n1).toContain('feature_set="&lt;3.15.1"');
  expect(n2).toContain('online="false"');
  expect(n2).not.toContain("feature_set");
});

it("a resource has a node below it for each place where it is active", () => {
  const started = history(
    "A",
    'operation="start" operation_key="A_start_0" transition-magic="0:0;1:1:0:k" rc-code="0"',
  );
  const lines = statusLines('<primitive id="A" class="ocf" provider="pacemaker" type="Dummy"/>', started);
  const at = lines.findIndex((line) => line.startsWith('<resource id="A"'));
  expect(lines[at]).toContain('resource_agent="ocf:pacemaker:Dummy" role="Started" active="true"');
  expect(lines[at]).toContain('nodes_running_on="1"');
  expect(lines[at + 1]).toBe('<node name="n1" id="1" cached="true"/>');
});

it("groups are in their clones, resources in their groups", () => {
  const primitive = '<primitive id="A" class="ocf" provider="pacemaker" type="Dummy"/>';
  const lines = statusLines(`<clone id="C"><group id="G">${primitive}</group></clone>`);
  const names = lines.map((line) => /^<(\/?(?:clone|group|resource))\b/.exec(line)?.[1]).filter(Boolean);
  expect(names.slice(0, 4)).toEqual(["clone", "group", "resource", "/group"]);
  expect(lines.find((line) => line.startsWith("<clone"))).toContain(
    'id="C" multi_state="false" unique="false"',
  );
});

it("the reason that an agent gave for a failure is escaped twice, as the reference has it", () => {
  const failed = history(
    "A",
    'operation="start" operation_key="A_start_0" transition-magic="0:1;1:1:0:k" rc-code="1" exit-reason="&lt;gone&gt;"',
  );
  const lines = statusLines('<primitive id="A" class="ocf" provider="pacemaker" type="Dummy"/>', failed);
  const failure = lines.find((line) => line.startsWith("<failure "));
  expect(failure).toContain('exitstatus="Error occurred" exitreason="&amp;lt;gone&amp;gt;" exitcode="1"');
});

it("attributes and failures that are not there have no element", () => {
  const text = statusLines("").join("\n");
  expect(text).not.toContain("<node_attributes");
  expect(text).not.toContain("<failures");
  expect(text).toContain("<node_history/>");
});
