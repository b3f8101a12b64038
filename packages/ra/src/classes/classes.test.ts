import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { ActionRequest } from "../agent/action-request.js";
import { ExecutionStatus } from "../result/execution-status.js";
import { OCF } from "../result/exit-code.js";
import { HostAgents } from "./host-agents.js";

// Real scripts in directories of their own, as real processes.

const scratch = mkdtempSync(join(tmpdir(), "sanode-classes-"));
const directories = {
  agentDirectories: [join(scratch, "ocf")],
  initDirectory: join(scratch, "init.d"),
  heartbeatDirectory: join(scratch, "resource.d"),
  fenceDirectory: join(scratch, "sbin"),
};
const noBus = { busAddress: `unix:path=${join(scratch, "no-bus")}` };
const agents = new HostAgents({ ...directories, systemd: noBus });
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function script(directory: string, name: string, text: string, mode = 0o755): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(directory, name), mode);
}

const request = (name: string, type: string, action: string, parameters = {}): ActionRequest => ({
  agent: { class: name, type },
  resource: "R",
  action,
  parameters,
  timeout: 10_000,
});

describe("LSB scripts", () => {
  script(directories.initDirectory, "exits", 'echo "$1 $#"; env | grep -c OCF_; exit "$(cat "$0.status")"');
  const exitWith = (status: number): void =>
    writeFileSync(join(directories.initDirectory, "exits.status"), String(status));

  test.each([
    [0, OCF.SUCCESS],
    [1, OCF.NOT_RUNNING],
    [2, OCF.NOT_RUNNING],
    [3, OCF.NOT_RUNNING],
    [4, OCF.ERR_GENERIC],
    [150, OCF.ERR_INSTALLED],
    [151, OCF.ERR_PERM],
    [190, OCF.ERR_GENERIC],
  ])("status %d of a monitor is %d", async (status, exitCode) => {
    exitWith(status);
    const result = await agents.run(request("lsb", "exits", "monitor", { ignored: "1" }));
    expect(result).toMatchObject({ status: ExecutionStatus.DONE, exitCode });
    expect(result.stdout.text).toBe("status 1\n0\n");
  });

  test.each([
    [0, OCF.SUCCESS],
    [6, OCF.ERR_CONFIGURED],
    [7, OCF.NOT_RUNNING],
    [8, OCF.ERR_GENERIC],
    [151, OCF.ERR_GENERIC],
  ])("status %d of a start is %d", async (status, exitCode) => {
    exitWith(status);
    expect(await agents.run(request("LSB", "exits", "start"))).toMatchObject({ exitCode });
  });

  test("a script that is missing, or cannot be executed, is told as Pacemaker tells it", async () => {
    script(directories.initDirectory, "closed", "exit 0", 0o644);
    const missing = await agents.run(request("lsb", "missing", "start"));
    expect(missing).toMatchObject({ status: ExecutionStatus.NOT_INSTALLED, exitCode: OCF.ERR_INSTALLED });
    expect(missing.exitReason).toBe(`${directories.initDirectory}/missing: No such file or directory`);
    const closed = await agents.run(request("lsb", "closed", "monitor"));
    expect(closed).toMatchObject({ status: ExecutionStatus.DONE, exitCode: OCF.ERR_PERM, exitReason: "" });
  });

  test("only what can be executed is listed", async () => {
    const types = (await agents.agentClass("lsb")?.list())?.map(({ type }) => type);
    expect(types).toContain("exits");
    expect(types).not.toContain("closed");
  });

  test("meta-data comes from the comment block", async () => {
    const block = `### BEGIN INIT INFO
# Provides: thing
# Required-Start: $network
# Short-Description: A <small> thing
# Description: first
#  second
### END INIT INFO`;
    script(directories.initDirectory, "thing", block);
    const answer = await agents.metadata({ class: "lsb", type: "thing" });
    expect(answer).toMatchObject({
      metadata: {
        name: "thing",
        shortDescription: "A <small> thing",
        longDescription: "first\n  second",
        parameters: [],
        actions: expect.arrayContaining([expect.objectContaining({ name: "monitor", interval: 15_000 })]),
      },
    });
  });
});

describe("services", () => {
  test("a script is preferred, and stands for what is not there", async () => {
    script(directories.initDirectory, "served", 'test "$1" = status && exit 3; exit 0');
    expect(await agents.run(request("service", "served", "monitor"))).toMatchObject({
      exitCode: OCF.NOT_RUNNING,
    });
    const missing = await agents.run(request("service", "nowhere", "monitor"));
    expect(missing.exitReason).toBe(`${directories.initDirectory}/nowhere: No such file or directory`);
  });
});

describe("units without systemd", () => {
  test("are an error, not a crash", async () => {
    expect(await agents.run(request("systemd", "nginx", "monitor"))).toMatchObject({
      status: ExecutionStatus.ERROR,
      exitCode: OCF.ERR_GENERIC,
      exitReason: "No DBus connection",
    });
    expect(await agents.agentClass("systemd")?.list()).toEqual([]);
    expect(await agents.metadata({ class: "systemd", type: "nginx" })).toHaveProperty("problem");
  });

  test("an action that systemd has not is refused", async () => {
    expect(await agents.run(request("systemd", "nginx", "promote"))).toMatchObject({
      status: ExecutionStatus.ERROR,
      exitCode: OCF.ERR_UNIMPLEMENTED,
      exitReason: "Action promote not implemented for systemd resources",
    });
  });
});

