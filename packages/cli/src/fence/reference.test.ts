import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { run } from "../../test-support/run.js";
import { main } from "./index.js";

const tool = join(process.env.SANODE_REFERENCE ?? "/nowhere", "stonith_admin");

function stonithAdmin(...args: string[]): { status: number | null; output: string } {
  const { status, stdout } = spawnSync(tool, args, { encoding: "utf8" });
  return { status, output: stdout };
}

/** Agents that are simple enough to be described everywhere where they are installed. */
const AGENTS = ["fence_ipmilan", "fence_virsh", "fence_apc", "fence_scsi", "fence_kdump", "fence_sbd"];
const installed = AGENTS.filter((agent) => existsSync(join("/usr/sbin", agent)));

describe.skipIf(!existsSync(tool))("sanode fence and stonith_admin", () => {
  it("list the same agents", async () => {
    const { output } = await run(main, "list-agents");
    expect(output).toBe(stonithAdmin("-I").output);
  });

  it.each(installed)("show the same meta-data of %s", async (agent) => {
    const { output } = await run(main, "metadata", agent);
    expect(output).toBe(stonithAdmin("-M", "-a", agent).output);
  });

  it.each([...installed, "fence_missing"])("judge parameters alike: %s", async (agent) => {
    const { status, output } = await run(main, "validate", agent, "ip=127.0.0.1", "username=a", "password=b");
    const args = ["-o", "ip=127.0.0.1", "-o", "username=a", "-o", "password=b"];
    expect({ status, output }).toEqual(stonithAdmin("-K", "-a", agent, ...args));
  });
});
