import { parseXml } from "@sanode/cib";
import { expect, test } from "vitest";
import { cibText, WEB } from "../../../test-support/run.js";
import { activities } from "./activity.js";

const UUID = "6a1c7e6e-1f0e-4c6e-9d4c-1f6f9a1f2b3c";
const entry = (task: string, call: number): string => {
  const result = call < 0 ? 'rc-code="193" op-status="-1"' : 'rc-code="0" op-status="0"';
  return `<lrm_rsc_op id="web_${task}" operation_key="web_${task}_0" operation="${task}" interval="0" call-id="${call}"
    ${result} transition-key="1:1:0:${UUID}" transition-magic="0:0;1:1:0:${UUID}" on_node="n1"/>`;
};

function activeAfter(...entries: readonly string[]): readonly string[] {
  const history = `<lrm id="1"><lrm_resources><lrm_resource id="web" class="ocf" provider="heartbeat" type="apache">
    ${entries.join("")}</lrm_resource></lrm_resources></lrm>`;
  const state = '<node_state id="1" uname="n1" in_ccm="true" crmd="online" join="member" expected="member"';
  const text = cibText(WEB).replace(`${state}/>`, `${state}>${history}</node_state>`);
  return activities(parseXml(text), 1_700_000_000).map(({ resource, node }) => `${resource} ${node}`);
}

test("a resource is active from the end of its start to the end of its stop", () => {
  expect(activeAfter(entry("start", -1))).toEqual([]);
  expect(activeAfter(entry("start", 1))).toEqual(["web n1"]);
  expect(activeAfter(entry("start", 1), entry("stop", -1))).toEqual(["web n1"]);
  expect(activeAfter(entry("start", 1), entry("stop", 2))).toEqual([]);
});
