import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AgentCall, SimulatedScript } from "@sanode/fencing";
import { afterAll, expect, test } from "vitest";
import { Life, primitive, smallCib } from "../../test-support/life.js";
import { Cluster } from "../cluster.js";
import { ProcessHost } from "../host/process-host.js";
import { succeedingAgent } from "../host/simulated-host.js";

const scratch = mkdtempSync(join(tmpdir(), "sanode-cluster-fencing-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const A = primitive("A");
const preferN1 = '<rsc_location id="prefer" rsc="A" node="n1" score="50"/>';
const options = { "fencing-enabled": "true" };

/** A fencing device, for all nodes unless it is told which. */
function device(id: string, hosts = ""): string {
  const list = hosts === "" ? "" : `<nvpair id="${id}-h" name="pcmk_host_list" value="${hosts}"/>`;
  return `<primitive id="${id}" class="stonith" type="fence_any">
    <instance_attributes id="${id}-i">${list}</instance_attributes></primitive>`;
}

/** An agent that fails in what switches nodes, as long as it is told to. */
function failing(whether: () => boolean): SimulatedScript {
  return (call: AgentCall) => {
    const isSwitch = ["reboot", "off"].includes(call.input.get("action") ?? "");
    return isSwitch && whether() ? { exitStatus: 1 } : succeedingAgent(call);
  };
}

/** What devices were told to do to nodes. */
const switched = (life: Life): readonly string[] =>
  life.host.fenceAgents.calls
    .map(({ input }) => `${input.get("action")} ${input.get("port") ?? input.get("nodename") ?? ""}`)
    .filter((text) => /^(on|off|reboot)/.test(text));

/** Whether a process runs; a dead one may still have to be buried by its parent. */
function isAlive(pid: string): boolean {
  const path = `/proc/${pid}/stat`;
  return existsSync(path) && !/\) [ZX]/.test(readFileSync(path, "latin1"));
}

const isUp = (life: Life, node: string): boolean | undefined =>
  life.cluster.nodes.find(({ name }) => name === node)?.isUp;

test("a lost node is fenced by the agent of a device, in the name of the cluster", async () => {
  const life = new Life({ resources: A + device("d"), constraints: preferN1, options });
  await life.start();
  await life.until(life.cluster.loseNode("n1"));
  await life.settled();
  expect(switched(life)).toEqual(["reboot n1"]);
  expect(life.where("A")).toEqual(["n2"]);
  expect(life.cluster.fencingHistory).toMatchObject([
    { target: "n1", action: "reboot", state: "completed", originator: "n2" },
  ]);
  expect(life.cluster.fencingHistory[0]?.client).toMatch(/^pacemaker-controld\.\d+$/);
});

test("a device that fails fences nobody: it is tried ten times in a row, and once more whenever something happens", async () => {
  let broken = true;
  const fenceAgent = failing(() => broken);
  const life = new Life({ resources: A + device("d"), constraints: preferN1, options, fenceAgent });
  await life.start();
  await life.until(life.cluster.loseNode("n1"));
  await life.settled();
  expect(life.cluster.fencingHistory.filter(({ state }) => state === "failed")).toHaveLength(10);
  expect(life.where("A")).toEqual([]);
  expect(life.cluster.state().nodesByName.get("n1")?.unclean).toBe(true);
  life.cluster.setNodeAttribute("n3", "rack", "7");
  await life.settled();
  expect(life.cluster.fencingHistory.filter(({ state }) => state === "failed")).toHaveLength(11);
  broken = false;
  life.cluster.setNodeAttribute("n3", "rack", "8");
  await life.settled();
  expect(life.where("A")).toEqual(["n2"]);
});

test("how often it is tried is configured", async () => {
  const more = { options: { ...options, "fencing-max-attempts": "3" }, fenceAgent: failing(() => true) };
  const life = new Life({ resources: A + device("d"), constraints: preferN1, ...more });
  await life.start();
  await life.until(life.cluster.loseNode("n1"));
  await life.settled();
  expect(life.cluster.fencingHistory).toHaveLength(3);
});

test("without a device for the node it is not tried again", async () => {
  const life = new Life({ resources: A + device("d", "n2"), constraints: preferN1, options });
  await life.start();
  await life.until(life.cluster.loseNode("n1"));
  await life.settled();
  expect(life.cluster.fencingHistory).toMatchObject([{ target: "n1", state: "failed" }]);
  expect(switched(life)).toEqual([]);
  expect(life.where("A")).toEqual([]);
});

test("somebody's word that a node is down ends the trouble", async () => {
  const fenceAgent = failing(() => true);
  const life = new Life({ resources: A + device("d"), constraints: preferN1, options, fenceAgent });
  await life.start();
  await life.until(life.cluster.loseNode("n1"));
  await life.settled();
  await life.until(life.cluster.confirmFencing("n1", "stonith_admin.1"));
  await life.settled();
  expect(life.where("A")).toEqual(["n2"]);
  const done = life.cluster.fencingHistory.filter(({ state }) => state === "completed");
  expect(done).toMatchObject([{ delegate: "a human", action: "off" }]);
});

test("a node on which a resource cannot be stopped runs on until a device has fenced it", async () => {
  let broken = true;
  const fenceAgent = failing(() => broken);
  const life = new Life({ resources: A + device("d"), constraints: preferN1, options, fenceAgent });
  await life.start();
  life.host.agents("n1").script({ action: "stop" }, { exitCode: 1 });
  life.cluster.setNodeAttribute("n1", "standby", "on");
  await life.settled();
  expect(isUp(life, "n1")).toBe(true);
  expect(life.where("A")).toEqual(["n1"]);
  broken = false;
  life.cluster.setNodeAttribute("n3", "rack", "7");
  await life.settled();
  expect(isUp(life, "n1")).toBe(false);
  expect(life.where("A")).toEqual(["n2"]);
});

test("whoever asks for fencing is told whether it was done, and by whom", async () => {
  let broken = true;
  const life = new Life({
    resources: A + device("d"),
    constraints: preferN1,
    fenceAgent: failing(() => broken),
  });
  await life.start();
  const request = { action: "off", timeout: 20, client: "stonith_admin.1" } as const;
  const failed = await life.until(life.cluster.requestFencing("n1", request));
  expect(failed).toMatchObject({ succeeded: false });
  await expect(life.until(life.cluster.fence("n1"))).rejects.toMatchObject({ code: "not-fenced" });
  expect(isUp(life, "n1")).toBe(true);
  broken = false;
  const done = await life.until(life.cluster.requestFencing("n1", request));
  expect(done).toMatchObject({ succeeded: true, delegate: "n2" });
  expect(isUp(life, "n1")).toBe(false);
  await life.settled();
  expect(life.where("A")).toEqual(["n2"]);
});

test("without any device a node is fenced by ending it, which is remembered", async () => {
  const life = new Life({ resources: A, constraints: preferN1 });
  await life.start();
  await life.until(life.cluster.fence("n1"));
  await life.settled();
  expect(isUp(life, "n1")).toBe(false);
  expect(life.where("A")).toEqual(["n2"]);
  expect(life.cluster.fencingHistory).toMatchObject([{ target: "n1", state: "completed" }]);
  const on = { action: "on", timeout: 20, client: "stonith_admin.1" } as const;
  expect(await life.until(life.cluster.requestFencing("n1", on))).toMatchObject({ succeeded: false });
});

test("a node that is down still is fenced, and remembers what was done when it comes back", async () => {
  const life = new Life({ resources: A + device("d"), options });
  await life.start();
  await life.until(life.cluster.loseNode("n1"));
  await life.settled();
  await life.until(life.cluster.fence("n1"));
  expect(switched(life)).toEqual(["reboot n1", "reboot n1"]);
  await life.until(life.cluster.restoreNode("n1"));
  await life.settled();
  // The first node is the one who is asked now.
  expect(life.cluster.fencingHistory).toHaveLength(2);
});

test("devices that come with another configuration are used", async () => {
  const life = new Life({ resources: A, constraints: preferN1 });
  await life.start();
  life.cluster.configure(smallCib({ resources: A + device("d"), constraints: preferN1, options }));
  await life.settled();
  await life.until(life.cluster.loseNode("n1"));
  await life.settled();
  expect(switched(life)).toEqual(["reboot n1"]);
});

test("a device that does not work is not started", async () => {
  const fenceAgent: SimulatedScript = (call) =>
    call.input.get("action") === "monitor" ? { exitStatus: 1 } : succeedingAgent(call);
  const life = new Life({ resources: device("d"), options, fenceAgent });
  await life.start();
  expect(life.cluster.statusText()).toMatch(/d\t\(stonith:fence_any\):\t Stopped/);
});

test("real agents of devices are run as processes, and the node's processes are killed", async () => {
  const fences = join(scratch, "fences");
  const agents = join(scratch, "agents");
  const log = join(scratch, "log");
  mkdirSync(fences);
  mkdirSync(join(agents, "test"), { recursive: true });
  const meta =
    '<resource-agent name="fence_any"><parameters/><actions><action name="off"/><action name="reboot"/><action name="monitor"/></actions></resource-agent>';
  writeFileSync(
    join(fences, "fence_any"),
    `#!/bin/sh\ninput=$(cat)\ncase "$input" in *action=metadata*) echo '${meta}';; *) echo "$input" | tr '\\n' ' ' >> '${log}';; esac\n`,
  );
  writeFileSync(
    join(agents, "test", "Dummy"),
    `#!/bin/sh
    pid="$SANODE_NODE_STATE/$OCF_RESOURCE_INSTANCE.pid"
    case "$1" in
    start) sleep 600 >/dev/null 2>&1 & echo $! > "$pid"; echo $! > '${join(scratch, "pid")}';;
    stop) exit 1;;
    monitor) [ -e "$pid" ] && kill -0 "$(cat "$pid")" 2>/dev/null || exit 7;;
    meta-data) echo '<resource-agent name="Dummy"/>';;
    esac`,
  );
  chmodSync(join(fences, "fence_any"), 0o755);
  chmodSync(join(agents, "test", "Dummy"), 0o755);
  const host = new ProcessHost({
    agentDirectories: [agents],
    fenceAgentDirectory: fences,
    parentDirectory: scratch,
  });
  const configuration = smallCib({ resources: A + device("d"), constraints: preferN1, options });
  const cluster = new Cluster({ configuration, nodes: ["n1", "n2", "n3"], host });
  try {
    cluster.start();
    await cluster.settled();
    const first = readFileSync(join(scratch, "pid"), "utf8");
    cluster.setNodeAttribute("n1", "standby", "on");
    await cluster.settled();
    expect(readFileSync(log, "utf8")).toMatch(/nodename=n1 action=reboot/);
    expect(cluster.fencingHistory).toMatchObject([{ target: "n1", state: "completed" }]);
    expect(isAlive(first.trim())).toBe(false);
    expect(readFileSync(join(scratch, "pid"), "utf8")).not.toBe(first);
  } finally {
    await cluster.kill();
  }
}, 30_000);
