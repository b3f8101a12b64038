import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExecutionStatus, findNodeProcesses, OCF, ProcessRunner, SystemClock } from "@sanode/ra";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { OperationRequest } from "../operation/operation.js";
import type { LrmEvent } from "./events.js";
import { LocalResourceManager } from "./local-resource-manager.js";

// A node with real agents, real daemons and the computer's clock.

/** Keeps a sleeping process; hangs in its monitor while there is a file named hang. */
const AGENT = `#!/bin/sh
pid_file=$HA_RSCTMP/$OCF_RESOURCE_INSTANCE.pid
alive() { [ -r "$pid_file" ] && read -r pid <"$pid_file" && [ -r "/proc/$pid/cmdline" ] && grep -q sleep "/proc/$pid/cmdline"; }
case $1 in
  start) alive || { sleep 600 >/dev/null 2>&1 & echo $! >"$pid_file"; until alive; do sleep 0.01; done; } ;;
  stop) alive && kill -9 "$pid"; rm -f "$pid_file" ;;
  monitor) [ -e "$HA_RSCTMP/hang" ] && sleep 600; alive || exit 7 ;;
  meta-data) echo '<resource-agent name="Sleeper"><version>1.1</version></resource-agent>' ;;
  *) exit 3 ;;
esac
`;

let scratch: string;
let mark: string;
let stateDirectory: string;
let events: LrmEvent[];
let manager: LocalResourceManager;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "sanode-lrm-"));
  mark = `${scratch}/node1`;
  stateDirectory = join(scratch, "state");
  mkdirSync(join(scratch, "agents", "test"), { recursive: true });
  writeFileSync(join(scratch, "agents", "test", "Sleeper"), AGENT, { mode: 0o755 });
  const runner = new ProcessRunner({ agentDirectories: [join(scratch, "agents")], mark, stateDirectory });
  events = [];
  manager = new LocalResourceManager({
    node: { id: "1", name: "node1" },
    runner,
    clock: new SystemClock(),
    onEvent: (event) => events.push(event),
  });
});

afterEach(async () => {
  await manager.killAll();
  rmSync(scratch, { recursive: true, force: true });
});

const order = (task: string, more: Partial<OperationRequest> = {}): OperationRequest => ({
  resource: { id: "A", agent: { class: "ocf", provider: "test", type: "Sleeper" } },
  task,
  interval: 0,
  timeout: 10_000,
  parameters: {},
  ...more,
});

/** For hosts that have much else to do. */
const PATIENT = { timeout: 20_000 };

const daemon = (): number => Number(readFileSync(join(stateDirectory, "A.pid"), "utf8"));

const failures = (): string[] =>
  events.flatMap((event) =>
    event.kind === "history"
      ? event.entries
          .filter(({ id }) => id === "A_last_failure_0")
          .map(({ task, interval, status, exitCode }) => `${task} ${interval} ${status}:${exitCode}`)
      : [],
  );

test("a resource starts, is watched, and stops", async () => {
  expect((await manager.execute(order("start"))).exitCode).toBe(OCF.SUCCESS);
  expect((await manager.execute(order("monitor", { interval: 100 }))).exitCode).toBe(OCF.SUCCESS);
  expect((await manager.execute(order("stop"))).exitCode).toBe(OCF.SUCCESS);
  expect(failures()).toEqual([]);
  await expect.poll(() => findNodeProcesses({ mark }), PATIENT).toEqual([]);
});

test("the recurring monitor notices that its daemon was killed", async () => {
  await manager.execute(order("start"));
  await manager.execute(order("monitor", { interval: 100 }));
  process.kill(daemon(), "SIGKILL");
  await expect.poll(failures, PATIENT).toEqual([`monitor 100 ${ExecutionStatus.DONE}:${OCF.NOT_RUNNING}`]);
});

test("a monitor that hangs times out, and a stop does not wait for the next one", async () => {
  await manager.execute(order("start"));
  await manager.execute(order("monitor", { interval: 100, timeout: 1500 }));
  writeFileSync(join(stateDirectory, "hang"), "");
  await expect
    .poll(failures, PATIENT)
    .toEqual([`monitor 100 ${ExecutionStatus.TIMED_OUT}:${OCF.ERR_GENERIC}`]);
  expect((await manager.execute(order("stop"))).exitCode).toBe(OCF.SUCCESS);
  await expect.poll(() => findNodeProcesses({ mark }), PATIENT).toEqual([]);
});

test("a node that is killed leaves nothing running, in the middle of whatever it did", async () => {
  await manager.execute(order("start"));
  writeFileSync(join(stateDirectory, "hang"), "");
  const watched = manager.execute(order("monitor", { interval: 100 }));
  await expect.poll(() => findNodeProcesses({ mark }).length).toBeGreaterThan(1);
  const pid = daemon();
  await manager.killAll();
  expect((await watched).status).toBe(ExecutionStatus.NOT_CONNECTED);
  expect(findNodeProcesses({ mark, stateDirectory })).toEqual([]);
  expect(existsSync(`/proc/${pid}/exe`)).toBe(false);
});

test("an agent that vanishes between two monitors is a failure; back again, it can stop what it started", async () => {
  await manager.execute(order("start"));
  await manager.execute(order("monitor", { interval: 100 }));
  const path = join(scratch, "agents", "test", "Sleeper");
  renameSync(path, `${path}.gone`);
  await expect
    .poll(failures, PATIENT)
    .toEqual([`monitor 100 ${ExecutionStatus.NOT_INSTALLED}:${OCF.ERR_INSTALLED}`]);
  expect(await manager.execute(order("stop"))).toMatchObject({ exitCode: OCF.ERR_INSTALLED });
  renameSync(`${path}.gone`, path);
  expect((await manager.execute(order("stop"))).exitCode).toBe(OCF.SUCCESS);
  await expect.poll(() => findNodeProcesses({ mark }), PATIENT).toEqual([]);
});

test("an agent that was updated is asked for its meta-data by the next start", async () => {
  const path = join(scratch, "agents", "test", "Sleeper");
  const secrets = (): readonly string[] | undefined =>
    manager.resourceHistory("A")?.entries.get("A_last_0")?.secure?.names;
  await manager.execute(order("start", { parameters: { key: "1" } }));
  expect(secrets()).toBeUndefined();
  await manager.execute(order("stop"));
  const metadata = '<version>1.1</version><parameters><parameter name="key" private="1"/></parameters>';
  writeFileSync(path, AGENT.replace("<version>1.1</version>", metadata), { mode: 0o755 });
  await manager.execute(order("start", { parameters: { key: "1" } }));
  expect(secrets()).toEqual(["key"]);
});

test("a missing agent is recorded as not installed", async () => {
  const resource = { id: "A", agent: { class: "ocf", provider: "test", type: "Missing" } };
  expect(await manager.execute(order("start", { resource }))).toMatchObject({
    status: ExecutionStatus.NOT_INSTALLED,
    exitCode: OCF.ERR_INSTALLED,
    exitReason: "Missing: No such file or directory",
  });
});
