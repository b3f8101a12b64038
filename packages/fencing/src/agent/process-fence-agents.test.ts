import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExecutionStatus } from "@sanode/ra";
import { afterAll, describe, expect, test } from "vitest";
import type { AgentAnswer } from "./fence-agents.js";
import { ProcessFenceAgents } from "./process-fence-agents.js";

const scratch = mkdtempSync(join(tmpdir(), "sanode-fence-agents-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const agents = new ProcessFenceAgents({
  directory: scratch,
  grace: 200,
  secretsDirectory: join(scratch, "none"),
});

function write(name: string, script: string, mode = 0o755): string {
  const path = join(scratch, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, mode);
  return name;
}

function run(
  agent: string,
  input: Record<string, string> = { action: "off" },
  timeout = 20_000,
): Promise<AgentAnswer> {
  return agents.run({ agent, device: "d", input: new Map(Object.entries(input)), timeout });
}

test("an agent reads its parameters from standard input, one a line and in order", async () => {
  const answer = await run(write("fence_reads", "cat"), {
    nodename: "n",
    action: "off",
    empty: "",
    odd: " a=b ",
  });
  expect(answer).toMatchObject({ exitStatus: 0, status: ExecutionStatus.DONE, reason: null });
  expect(answer.output).toBe("nodename=n\naction=off\nempty=\nodd= a=b \n");
});

test("its standard input is a pipe that can be opened by name", async () => {
  expect((await run(write("fence_opens", "cat < /dev/stdin"))).output).toBe("action=off\n");
});

test("an exit status stays what it is", async () => {
  const answer = await run(write("fence_fails", "cat > /dev/null; echo out; echo wrong >&2; exit 2"));
  expect(answer).toMatchObject({
    exitStatus: 2,
    status: ExecutionStatus.DONE,
    output: "out\n",
    errorOutput: "wrong\n",
  });
  expect((await run(write("fence_odd", "exit 77"))).exitStatus).toBe(77);
});

test("an agent that hangs is ended, even if it does not want to", async () => {
  const answer = await run(write("fence_hangs", "trap '' TERM; sleep 600 & wait; sleep 600"), undefined, 300);
  expect(answer.status).toBe(ExecutionStatus.TIMED_OUT);
  expect(answer.reason).toBe("Fence agent did not complete within 300ms");
});

test("an agent that is killed, missing or not executable is no success", async () => {
  expect(await run(write("fence_dies", "kill -KILL $$"))).toMatchObject({
    status: ExecutionStatus.ERROR,
    reason: "Fence agent interrupted by Killed signal",
  });
  expect(await run("fence_missing")).toMatchObject({
    status: ExecutionStatus.NOT_INSTALLED,
    reason: `${scratch}/fence_missing: No such file or directory`,
  });
  expect((await run("../bin/sh")).status).toBe(ExecutionStatus.NOT_INSTALLED);
  expect((await run(write("fence_closed", "exit 0", 0o644))).exitStatus).not.toBe(0);
});

test("much output does not hold an agent up, nor does input that it does not read", async () => {
  const talks = write("fence_talks", "head -c 3000000 /dev/zero | tr '\\0' x");
  expect((await run(talks)).output).toHaveLength(3_000_000);
  const big = { action: "off", big: "x".repeat(300_000) };
  expect((await run(write("fence_deaf", "exit 0"), big)).exitStatus).toBe(0);
  expect((await run(write("fence_counts", "wc -c"), big)).output.trim()).toBe(String(300_000 + 16));
});

test("an agent that starts a daemon is over when it ends itself", async () => {
  const answer = await run(write("fence_leaves", "sleep 5 & exit 0"));
  expect(answer.exitStatus).toBe(0);
});

describe("what cannot be told is not told in part", () => {
  test("a value with an end of line in it would set another parameter", async () => {
    const answer = await run(write("fence_cat", "cat"), { action: "status", ip: "a\naction=off" });
    expect(answer).toMatchObject({ exitStatus: 2, output: "" });
    expect(answer.reason).toContain("'ip'");
  });

  test("a secret that this host does not have", async () => {
    const answer = await run(write("fence_secret", "cat"), { action: "off", password: "lrm://" });
    expect(answer).toMatchObject({ status: ExecutionStatus.NO_SECRETS, reason: "Failed to get CIB secrets" });
  });
});

test("plug-ins of cluster-glue are called by its command, with parameters in the environment", async () => {
  write("stonith", `echo "$@ $hostlist"; [ "$6" = bad ] && exit 7; exit 0`);
  const glue = new ProcessFenceAgents({ directory: scratch, stonithCommand: join(scratch, "stonith") });
  const call = (nodename: string): Promise<AgentAnswer> => {
    const input = new Map(Object.entries({ action: "off", nodename, plugin: "null", hostlist: "a b" }));
    return glue.run({ agent: "fence_legacy", device: "d", input, timeout: 5000 });
  };
  expect(await call("a")).toMatchObject({ exitStatus: 0, output: "-t null -E -T off a a b\n" });
  expect((await call("bad")).exitStatus).toBe(1);
});
