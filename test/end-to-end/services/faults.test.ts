import { cpSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { agreesWithReference } from "./reference.js";
import { pairs, RunningCluster } from "./running-cluster.js";

// Agents that do what agents must not do. The cluster goes on, and says what was wrong.

const AGENTS = fileURLToPath(new URL("agents", import.meta.url));

/** For hosts that have much else to do. */
const PATIENT = { timeout: 40_000, interval: 100 };

/** Bytes of memory that the command may ever have had: no agent's output fills it. */
const MEMORY = 350 * 1024 * 1024;

let cluster: RunningCluster | undefined;
let data: string;
afterEach(async () => {
  await cluster?.killAll();
  cluster?.remove();
  cluster = undefined;
});

interface Given {
  readonly nodes?: readonly string[];
  readonly meta?: Readonly<Record<string, string>>;
  readonly onFail?: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly constraints?: string;
}

async function start({ nodes, meta = {}, onFail = "restart", options = {}, constraints = "" }: Given = {}) {
  const running = await RunningCluster.start((directory) => {
    data = directory;
    cpSync(AGENTS, join(data, "agents"), { recursive: true });
    const parameters = { mode: join(data, "mode"), log: join(data, "log") };
    return {
      agents: join(data, "agents"),
      options,
      constraints,
      ...(nodes !== undefined && { nodes }),
      resources: `<primitive id="R" class="ocf" provider="test" type="faulty">
        <meta_attributes id="R-meta">${pairs("R-meta", meta)}</meta_attributes>
        <instance_attributes id="R-i">${pairs("R-i", parameters)}</instance_attributes>
        <operations><op id="R-m" name="monitor" interval="500ms" timeout="2s" on-fail="${onFail}"/></operations>
        </primitive>`,
    };
  });
  cluster = running;
  await running.settled();
  return running;
}

/** From now on the agent misbehaves in that way; `well` for not at all. */
const misbehave = (mode: string): void => writeFileSync(join(data, "mode"), mode);

const log = (): readonly string[] =>
  existsSync(join(data, "log")) ? readFileSync(join(data, "log"), "utf8").trim().split("\n") : [];

const monitors = (running: RunningCluster) =>
  running.operations.filter(({ task, status }) => task === "monitor" && status !== 1);

test("an agent that hangs and takes no notice of TERM is ended with its children, and its service recovered", async () => {
  const running = await start();
  misbehave("hangs");
  await expect
    .poll(() => monitors(running).map(({ exitReason }) => exitReason), PATIENT)
    .toContain("Resource agent did not complete within 2s");
  misbehave("well");
  await expect.poll(() => running.failCount("R"), PATIENT).toBeGreaterThan(0);
  await running.settled();
  expect(await running.whereIs("R")).toEqual(["n1"]);
  // The service, and perhaps a monitor that just looks at it.
  await expect.poll(() => running.processes().map(commandOf), PATIENT).toEqual(["sleep 100000"]);
  expect(zombiesOf(running.pid)).toEqual([]);
  await agreesWithReference(running);
  expect(await running.stop()).toBe(0);
  expect(running.processes()).toEqual([]);
});

test("an agent that is killed by a signal has failed, and it is told which", async () => {
  const running = await start();
  misbehave("crashes");
  await expect
    .poll(() => monitors(running).map(({ exitReason }) => exitReason), PATIENT)
    .toContainEqual(expect.stringMatching(/interrupted by .*(SEGV|[Ss]egmentation)/));
  misbehave("well");
  await running.settled();
  await expect.poll(() => running.whereIs("R"), PATIENT).toEqual(["n1"]);
  expect(await running.stop()).toBe(0);
});

test("a hundred megabytes of output are no failure, and fill no memory", async () => {
  const running = await start();
  misbehave("loud");
  await expect.poll(() => log().filter((line) => line === "loud").length, PATIENT).toBeGreaterThan(1);
  misbehave("well");
  await running.settled();
  expect(await running.failCount("R")).toBe(0);
  expect(log().filter((line) => line.startsWith("started"))).toHaveLength(1);
  expect(mostMemory(running.pid)).toBeLessThan(MEMORY);
  expect(await running.stop()).toBe(0);
});

test("an agent that is gone is an error, and when it is back nothing is started twice", async () => {
  const running = await start();
  const [path, away] = [join(data, "agents", "test", "faulty"), join(data, "away")];
  renameSync(path, away);
  await expect
    .poll(() => running.operations.some(({ task, status }) => task === "stop" && status !== 0), PATIENT)
    .toBe(true);
  await running.settled();
  expect((await running.sanode("status")).stdout).toMatch(/R\t\(ocf:test:faulty\):\t FAILED n1 \(blocked\)/);
  await agreesWithReference(running);
  renameSync(away, path);
  expect((await running.sanode("resource", "cleanup", "R")).status).toBe(0);
  await running.settled();
  expect(await running.whereIs("R")).toEqual(["n1"]);
  expect(log().filter((line) => line.startsWith("started"))).toHaveLength(1);
  expect(await running.stop()).toBe(0);
  expect(running.processes()).toEqual([]);
});

test("an agent whose meta-data cannot be read any more is started, watched and stopped all the same", async () => {
  const running = await start();
  misbehave("mumbles");
  expect((await running.sanode("resource", "stop", "R", "--wait")).status).toBe(0);
  expect((await running.sanode("resource", "start", "R", "--wait")).status).toBe(0);
  expect(await running.whereIs("R")).toEqual(["n1"]);
  expect(log().filter((line) => line.startsWith("started"))).toHaveLength(2);
  expect(await running.stop()).toBe(0);
});

test("after migration-threshold failures it goes elsewhere, and comes back when failure-timeout is over", async () => {
  const running = await start({
    nodes: ["n1", "n2"],
    meta: { "migration-threshold": "2", "failure-timeout": "6s" },
    options: { "cluster-recheck-interval": "1s" },
    constraints: `<rsc_location id="home" rsc="R" node="n1" score="10"/>`,
  });
  misbehave("fails on n1");
  await expect.poll(() => running.whereIs("R"), PATIENT).toEqual(["n2"]);
  expect(running.changes()).toEqual(["start R n1", "stop R n1", "start R n1", "stop R n1", "start R n2"]);
  expect(await running.failCount("R")).toBe(2);
  expect((await running.sanode("status")).stdout).toContain("(as asked)");
  await agreesWithReference(running);
  misbehave("well");
  await expect.poll(() => running.whereIs("R"), PATIENT).toEqual(["n1"]);
  expect(await running.failCount("R")).toBe(0);
  expect(await running.stop()).toBe(0);
});

test("with on-fail=block what has failed is left as it is, until somebody has cleaned up", async () => {
  const running = await start({ onFail: "block" });
  misbehave("fails on n1");
  await expect.poll(() => running.failCount("R"), PATIENT).toBe(1);
  await running.settled();
  expect((await running.sanode("status")).stdout).toMatch(/R\t\(ocf:test:faulty\):\t FAILED n1 \(blocked\)/);
  expect(running.changes()).toEqual(["start R n1"]);
  await agreesWithReference(running);
  misbehave("well");
  expect((await running.sanode("resource", "cleanup", "R")).status).toBe(0);
  await running.settled();
  expect((await running.sanode("status")).stdout).toMatch(/R\t\(ocf:test:faulty\):\t Started n1\n/);
  expect(running.changes()).toEqual(["start R n1"]);
  expect(await running.stop()).toBe(0);
});

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1").split("\0").join(" ").trim();
  } catch {
    return "";
  }
}

/** The most memory that a process has had so far, in bytes. */
function mostMemory(pid: number): number {
  const match = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"));
  return Number(match?.[1] ?? Number.POSITIVE_INFINITY) * 1024;
}

/** Children that have ended and that nobody has taken note of. */
function zombiesOf(pid: number): readonly string[] {
  return readdirSync("/proc").filter((name) => {
    if (!/^\d+$/.test(name) || !existsSync(`/proc/${name}/stat`)) return false;
    return readFileSync(`/proc/${name}/stat`, "latin1").includes(`) Z ${pid} `);
  });
}