describe("scripts of Heartbeat", () => {
  test("get the values of numbered parameters in order, then the action", async () => {
    script(directories.heartbeatDirectory, "args", 'printf "%s|" "$@"');
    const parameters = { 10: "ten", 2: "$(two) two", 1: "one", name: "ignored" };
    const result = await agents.run(request("heartbeat", "args", "start", parameters));
    expect(result.stdout.text).toBe("one|$(two) two|ten|start|");
  });

  test.each([
    ["INFO: args Running OK", OCF.SUCCESS],
    ["args is OK", OCF.SUCCESS],
    ["INFO: args Resource is stopped", OCF.NOT_RUNNING],
    ["args is not yet running", OCF.NOT_RUNNING],
    ["", OCF.NOT_RUNNING],
    ["ok", OCF.NOT_RUNNING],
  ])("%j on standard output is %d, whatever the exit status", async (text, exitCode) => {
    script(directories.heartbeatDirectory, "status", `echo "${text}"; exit 9`);
    expect(await agents.run(request("heartbeat", "status", "monitor"))).toMatchObject({ exitCode });
  });
});

describe("fence agents", () => {
  script(directories.fenceDirectory, "fence_echo", 'cat; echo "$#" >&2; exit 2');

  test("read the action and their parameters from standard input", async () => {
    const result = await agents.run(
      request("stonith", "fence_echo", "status", { port: "n 1", passwd: "a=b" }),
    );
    expect(result).toMatchObject({ status: ExecutionStatus.DONE, exitCode: OCF.ERR_ARGS });
    expect(result.stdout.text).toBe("action=status\nport=n 1\npasswd=a=b\n");
    expect(result.stderr.text).toBe("0\n");
  });

  test("never get a value that would be read as another parameter", async () => {
    const parameters = { port: "n1\naction=off" };
    const result = await agents.run(request("stonith", "fence_echo", "status", parameters));
    expect(result).toMatchObject({ exitCode: OCF.ERR_ARGS, exitReason: expect.stringContaining('"port"') });
    expect(result.stdout.text).toBe("");
  });

  test("that do not read are not waited for, and input beyond a pipe's capacity arrives", async () => {
    script(directories.fenceDirectory, "fence_deaf", "exit 0");
    script(directories.fenceDirectory, "fence_count", "wc -c; exit 0");
    const long = { data: "x".repeat(300_000) };
    expect(await agents.run(request("stonith", "fence_deaf", "off", long))).toMatchObject({ exitCode: 0 });
    const counted = await agents.run(request("stonith", "fence_count", "off", long));
    expect(Number(counted.stdout.text)).toBe("action=off\ndata=\n".length + 300_000);
  });

  test("that hang are named as fence agents", async () => {
    script(directories.fenceDirectory, "fence_hang", "sleep 60");
    const result = await agents.run({ ...request("stonith", "fence_hang", "off"), timeout: 100 });
    expect(result).toMatchObject({
      status: ExecutionStatus.TIMED_OUT,
      exitReason: "Fence agent did not complete within 100ms",
    });
  });

  test("are listed by their prefix", async () => {
    script(directories.fenceDirectory, "unrelated", "exit 0");
    const types = (await agents.agentClass("stonith")?.list())?.map(({ type }) => type);
    expect(types).toContain("fence_echo");
    expect(types).not.toContain("unrelated");
  });
});

test("a class that nobody knows has no agents", async () => {
  expect(await agents.run(request("nagios", "check_http", "monitor"))).toMatchObject({
    status: ExecutionStatus.NOT_INSTALLED,
    exitCode: OCF.ERR_INSTALLED,
    exitReason: "check_http: No such file or directory",
  });
});

test("agents that change their meta-data are asked anew, and those that vanish are missed", async () => {
  const directory = join(scratch, "ocf", "test");
  const metadataOf = (name: string): string => `echo '<resource-agent name="${name}"/>'`;
  const agent = { class: "ocf", provider: "test", type: "fickle" };
  script(directory, "fickle", metadataOf("first"));
  expect(await agents.metadata(agent)).toMatchObject({ metadata: { name: "first" } });
  script(directory, "fickle", metadataOf("second"));
  expect(await agents.metadata(agent)).toMatchObject({ metadata: { name: "second" } });
  rmSync(join(directory, "fickle"));
  expect(await agents.metadata(agent)).toEqual({
    problem: "ocf:test:fickle gave no meta-data: fickle: No such file or directory",
  });
});

test("relative directories are this process's, not the agents' own", async () => {
  script(join(scratch, "ocf", "test"), "here", "exit 0");
  const relative = join("..", "..", "..", "..", "..", "..", "..", join(scratch, "ocf"));
  const elsewhere = new HostAgents({ agentDirectories: [relative] });
  const start = {
    ...request("ocf", "here", "start"),
    agent: { class: "ocf", provider: "test", type: "here" },
  };
  expect(await elsewhere.run(start)).toMatchObject({ status: ExecutionStatus.DONE, exitCode: OCF.SUCCESS });
});

test("no zombies are left", async () => {
  script(directories.initDirectory, "quick", "exit 0");
  await Promise.all(Array.from({ length: 20 }, () => agents.run(request("lsb", "quick", "start"))));
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, "latin1").trim().split(" ");
  const zombies = children.filter((pid) => {
    try {
      return pid !== "" && /\) Z /.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
    } catch {
      return false;
    }
  });
  expect(zombies).toEqual([]);
});
