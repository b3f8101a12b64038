import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatXml, fromEpoch } from "@sanode/cib";
import { formatOperations, unpack } from "@sanode/pengine";
import { afterAll, expect, test } from "vitest";
import { localClock } from "../../packages/cli/src/command/local-clock.js";
import { statusLines } from "../../packages/cli/src/mon/status-text.js";
import { generateCib } from "./generate.js";

// What sanode status says of random clusters, compared with the reference's crm_mon. Runs if SANODE_REFERENCE names a
// directory with crm_mon.

const tools = process.env.SANODE_REFERENCE;
if (tools === undefined) console.info("SANODE_REFERENCE is not set: no comparison of the status of clusters");

const CLUSTERS = 60;
const scratch = mkdtempSync(join(tmpdir(), "sanode-test-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test.skipIf(tools === undefined)(
  "the status of a cluster is that of crm_mon, in all sections",
  () => {
    const path = join(scratch, "cib.xml");
    for (let seed = 1; seed <= CLUSTERS; seed += 1) {
      const cib = generateCib(seed);
      writeFileSync(path, formatXml(cib));
      const { stdout, status } = spawnSync(join(tools ?? "", "crm_mon"), ["-1rfA"], {
        env: { ...process.env, CIB_file: path },
        encoding: "utf8",
        timeout: 20_000,
      });
      // The reference does not open documents that other tools of it tolerate.
      if (status !== 0 || !stdout.startsWith("Cluster Summary:")) continue;
      const now = Math.floor(Date.now() / 1000);
      const ours = statusLines(cib, { now, attributes: true, failCounts: true });
      expect({ seed, lines: timeless(ours) }).toEqual({
        seed,
        lines: timeless(stdout.trimEnd().split("\n")),
      });
    }
  },
  120_000,
);

test.skipIf(tools === undefined)(
  "the operations that nodes remember are those that crm_resource lists",
  () => {
    const path = join(scratch, "cib.xml");
    for (let seed = 1; seed <= CLUSTERS / 2; seed += 1) {
      const cib = generateCib(seed);
      writeFileSync(path, formatXml(cib));
      const state = unpack(cib, { now: fromEpoch(Math.floor(Date.now() / 1000)) });
      for (const [option, activeOnly] of [
        ["-o", false],
        ["-O", true],
      ] as const) {
        const { stdout, status } = spawnSync(join(tools ?? "", "crm_resource"), [option], {
          env: { ...process.env, CIB_file: path },
          encoding: "utf8",
          timeout: 20_000,
        });
        if (status !== 0) continue;
        // The reference says of a time that was not recorded that it is a null pointer.
        const theirs = stdout.trimEnd().replaceAll(", exec=(null)ms", "").split("\n");
        const ours = formatOperations(state, { activeOnly }, localClock);
        expect({ seed, lines: configured(ours) }).toEqual({ seed, lines: configured(theirs) });
      }
    }
  },
  120_000,
);

/** Instances of what is configured no more go by other numbers. */
function configured(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => line !== "" && !line.includes(" ORPHANED "));
}

function timeless(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => !line.includes("Last updated:"));
}
