import { parseXml } from "@sanode/cib";
import { describe, expect, it } from "vitest";
import { cibText, WEB } from "../../../test-support/run.js";
import { explain } from "./explain.js";
import { tellWhy } from "./tell.js";

const NOW = 1_700_000_000;
const why = (text: string, id = "web"): string =>
  explain(parseXml(text), id, NOW)
    .flatMap(tellWhy)
    .map((line) => `${line}\n`)
    .join("");

const meta = (...pairs: readonly [string, string][]): string =>
  WEB.replace(
    "/>",
    `><meta_attributes id="m">${pairs.map(([n, v]) => `<nvpair id="m-${n}" name="${n}" value="${v}"/>`).join("")}</meta_attributes></primitive>`,
  );

const option = (text: string, name: string, value: string): string =>
  text.replace(
    "</cluster_property_set>",
    `<nvpair id="o-${name}" name="${name}" value="${value}"/></cluster_property_set>`,
  );

/** Adds to what n1 remembers. */
const history = (text: string, operation: string, more = ""): string =>
  text.replace(
    'uname="n1" in_ccm="true" crmd="online" join="member" expected="member"/>',
    `uname="n1" in_ccm="true" crmd="online" join="member" expected="member"><lrm id="1"><lrm_resources>
    <lrm_resource id="web" class="ocf" provider="heartbeat" type="apache">${operation}</lrm_resource></lrm_resources></lrm>${more}</node_state>`,
  );

const operation = (task: string, code: number, more = ""): string =>
  `<lrm_rsc_op id="web_last_0" operation="${task}" operation_key="web_${task}_0" transition-key="1:1:0:u"
  transition-magic="0:${code};1:1:0:u" call-id="1" rc-code="${code}" op-status="0" interval="0"
  last-rc-change="1699999000" ${more}/>`;

const AVOID = '<rsc_location id="avoid" rsc="web" node="n1" score="-INFINITY"/>';

describe("sanode resource why", () => {
  it("tells what each node's score is made of, the chosen one first", () => {
    const prefer = '<rsc_location id="prefer" rsc="web" node="n2" score="50"/>';
    expect(why(cibText(WEB, undefined, prefer))).toBe(`web runs nowhere, and is to be started on n2.
  Nodes:
    n2: 50, chosen
            +50  location constraint prefer
    n1: 0
`);
  });

  it("tells who stopped it, and how to start it", () => {
    const text = why(cibText(meta(["target-role", "Stopped"])));
    expect(text).toContain("web runs nowhere, and stays stopped.\n  * target-role of web is Stopped\n");
    expect(text).toContain("-> sanode resource start web");
    const group = `<group id="g"><meta_attributes id="gm"><nvpair id="gt" name="target-role" value="Stopped"/></meta_attributes>${WEB}</group>`;
    expect(why(cibText(group))).toContain("target-role of g is Stopped");
  });

  it("tells what a person has moved or banned", () => {
    const ban = '<rsc_location id="cli-ban-web-on-n1" rsc="web" node="n1" score="-INFINITY"/>';
    expect(why(cibText(WEB, undefined, ban))).toContain(
      "-INFINITY  it was banned by hand (constraint cli-ban-web-on-n1)",
    );
  });

  it("tells a failure with its time and reason, and that it keeps the resource away", () => {
    const count =
      '<transient_attributes id="1"><instance_attributes id="t"><nvpair id="t-f" name="fail-count-web#start_0" value="INFINITY"/></instance_attributes></transient_attributes>';
    const cib = cibText(WEB, undefined, AVOID.replace("n1", "n2"));
    const text = why(history(cib, operation("start", 1, 'exit-reason="no disk"'), count));
    expect(text).toMatch(/\* start on n1 failed at .*: .*\(no disk\)\n {6}-> .*sanode resource cleanup web/);
    expect(text).toContain("web has failed there too often (migration-threshold)");
    expect(text).toContain("every node that is up is forbidden to it");
  });

  it("tells that nobody acts on it", () => {
    const running = history(cibText(meta(["is-managed", "false"])), operation("start", 0));
    expect(why(running)).toMatch(/^web runs on n1, and is left as it is: on n1\.\n {2}\* it is not managed/);
    expect(why(option(cibText(WEB), "maintenance-mode", "true"))).toContain(
      "the whole cluster is in maintenance",
    );
  });

  it("tells that there is no quorum, and that there is no device to fence with", () => {
    const lonely = cibText(WEB).replace('have-quorum="1"', 'have-quorum="0"');
    expect(why(lonely)).toContain("too few nodes are up for a quorum (no-quorum-policy: stop)");
    const fencing = cibText(WEB).replace(
      'name="fencing-enabled" value="false"',
      'name="fencing-enabled" value="true"',
    );
    expect(why(fencing)).toContain("there is no fencing device: nothing is started");
  });

  it("tells what another resource has to do first, and does not", () => {
    const disk =
      '<primitive id="disk" class="ocf" provider="heartbeat" type="Filesystem"><meta_attributes id="d"><nvpair id="dt" name="target-role" value="Stopped"/></meta_attributes></primitive>';
    const order = '<rsc_order id="after" first="disk" then="web"/>';
    expect(why(cibText(disk + WEB, undefined, order))).toMatch(
      /start on n\d cannot be done: start of disk has to come first, and cannot\n {6}-> sanode resource why disk/,
    );
  });

  it("tells what it follows, and what the node itself cannot do", () => {
    const disk = WEB.replaceAll("web", "disk");
    const both =
      '<rsc_colocation id="with" rsc="web" with-rsc="disk" score="INFINITY"/><rsc_location id="l" rsc="disk" node="n2" score="INFINITY"/>';
    expect(why(cibText(disk + WEB, undefined, both))).toContain("it follows disk (colocation with)");
    const away = cibText(WEB).replace(
      'uname="n2" in_ccm="true" crmd="online"',
      'uname="n2" in_ccm="false" crmd="offline"',
    );
    expect(why(away)).toMatch(/n2: .*; it (is offline|has to be|s state)/);
  });

  it("refuses a resource that is not there", () => {
    expect(() => why(cibText(WEB), "nothing")).toThrow("Resource 'nothing' not found");
  });
});
