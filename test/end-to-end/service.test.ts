import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ControlClient, ControlError } from "@sanode/controller";
import { killNodeProcessesSync } from "@sanode/ra";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { bundle } from "./bundle.js";

// The command `sanode run` as a process of its own, with services that outlive it.

const agents = fileURLToPath(new URL("support-agents", import.meta.url));
const programs = mkdtempSync(join(tmpdir(), "sanode-test-"));
let directory: string;
let running: ChildProcess | undefined;

beforeAll(() =>
  bundle(fileURLToPath(new URL("../../packages/cli/src/main.ts", import.meta.url)), programs, "sanode"),
);
afterAll(() => rmSync(programs, { recursive: true, force: true }));

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "sanode-test-"));
});

afterEach(async () => {
  if (running !== undefined && running.exitCode === null && running.signalCode === null) {
    running.kill("SIGKILL");
    await once(running, "exit");
  }
  const identity = join(directory, "state", "identity");
  if (existsSync(identity)) {
    for (const node of ["n1", "n2"])
      killNodeProcessesSync({ mark: `${readFileSync(identity, "utf8").trim()}/${node}` });
  }
  rmSync(directory, { recursive: true, force: true });
});

function configuration(epoch: number, resources = service("A") + service("B")): string {
  const path = join(directory, `${epoch}.xml`);
  writeFileSync(
    path,
    `<cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="${epoch}" num_updates="0"><configuration>
    <crm_config><cluster_property_set id="o"><nvpair id="f" name="fencing-enabled" value="false"/>
    </cluster_property_set></crm_config><nodes/><resources>${resources}</resources><constraints/>
    </configuration></cib>`,
  );
  return path;
}

/** A process that does nothing; `slow` seconds pass before it is there. */
function service(id: string, slow = "0"): string {
  return `<primitive id="${id}" class="ocf" provider="test" type="sleeper">
    <instance_attributes id="${id}-p"><nvpair id="${id}-slow" name="slow" value="${slow}"/>
    <nvpair id="${id}-log" name="log" value="${directory}/log"/></instance_attributes>
    <operations><op id="${id}-m" name="monitor" interval="1s" timeout="10s"/></operations></primitive>`;
}

/** Runs the command and gives it back when its socket is there. */
function start(...more: string[]): ChildProcess {
  const state = join(directory, "state");
  const args = [
    "run",
    ...more,
    "--state",
    state,
    "--agents",
    agents,
    "--node",
    "n1",
    "--node",
    "n2",
    "--json",
  ];
  running = spawn(process.execPath, [join(programs, "sanode.mjs"), ...args], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  return running;
}

/** Looks again and again until something is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    if (running?.exitCode !== null || running.signalCode !== null) throw new Error("The command has ended");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Connects as soon as the cluster can be spoken to. */
async function connect(): Promise<ControlClient> {
  for (;;) {
    try {
      return await ControlClient.connect({ directory: join(directory, "state") });
    } catch (error) {
      if (!(error instanceof ControlError) || error.code !== "unreachable") throw error;
      if (running?.exitCode !== null) throw new Error("The command has ended");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

async function settled(client: ControlClient): Promise<void> {
  expect(await client.ask("wait", { timeout: 30_000 })).toEqual({ settled: true });
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const exit = once(child, "exit");
  child.kill(signal);
  await exit;
  return child.exitCode;
}

/** What the agents did, one action a line: `start A PID`. */
function actions(): readonly string[] {
  const log = join(directory, "log");
  const text = existsSync(log) ? readFileSync(log, "utf8") : "";
  return text.split("\n").filter((line) => line !== "");
}

const started = (): readonly string[] => actions().filter((line) => line.startsWith("started "));

/** One that has ended and that nobody has taken note of is not alive. */
function isAlive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
}

const pids = (): readonly number[] => started().map((line) => Number(line.split(" ")[2]));

test("what a killed cluster ran runs on; the next one finds it and starts nothing twice", async () => {
  const first = start(configuration(1));
  const client = await connect();
  await settled(client);
  client.close();
  expect(started()).toHaveLength(2);
  await kill(first, "SIGKILL");
  expect(pids().every(isAlive)).toBe(true);

  const second = start();
  const again = await connect();
  await settled(again);
  again.close();
  expect(started()).toHaveLength(2);
  expect(pids().every(isAlive)).toBe(true);

  expect(await kill(second, "SIGTERM")).toBe(0);
  expect(pids().some(isAlive)).toBe(false);
});

test("a start that a killed cluster left under way is waited for", async () => {
  const first = start(configuration(1, service("A", "2")));
  (await connect()).close();
  await until(() => actions().some((line) => line.startsWith("start A")));
  await kill(first, "SIGKILL");
  start();
  const client = await connect();
  await settled(client);
  client.close();
  expect(started()).toHaveLength(1);
  expect(actions().filter((line) => line.startsWith("start A"))).toHaveLength(1);
});

test("a second cluster in the same directory is refused", async () => {
  const first = start(configuration(1));
  const client = await connect();
  const second = start(configuration(1));
  await once(second, "exit");
  expect(second.exitCode).toBe(100);
  await settled(client);
  client.close();
  running = first;
});

test("a second signal kills what cannot be stopped", async () => {
  const child = start(
    configuration(
      1,
      service("A").replace(
        "</instance_attributes>",
        `<nvpair id="h" name="hang" value="stop"/></instance_attributes>`,
      ),
    ),
  );
  const client = await connect();
  await settled(client);
  child.kill("SIGTERM");
  await until(() => actions().some((line) => line.startsWith("stop A")));
  expect(await kill(child, "SIGTERM")).toBe(1);
  expect(pids().some(isAlive)).toBe(false);
  client.close();
});

test("what is changed is kept, and an older file changes nothing", async () => {
  const first = start(configuration(1));
  const client = await connect();
  await settled(client);
  const cib = await client.ask("query", {});
  const changed = cib.cib.replace('name="slow" value="0"', 'name="slow" value="0.1"');
  await client.ask("replace", { cib: changed, version: "0.1", client: "test", user: "me" });
  await settled(client);
  expect(await kill(first, "SIGKILL")).toBe(null);
  start(configuration(1));
  const again = await connect();
  expect((await again.ask("query", {})).cib).toContain('name="slow" value="0.1"');
  again.close();
});

test("the command's other parts see the running cluster and act on it", async () => {
  start(configuration(1, service("A")));
  const client = await connect();
  await settled(client);
  client.close();
  const sanode = async (...args: string[]): Promise<string> => {
    const env = { ...process.env, SANODE_STATE: join(directory, "state") };
    const { stdout } = await promisify(execFile)(process.execPath, [join(programs, "sanode.mjs"), ...args], {
      env,
    });
    return stdout;
  };
  const here = async (): Promise<readonly string[]> =>
    JSON.parse(await sanode("resource", "locate", "A", "--json")).nodes;
  const [first = ""] = await here();
  await sanode("resource", "ban", "A", "--wait");
  const [second = ""] = await here();
  expect([first, second].sort()).toEqual(["n1", "n2"]);
  expect(await sanode("status")).toContain("Online: [ n1 n2 ]");
  expect(await sanode("simulate", "--live-check")).toContain(`Started ${second}`);
  await sanode("resource", "stop", "A", "--wait");
  expect(await here()).toEqual([]);
  expect(pids().some(isAlive)).toBe(false);
});
