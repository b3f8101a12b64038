import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import type { ActionRequest } from "../agent/action-request.js";
import { makeControlGroup, removeControlGroup } from "../process/control-group.js";
import { findNodeProcesses, NODE_MARK } from "../process/node-processes.js";
import { ExecutionStatus } from "../result/execution-status.js";
import { ProcessRunner } from "./process-runner.js";

const scratch = mkdtempSync(join(tmpdir(), "sanode-process-runner-"));
const agentDirectories = [join(scratch, "agents")];
mkdirSync(join(scratch, "agents", "test"), { recursive: true });
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function writeAgent(type: string, script: string): ActionRequest {
  const path = join(scratch, "agents", "test", type);
  writeFileSync(path, script);
  chmodSync(path, 0o755);
  const agent = { class: "ocf", provider: "test", type };
  return { agent, resource: "R", action: "start", parameters: {}, timeout: 10_000 };
}

let nodes = 0;
const runners: ProcessRunner[] = [];
afterAll(() => runners.map((runner) => runner.close()));

function node(): { runner: ProcessRunner; mark: string; stateDirectory: string } {
  nodes += 1;
  const mark = `${scratch}/node${nodes}`;
  const stateDirectory = join(scratch, `state${nodes}`);
  const runner = new ProcessRunner({ agentDirectories, mark, stateDirectory });
  runners.push(runner);
  return { runner, mark, stateDirectory };
}

const isAlive = (pid: number): boolean => {
  const status = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, "latin1") : ") Z";
  return !/\) [ZX]/.test(status);
};

/** Starts three daemons: a plain one, one in a session of its own, and one that hides its environment. */
const daemons = writeAgent(
  "daemons",
  `#!/bin/sh
  sleep 600 & echo $!
  setsid sleep 600 & echo $!
  env -i sleep 600 & echo $! | tee "$SANODE_NODE_STATE/hidden.pid"
  `,
);

async function startDaemons(runner: ProcessRunner): Promise<readonly number[]> {
  const { stdout } = await runner.run(daemons);
  const pids = stdout.text.trim().split("\n").map(Number);
  expect(pids.map(isAlive)).toEqual([true, true, true]);
  return pids;
}

test("killing a node ends all of its daemons and none of another node's", async () => {
  const lost = node();
  const kept = node();
  const lostDaemons = await startDaemons(lost.runner);
  const keptDaemons = await startDaemons(kept.runner);
  await lost.runner.killAll();
  expect(lostDaemons.filter(isAlive)).toEqual([]);
  expect(keptDaemons.map(isAlive)).toEqual([true, true, true]);
  await kept.runner.killAll();
  expect(keptDaemons.filter(isAlive)).toEqual([]);
});

const probe = makeControlGroup("sanode-test");
removeControlGroup("sanode-test");

test.skipIf(probe === undefined)(
  "a daemon that shows no environment and has no pid file belongs to its node all the same",
  async () => {
    const { runner, mark, stateDirectory } = node();
    const { stdout } = await runner.run(
      writeAgent("hidden", "#!/bin/sh\nenv -i setsid sleep 600 > /dev/null 2>&1 &\necho $!\n"),
    );
    const pid = Number(stdout.text);
    const group = makeControlGroup(mark) ?? "";
    expect(findNodeProcesses({ mark, stateDirectory })).toContain(pid);
    await runner.killAll();
    expect(isAlive(pid)).toBe(false);
    expect(existsSync(group)).toBe(false);
  },
);

test("the same can be done without giving way, when this process ends", async () => {
  const { runner } = node();
  const pids = await startDaemons(runner);
  expect(runner.killAllSync()).toEqual([]);
  expect(pids.filter(isAlive)).toEqual([]);
});

