import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { type Option, runOurs, runReference } from "./option-runs.js";

const reference = process.env.SANODE_REFERENCE;
process.env.TZ = "UTC";

if (reference === undefined) {
  console.log("simulate-options: set SANODE_REFERENCE to a directory with crm_simulate to compare with it");
}

const options: readonly Option[] = [
  ["-R"],
  ["-S"],
  ["-X"],
  ["-s"],
  ["-U"],
  ["-Q"],
  ["-A"],
  ["-c"],
  ["-j"],
  ["-V"],
  ["--output-as=xml"],
  ["-a", "-D", "FILE:all.dot"],
  ["-D", "FILE:graph.dot"],
  ["-G", "FILE:graph.xml"],
  ["-I", "FILE:before.xml"],
  ["-O", "FILE:after.xml"],
  ["-t", "2031-05-05 12:00:00Z"],
  ["-t", "nonsense"],
  ["-q", "0"],
  ["-w", "true"],
  ["-u", "gamma"],
  ["-u", "delta"],
  ["-d", "beta"],
  ["-f", "beta"],
  ["-g", "T"],
  ["-r", "T"],
  ["-b", "T"],
  ["-e", "T"],
  ["-i", "web_monitor_10000@beta=7"],
  ["-i", "store_promote_0@alpha=1"],
  ["-i", "disk_stop_0@beta=1"],
  ["-i", "nothing_start_0@beta=0"],
  ["-i", "malformed"],
  ["-F", "web_start_0@beta=1"],
  ["-F", "disk_start_0@beta=5"],
  ["-F", "store_monitor_0@alpha=0"],
  ["-F", "web_start_0@beta=bad"],
];

const clusters = ["starting", "running"];
const folder = mkdtempSync(join(tmpdir(), "sanode-options-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function compare(cluster: string, given: readonly Option[]): Promise<void> {
  const document = fileURLToPath(new URL(`./clusters/${cluster}.xml`, import.meta.url));
  const ours = await runOurs(folder, document, given);
  const theirs = await runReference(join(reference ?? "", "crm_simulate"), folder, document, given);
  expect(ours, given.flat().join(" ")).toEqual(theirs);
}

describe.skipIf(reference === undefined).each(clusters)(
  "on the cluster %s the reference agrees about",
  (cluster) => {
    test.each(options.map((option) => [option.join(" "), option] as const))("%s", async (_name, option) => {
      await compare(cluster, [option]);
    });

    test.each(options.map((option, at) => [option.join(" "), option, options.slice(at + 1)] as const))(
      "%s with every later option",
      async (_name, option, others) => {
        for (const other of others) await compare(cluster, [option, other]);
      },
      600_000,
    );
  },
);
