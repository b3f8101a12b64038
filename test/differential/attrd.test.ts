import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ClusterService } from "@sanode/controller";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canRunPacemaker, underPacemaker } from "../../packages/attributes/test-support/pacemaker.js";
import { main } from "../../packages/cli/src/attrd/index.js";
import { run } from "../../packages/cli/test-support/run.js";

// `sanode attrd` and `attrd_updater`, asked the same, one after the other, on a node of the name n1.

const reference = process.env.SANODE_REFERENCE ?? "";
if (!canRunPacemaker(reference)) {
  console.info(
    "SANODE_REFERENCE has no attribute manager, or this is not root: no comparison of sanode attrd",
  );
}

const CONFIGURATION = `<cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="1" num_updates="0"><configuration>
  <crm_config/><nodes/><resources/><constraints/></configuration></cib>`;

const CALLS: readonly (readonly string[])[] = [
  ["-U", "5"],
  ["-n", "a", "-Y"],
  ["-n", "a", "-Y", "-d", "5"],
  ["-n", "a", "-Q"],
  ["-n", "foo", "-U", "5"],
  ["-n", "foo"],
  ["-n", "foo", "-Q", "-N", "N1"],
  ["-n", "foo", "-Q", "-A"],
  ["-n", "foo", "-B", "9"],
  ["-n", "foo", "-B", "9", "-d", "3s"],
  ["-n", "foo", "-Q"],
  ["-n", "foo", "-D"],
  ["-n", "foo", "-Q", "-A"],
  ["-n", "new", "-D"],
  ["-n", "new", "-Q"],
  ["-n", "new", "-B", "1"],
  ["-n", "bad", "-U", "5", "-d", "xx"],
  ["-n", "bad", "-Q"],
  ["-n", "foo", "-U", 'a"b\n\tc'],
  ["-n", "foo", "-Q"],
  ["-R"],
  ["-R", "-n", "x"],
  ["-P", "^f", "-U", "3"],
  ["-P", "(", "-U", "4"],
  ["-P", "^nomatch", "-D"],
  ["-P", "foo", "-B", "3"],
  ["-P", "foo", "-Y", "-d", "3"],
  ["-P", "foo", "-R"],
  ["-P", "foo", "-Q"],
  ["-P", "foo"],
  ["-n", "a", "-P", "b", "-U", "1"],
  ["-n", "foo", "-U", "1", "-U", "2"],
  ["-n", "foo", "-Q", "-U", "9"],
  ["-n", "foo", "-U", "8", "-Q"],
  ["-n", "foo", "-v", "4"],
  ["-n", "foo", "-U", "value++"],
  ["-n", "foo", "-U", "value+=1000000"],
  ["-n", "foo", "-Q", "-q"],
  ["-n", "foo", "-l", "reboot", "-U", "5"],
  ["-n", "foo", "-l", "forever"],
  ["-n", "foo", "-S", "x"],
  ["-n", "foo", "-l", ""],
  ["-n", "foo", "-U", "6", "-W", "local"],
  ["-n", "foo", "-U", "6", "-W", "soon"],
  ["-n", "foo", "-D", "-d", "5"],
  ["-n", "foo", "-Y", "-d", "xx"],
  ["-n", "foo", "-A"],
  ["-A"],
  ["-D"],
  ["-n", "priv", "-U", "5", "-p"],
  ["-n", "priv", "-Q"],
  ["-n", "ut", "-U", "5", "-z", "-s", "myset"],
  ["-n", "foo", "-U", "3", "extra"],
  ["-n", "foo", "-U", "-5"],
  ["-n", "foo", "-D", "-U", "8"],
  ["-n", "foo", "-Q"],
  ["-n"],
  ["-x"],
  ["--bogus"],
];

const scratch = mkdtempSync(join(tmpdir(), "sanode-attrd-"));
const environment = process.env;
let service: ClusterService;
beforeAll(async () => {
  const { OCF_RESKEY_CRM_meta_on_node: _, ...rest } = environment;
  process.env = rest;
  service = await ClusterService.open({
    directory: join(scratch, "state"),
    configuration: CONFIGURATION,
    nodes: ["n1"],
    agentDirectories: [],
    software: "test",
  });
  await service.start();
  await service.cluster.settled();
});
afterAll(async () => {
  process.env = environment;
  await service.stop();
  rmSync(scratch, { recursive: true, force: true });
});

describe.skipIf(!canRunPacemaker(reference))("attrd_updater", () => {
  test("prints the same and ends with the same status", async () => {
    const script = CALLS.map((args) => {
      const words = args.map((word) => `'${word}'`).join(" ");
      return `${reference}/attrd_updater ${words} 2>${scratch}/errors; echo "status $?"; cat ${scratch}/errors; echo "=="\n`;
    });
    const { stdout } = underPacemaker(reference, join(scratch, "pacemaker"), script.join(""));
    const theirs = stdout.split("==\n").slice(0, CALLS.length);
    const ours: string[] = [];
    for (const args of CALLS) {
      const told = await run(main, "--state", join(scratch, "state"), ...args);
      const errors = told.errors.replaceAll("sanode attrd:", "attrd_updater:");
      ours.push(`${told.output}status ${told.status}\n${errors}`);
    }
    const lines = (texts: readonly string[]) => CALLS.map((args, at) => `${args.join(" ")}\n${texts[at]}`);
    expect(lines(ours)).toEqual(lines(theirs));
  });
});