test("actions under way end with their node, and no other one begins", async () => {
  const { runner, mark } = node();
  const running = runner.run(writeAgent("hangs", "#!/bin/sh\nsleep 600"));
  await expect.poll(() => findNodeProcesses({ mark }).length).toBeGreaterThan(0);
  const preparing = runner.run(daemons);
  await runner.killAll();
  expect((await running).status).toBe(ExecutionStatus.CANCELLED);
  expect((await preparing).status).toBe(ExecutionStatus.CANCELLED);
  expect((await runner.run(daemons)).status).toBe(ExecutionStatus.ERROR);
  expect(findNodeProcesses({ mark })).toEqual([]);
});

test("a pid file whose process is gone does not harm whoever has the number now", async () => {
  const { runner, mark, stateDirectory } = node();
  const bystander = new ProcessRunner({ agentDirectories });
  const { stdout } = await bystander.run(writeAgent("bystander", "#!/bin/sh\nsleep 600 & echo $!"));
  const path = join(stateDirectory, "old.pid");
  writeFileSync(path, stdout.text);
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(path, longAgo, longAgo);
  expect(findNodeProcesses({ mark, stateDirectory })).toEqual([]);
  await runner.killAll();
  expect(isAlive(Number(stdout.text))).toBe(true);
  await bystander.killAll();
  expect(isAlive(Number(stdout.text))).toBe(false);
});

/** Pipes that this process has open, without those that are ready for the next agents. */
function readPipes(): number {
  const targets = readdirSync("/proc/self/fd").map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return "";
    }
  });
  const named = targets.filter((target) => target.includes("/sanode-pipes-"));
  // Of a pipe in the supply both ends are open here.
  return named.filter((target, _, all) => all.filter((other) => other === target).length === 1).length;
}

test("a daemon that never redirects its output goes on after a megabyte, and leaves no pipe open when it ends", async () => {
  const { runner } = node();
  const chatty = writeAgent(
    "chatty",
    `#!/bin/sh
    ( until [ -e "$SANODE_NODE_STATE/go" ]; do sleep 0.02; done
      head -c 1048576 /dev/zero
      head -c 1048576 /dev/zero >&2
      touch "$SANODE_NODE_STATE/written"
      exec sleep 600 ) &
    echo $! "$SANODE_NODE_STATE"
    `,
  );
  const before = readPipes();
  const { stdout } = await runner.run(chatty);
  const [pid = "", state = ""] = stdout.text.trim().split(" ");
  expect(readPipes()).toBe(before + 2);
  writeFileSync(join(state, "go"), "");
  await vi.waitUntil(() => existsSync(join(state, "written")), { timeout: 20_000 });
  expect(isAlive(Number(pid))).toBe(true);
  expect(readPipes()).toBe(before + 2);
  await runner.killAll();
  await vi.waitUntil(() => readPipes() === before, { timeout: 20_000 });
});

test("agents find the node's mark and its state directory", async () => {
  const { runner, mark, stateDirectory } = node();
  const { stdout } = await runner.run(
    writeAgent("marks", `#!/bin/sh\necho "$${NODE_MARK} $SANODE_NODE_STATE $HA_RSCTMP"`),
  );
  expect(stdout.text).toBe(`${mark} ${stateDirectory} ${stateDirectory}\n`);
});

test("meta-data is asked of the agent and read, or it is said why not", async () => {
  const { runner } = node();
  const good = writeAgent(
    "good",
    `#!/bin/sh\n[ "$1" = meta-data ] && echo '<resource-agent name="good"><version>1.1</version></resource-agent>'`,
  );
  expect(await runner.metadata(good.agent)).toMatchObject({ metadata: { name: "good", standard: "1.1" } });
  const bad = writeAgent("bad", "#!/bin/sh\necho sorry");
  expect(await runner.metadata(bad.agent)).toMatchObject({
    problem: expect.stringContaining("ocf:test:bad cannot be read"),
  });
  const failing = writeAgent("failing", "#!/bin/sh\nexit 3");
  expect(await runner.metadata(failing.agent)).toEqual({
    problem: "ocf:test:failing gave no meta-data: Unimplemented",
  });
});
