import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatXml } from "@sanode/cib";
import type { ClusterService } from "@sanode/controller";
import { afterEach, beforeEach, expect, test } from "vitest";
import { run, type Told } from "../../../test-support/run.js";
import { type RunningService, runService } from "../../../test-support/service.js";
import { main } from "../index.js";

/** Writes what it does to a log. A file `stop-fails` or `start-fails` makes it fail, `stop-hangs` hang. */
const agentScript = (directory: string): string => `#!/bin/sh
state=$HA_RSCTMP/$OCF_RESOURCE_INSTANCE.state
[ "$1" = monitor ] || [ "$1" = meta-data ] || echo "$1 $OCF_RESOURCE_INSTANCE" >> ${directory}/log
[ -e ${directory}/$1-hangs ] && sleep 1000
[ -e ${directory}/$1-fails ] && exit 1
case $1 in
  start) touch "$state" ;;
  stop) rm -f "$state" ;;
  monitor) [ -e "$state" ] || exit 7 ;;
  *) exit 3 ;;
esac`;

const primitive = (id: string, more = ""): string =>
  `<primitive id="${id}" class="ocf" provider="test" type="file">${more}<operations>
  <op id="${id}-stop" name="stop" interval="0s" timeout="60s"/></operations></primitive>`;
const target = (id: string, role: string): string =>
  `<meta_attributes id="${id}-m"><nvpair id="${id}-m-t" name="target-role" value="${role}"/></meta_attributes>`;

const CIB = `<cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="1" num_updates="0"><configuration>
  <crm_config><cluster_property_set id="o"><nvpair id="o-f" name="fencing-enabled" value="false"/>
  </cluster_property_set></crm_config><nodes/><resources>${primitive("db", target("db", "Started"))}
  <group id="site">${primitive("ip")}${primitive("web", target("web", "Started"))}</group>
  <clone id="everywhere">${primitive("each")}</clone>${primitive("off", target("off", "Stopped"))}</resources>
  <constraints><rsc_order id="order" first="db" then="site"/></constraints></configuration></cib>`;

let running: RunningService;
let directory: string;
let service: ClusterService;

beforeEach(async () => {
  running = await runService(CIB, { file: agentScript });
  ({ directory, service } = running);
  rmSync(join(directory, "log"));
});

afterEach(() => running.end());

const resource = (...args: string[]): Promise<Told> => run(main, ...args, ...running.state);
const configuration = (): string => formatXml(service.cluster.cib).split("<status")[0] ?? "";
const targets = (): readonly string[] =>
  [...configuration().matchAll(/id="(\S+)-target-role|id="(\w+)-m-t" name="target-role" value="(\w+)"/g)].map(
    ([, made, id, value]) => made ?? `${id} ${value}`,
  );
const actions = (): readonly string[] =>
  existsSync(join(directory, "log"))
    ? readFileSync(join(directory, "log"), "utf8").trimEnd().split("\n")
    : [];

const BEFORE = ["db Started", "web Started", "off Stopped"];

test("a resource is restarted with what depends on it, in order, and the configuration is as before", async () => {
  const told = await resource("restart", "db");
  expect(told).toMatchObject({ status: 0, errors: "" });
  expect(told.output).toContain("Waiting for 3 resources to stop:\n * db\n * ip\n * web\n");
  expect(actions()).toEqual(["stop web", "stop ip", "stop db", "start db", "start ip", "start web"]);
  expect(targets()).toEqual(BEFORE);
}, 30_000);

test("members of a group that have a target role of their own get it back", async () => {
  expect(await resource("restart", "site")).toMatchObject({ status: 0 });
  expect(actions()).toEqual(["stop web", "stop ip", "start ip", "start web"]);
  expect(targets()).toEqual(BEFORE);
}, 30_000);

test("one instance of a clone is restarted, and no ban remains", async () => {
  expect(await resource("restart", "each", "-N", "n2")).toMatchObject({ status: 0 });
  expect(actions()).toEqual(["stop each", "start each"]);
  expect(configuration()).not.toContain("cli-ban");
}, 30_000);

test("a stop that fails is told, and the configuration is restored", async () => {
  writeFileSync(join(directory, "stop-fails"), "");
  const told = await resource("restart", "db");
  expect(told.status).toBe(1);
  expect(told.errors).toMatch(/Could not complete shutdown of db, \d resources remaining/);
  expect(targets()).toEqual(BEFORE);
}, 30_000);

test("a start that fails is told after the configuration was restored", async () => {
  writeFileSync(join(directory, "start-fails"), "");
  const told = await resource("restart", "db");
  expect([told.status, told.errors]).toEqual([
    1,
    "sanode resource: Could not complete restart of db, 3 resources remaining: the cluster does no more\n",
  ]);
  expect(targets()).toEqual(BEFORE);
}, 30_000);

test("if the time is up or the user interrupts, the configuration is restored", async () => {
  writeFileSync(join(directory, "stop-hangs"), "");
  expect(await resource("restart", "db", "--timeout", "300ms")).toMatchObject({ status: 124 });
  expect(targets()).toEqual(BEFORE);
  const interrupted = resource("restart", "db");
  while (!targets().includes("db Stopped")) await new Promise((resolve) => setTimeout(resolve, 10));
  process.emit("SIGINT");
  expect(await interrupted).toMatchObject({ status: 130, errors: expect.stringContaining("interrupted") });
  expect(targets()).toEqual(BEFORE);
}, 30_000);

test.each([
  [["nothing"], 105, "Resource 'nothing' not found"],
  [["db", "-N", "n9"], 105, "Node 'n9' not found"],
  [["off"], 105, "off is not running anywhere and so cannot be restarted"],
  [["each:0"], 2, "Cannot operate on clone resource instance 'each:0'"],
  [[], 64, "RESOURCE is missing"],
])(
  "restart %j is refused and changes nothing",
  async (words, status, message) => {
    const epoch = service.cluster.cib.attributes.epoch;
    expect(await resource("restart", ...words)).toMatchObject({
      status,
      errors: expect.stringContaining(message),
    });
    expect(service.cluster.cib.attributes.epoch).toBe(epoch);
  },
  30_000,
);
