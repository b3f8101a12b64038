import { afterAll, beforeAll, expect, test } from "vitest";
import { run, type Told } from "../../test-support/run.js";
import { type RunningService, runService } from "../../test-support/service.js";
import { main } from "./index.js";

/** Tells its parameters and the level of the check; `promote` fails with a reason. */
const AGENT = `#!/bin/sh
state=$HA_RSCTMP/$OCF_RESOURCE_INSTANCE.state
case $1 in
  start) touch "$state" ;;
  stop) rm -f "$state" ;;
  monitor) [ -e "$state" ] || exit 7; [ "$OCF_CHECK_LEVEL" != 20 ] || echo "port $OCF_RESKEY_port on $SANODE_NODE" ;;
  promote) echo "ocf-exit-reason:no quorum" >&2; exit 1 ;;
  demote) sleep 1000 ;;
  validate-all) [ "$OCF_RESKEY_port" = 80 ] || exit 6 ;;
  *) exit 3 ;;
esac`;

const primitive = (id: string, more = ""): string =>
  `<primitive id="${id}" class="ocf" provider="test" type="file">
  <instance_attributes id="${id}-i"><nvpair id="${id}-p" name="port" value="80"/></instance_attributes>${more}</primitive>`;
const stopped =
  '<meta_attributes id="off-m"><nvpair id="off-t" name="target-role" value="Stopped"/></meta_attributes>';

const CIB = `<cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="1" num_updates="0"><configuration>
  <crm_config><cluster_property_set id="o"><nvpair id="o-f" name="fencing-enabled" value="false"/>
  </cluster_property_set></crm_config><nodes/><resources>${primitive("web")}${primitive("off", stopped)}
  <group id="site">${primitive("ip")}</group><primitive id="bmc" class="stonith" type="fence_none"/></resources>
  <constraints><rsc_location id="l" rsc="web" node="n1" score="100"/></constraints></configuration></cib>`;

let running: RunningService;

beforeAll(async () => {
  running = await runService(CIB, { file: () => AGENT });
}, 30_000);

afterAll(() => running.end());

const resource = (...args: string[]): Promise<Told> => run(main, ...args, ...running.state);

test("an agent is run where its resource is, as the node's, and all that it says is shown", async () => {
  const told = await resource("force-check", "web", "--level", "20");
  expect(told).toMatchObject({ status: 0, errors: "" });
  expect(told.output).toMatch(
    /^Operation force-check for web \(ocf:test:file\) returned 0 \(OK\)\nport 80 on \S+\/n1\n$/,
  );
  expect(await resource("validate", "web")).toMatchObject({ status: 0 });
});

test("the agent's status is the command's, with its reason", async () => {
  expect(await resource("force-check", "off", "-N", "n2")).toEqual({
    status: 7,
    output: "Operation force-check for off (ocf:test:file) returned 7 (Not running)\n",
    errors: "",
  });
  expect(await resource("force-promote", "web")).toEqual({
    status: 1,
    output: "Operation force-promote for web (ocf:test:file) returned 1 (Error occurred: no quorum)\n",
    errors: "ocf-exit-reason:no quorum\n",
  });
  const late = await resource("force-demote", "web", "--timeout", "200ms", "--json");
  expect(late.status).toBe(124);
  expect(JSON.parse(late.output)).toMatchObject({ resource: "web", command: "force-demote", exitCode: 1 });
});

test("a resource is started and stopped past the cluster, but not in a second place unless forced", async () => {
  expect(await resource("force-start", "off", "-N", "n2")).toMatchObject({ status: 0 });
  expect(await resource("force-check", "off", "-N", "n2")).toMatchObject({ status: 0 });
  expect(await resource("force-stop", "off", "-N", "n2")).toMatchObject({ status: 0 });
  expect(await resource("force-start", "web", "-N", "n2")).toMatchObject({
    status: 107,
    errors: "sanode resource: It is not safe to do that here: web is active on n1\n",
  });
  expect(await resource("force-start", "web", "-N", "n2", "--force")).toMatchObject({ status: 0 });
  expect(await resource("force-stop", "web", "-N", "n2")).toMatchObject({ status: 0 });
});

test.each([
  [["force-check", "nothing", "-N", "n1"], 105, "Resource 'nothing' not found"],
  [["force-check", "off"], 64, "Say on which node"],
  [["force-check", "web", "-N", "n9"], 105, "no node n9"],
  [["force-check", "site"], 3, "'site' is a group"],
  [["force-stop", "bmc", "-N", "n1"], 3, "Manual execution of the stonith standard is unsupported"],
  [["force-check", "web", "--level", "deep"], 64, "No such level"],
])("%j is refused", async (words, status, message) => {
  expect(await resource(...words)).toMatchObject({ status, errors: expect.stringContaining(message) });
});
