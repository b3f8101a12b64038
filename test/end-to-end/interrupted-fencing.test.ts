import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { killNodeProcessesSync } from "@sanode/ra";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { bundle } from "./bundle.js";

// The end of `sanode run`, in good order or by SIGKILL, while a fence agent works.

const METADATA =
  '<resource-agent name="fence_slow"><parameters/><actions><action name="off"/><action name="monitor"/></actions></resource-agent>';

/** Writes its process id to `pid`, and that of a child of its own session that ignores TERM; a file `fast` lets it succeed. */
const fenceAgent = (directory: string): string => `#!/bin/sh
input=$(cat)
case $input in
  *metadata*) echo '${METADATA}' ;;
  *action=off*)
    echo off >> ${directory}/log
    [ -e ${directory}/fast ] && exit 0
    trap '' TERM
    setsid sh -c 'trap "" TERM; while :; do sleep 1; done' > /dev/null 2>&1 < /dev/null &
    echo $! $$ > ${directory}/pid.new
    mv ${directory}/pid.new ${directory}/pid
    while :; do sleep 1; done ;;
esac`;

const CIB = `<cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="1" num_updates="0"><configuration>
  <crm_config/><nodes/><resources><primitive id="bmc" class="stonith" type="fence_slow">
  <instance_attributes id="i"><nvpair id="h" name="pcmk_host_list" value="n2"/></instance_attributes></primitive>
  </resources><constraints/></configuration></cib>`;

const programs = mkdtempSync(join(tmpdir(), "sanode-test-"));
const program = join(programs, "sanode.mjs");
let directory: string;
let running: ChildProcess | undefined;
let log = "";

beforeAll(() =>
  bundle(fileURLToPath(new URL("../../packages/cli/src/main.ts", import.meta.url)), programs, "sanode"),
);
afterAll(() => rmSync(programs, { recursive: true, force: true }));

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "sanode-test-"));
  mkdirSync(join(directory, "fence"));
  writeFileSync(join(directory, "fence", "fence_slow"), fenceAgent(directory));
  chmodSync(join(directory, "fence", "fence_slow"), 0o755);
  writeFileSync(join(directory, "cib.xml"), CIB);
});

afterEach(async () => {
  if (running !== undefined) await end(running, "SIGKILL");
  const identity = join(directory, "state", "identity");
  for (const node of ["", "n1", "n2"]) {
    if (existsSync(identity)) {
      killNodeProcessesSync({ mark: `${readFileSync(identity, "utf8").trim()}/${node}` });
    }
  }
  rmSync(directory, { recursive: true, force: true });
});

async function start(): Promise<ChildProcess> {
  const state = join(directory, "state");
  const words = ["run", join(directory, "cib.xml"), "--state", state, "--node", "n1", "--node", "n2"];
  log = "";
  const child = spawn(
    process.execPath,
    [program, ...words, "--fence-agents", join(directory, "fence"), "--json"],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  running = child;
  child.stderr.on("data", (text: Buffer) => {
    log += text.toString();
  });
  await until(() => log.includes('"kind":"settled"') || child.exitCode !== null);
  return child;
}

const sanode = (...words: string[]): Promise<{ readonly stdout: string }> =>
  promisify(execFile)(process.execPath, [program, ...words, "--state", join(directory, "state")]);

/** Asks for fencing that does not end. Returns the processes of its agent. */
async function fenceInVain(): Promise<readonly number[]> {
  sanode("fence", "off", "n2").catch(() => {});
  await until(() => existsSync(join(directory, "pid")));
  return readFileSync(join(directory, "pid"), "utf8").trim().split(" ").map(Number);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** One that has ended and that nobody has taken note of is not alive. */
function isAlive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
}

test("a fence agent, and what left its process group, do not outlive a cluster that is stopped", async () => {
  const child = await start();
  const pids = await fenceInVain();
  expect(pids.map(isAlive)).toEqual([true, true]);
  await end(child, "SIGTERM");
  expect(pids.map(isAlive)).toEqual([false, false]);
}, 60_000);

test("what a killed cluster was fencing is not believed: its agent is ended, and it is fenced anew", async () => {
  const child = await start();
  const pids = await fenceInVain();
  await end(child, "SIGKILL");
  expect(pids.map(isAlive)).toEqual([true, true]);

  await start();
  expect(pids.map(isAlive)).toEqual([false, false]);
  expect(log).toContain('"kind":"fencing-interrupted","agents":["fence_slow"]');
  expect((await sanode("fence", "history")).stdout).toBe("0 events found\n");
  expect((await sanode("status")).stdout).toContain("Online: [ n1 n2 ]");

  writeFileSync(join(directory, "fast"), "");
  await sanode("fence", "off", "n2");
  expect(readFileSync(join(directory, "log"), "utf8")).toBe("off\noff\n");
  expect((await sanode("status")).stdout).toContain("OFFLINE: [ n2 ]");
}, 60_000);
