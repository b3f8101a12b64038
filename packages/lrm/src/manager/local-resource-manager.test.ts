import { formatXml } from "@sanode/cib";
import { ExecutionStatus, OCF, parseMetadata, SimulatedAgents, SimulatedClock } from "@sanode/ra";
import { expect, test } from "vitest";
import { entryElement } from "../history/entry.js";
import { resourceHistoryElement } from "../history/node-history.js";
import type { OperationRequest, OperationResult } from "../operation/operation.js";
import type { LrmEvent } from "./events.js";
import { LocalResourceManager } from "./local-resource-manager.js";

const UUID = "b9a727e7-174d-4152-a531-985ecf300aba";
const agent = { class: "ocf", provider: "test", type: "Dummy" };
const NOW = 1_700_000_000;

class Bench {
  readonly clock = new SimulatedClock(NOW * 1000);
  readonly agents = new SimulatedAgents(this.clock);
  readonly events: LrmEvent[] = [];
  readonly manager = new LocalResourceManager({
    node: { id: "1", name: "node1" },
    runner: this.agents,
    clock: this.clock,
    onEvent: (event) => this.events.push(event),
  });
  #action = 0;

  /** Orders an operation without waiting for it. */
  order(
    task: string,
    more: Partial<OperationRequest> & { expected?: number } = {},
  ): Promise<OperationResult> {
    this.#action += 1;
    const { expected = 0, ...request } = more;
    return this.manager.execute({
      resource: { id: "A", agent },
      task,
      interval: 0,
      timeout: 20_000,
      parameters: { crm_feature_set: "3.20.5" },
      transitionKey: `${this.#action}:0:${expected}:${UUID}`,
      ...request,
    });
  }

  /** Orders an operation and lets its result come. */
  async run(...order: Parameters<Bench["order"]>): Promise<OperationResult> {
    const result = this.order(...order);
    await this.clock.advance(0);
    return result;
  }

  /** What was written to the history, as `id status:code`, `-` for what was removed, `!` for acknowledgements. */
  told(): string[] {
    return this.events.splice(0).flatMap(describe);
  }

  entries(resource = "A"): string[] {
    const history = this.manager.resourceHistory(resource);
    return [...(history?.entries.values() ?? [])].map(
      ({ id, task, status, exitCode }) => `${id} ${task} ${status}:${exitCode}`,
    );
  }
}

function describe(event: LrmEvent): readonly string[] {
  switch (event.kind) {
    case "history":
      return event.entries.map(({ id, status, exitCode }) => `${id} ${status}:${exitCode}`);
    case "history-removed":
      return [`-${event.entry ?? event.resource}`];
    case "acknowledgement":
      return [`!${event.result.task} ${event.result.status}:${event.result.exitCode}`];
    case "result":
      return [];
  }
}

test("a start is recorded as pending, then with its result, in the form of the status section", async () => {
  const bench = new Bench();
  bench.agents.script({ action: "start" }, { duration: 24 });
  const started = bench.order("start");
  await bench.clock.advance(30);
  expect(await started).toMatchObject({ status: ExecutionStatus.DONE, exitCode: OCF.SUCCESS, callId: 1 });
  const history = bench.events.flatMap((event) => (event.kind === "history" ? event.entries : []));
  expect(history.map((entry) => formatXml(entryElement(entry)).trim())).toEqual([
    `<lrm_rsc_op id="A_last_0" operation_key="A_start_0" operation="start" crm-debug-origin="sanode-lrm" crm_feature_set="3.20.5" transition-key="1:0:0:${UUID}" transition-magic="-1:193;1:0:0:${UUID}" exit-reason="" on_node="node1" call-id="-1" rc-code="193" op-status="-1" interval="0" last-rc-change="${NOW}" exec-time="0" queue-time="0" op-digest="f2317cad3d54cec5d7d7aa7d0bf35cf8"/>`,
    `<lrm_rsc_op id="A_last_0" operation_key="A_start_0" operation="start" crm-debug-origin="sanode-lrm" crm_feature_set="3.20.5" transition-key="1:0:0:${UUID}" transition-magic="0:0;1:0:0:${UUID}" exit-reason="" on_node="node1" call-id="1" rc-code="0" op-status="0" interval="0" last-rc-change="${NOW}" exec-time="24" queue-time="0" op-digest="f2317cad3d54cec5d7d7aa7d0bf35cf8"/>`,
  ]);
});

test("the whole history has the place that the status section gives it", async () => {
  const bench = new Bench();
  await bench.run("monitor", { expected: 7 });
  const xml = formatXml(bench.manager.history(), { indent: false });
  expect(xml).toMatch(
    /^<lrm id="1"><lrm_resources><lrm_resource id="A" class="ocf" provider="test" type="Dummy"><lrm_rsc_op .*\/><\/lrm_resource><\/lrm_resources><\/lrm>\s*$/,
  );
});

test("a failed start is recorded as the last operation and as the last failure, with its reason", async () => {
  const bench = new Bench();
  bench.agents.script({ action: "start" }, { exitCode: OCF.ERR_GENERIC, exitReason: "no cheese" });
  await bench.run("start");
  expect(bench.told()).toEqual(["A_last_0 -1:193", "A_last_failure_0 0:1", "A_last_0 0:1"]);
  const failure = bench.manager.resourceHistory("A")?.entries.get("A_last_failure_0");
  expect(failure?.exitReason).toBe("no cheese");
});

test("a recurring monitor that fails leaves its own entry and writes the last failure", async () => {
  const bench = new Bench();
  await bench.run("start");
  await bench.run("monitor", { interval: 10_000 });
  bench.told();
  bench.agents.setState("A", "stopped");
  await bench.clock.advance(30_000);
  expect(bench.told()).toEqual(["A_last_failure_0 0:7"]);
  expect(bench.entries()).toEqual([
    "A_last_0 start 0:0",
    "A_monitor_10000 monitor 0:0",
    "A_last_failure_0 monitor 0:7",
  ]);
  expect(bench.manager.resourceHistory("A")?.entries.get("A_last_failure_0")?.times).toEqual({
    lastRcChange: NOW + 10,
    execTime: 0,
    queueTime: 0,
  });
});

test("a recurring monitor of a unit that is just changing its state is pending, told once, and goes on", async () => {
  const bench = new Bench();
  await bench.run("start");
  await bench.run("monitor", { interval: 10_000 });
  bench.told();
  const pending = { status: ExecutionStatus.PENDING, exitCode: OCF.PENDING };
  bench.agents.script({ action: "monitor" }, pending, 3);
  await bench.clock.advance(35_000);
  expect(bench.told()).toEqual(["A_monitor_10000 -1:193"]);
  await bench.clock.advance(10_000);
  expect(bench.told()).toEqual(["A_monitor_10000 0:0"]);
});

test("a stop ends the recurring monitors, whose entries stay", async () => {
  const bench = new Bench();
  await bench.run("start");
  await bench.run("monitor", { interval: 10_000 });
  await bench.run("stop");
  const calls = bench.agents.calls.length;
  await bench.clock.advance(60_000);
  expect(bench.agents.calls).toHaveLength(calls);
  expect(bench.entries()).toEqual(["A_last_0 stop 0:0", "A_monitor_10000 monitor 0:0"]);
});

test("a monitor that hangs is killed by a stop, which follows at once", async () => {
  const bench = new Bench();
  bench.agents.script({ action: "monitor" }, { duration: Number.POSITIVE_INFINITY });
  await bench.run("start");
  void bench.order("monitor", { interval: 10_000 });
  await bench.clock.advance(5000);
  const stopped = await bench.run("stop");
  expect(stopped).toMatchObject({ exitCode: OCF.SUCCESS, queueTime: 0 });
});

test("a cancellation that the scheduler asked for removes the entry", async () => {
  const bench = new Bench();
  await bench.run("start");
  await bench.run("monitor", { interval: 10_000 });
  bench.told();
  const cancelled = bench.manager.cancel("A", "monitor", 10_000);
  await bench.clock.advance(0);
  await cancelled;
  expect(bench.told()).toEqual(["-A_monitor_10000"]);
  const calls = bench.agents.calls.length;
  await bench.clock.advance(60_000);
  expect(bench.agents.calls).toHaveLength(calls);
});

test("cancelling what failed last is acknowledged beside; cancelling what is not there removes an old entry", async () => {
  const bench = new Bench();
  await bench.run("monitor", { interval: 10_000 });
  bench.told();
  await bench.manager.cancel("A", "monitor", 10_000);
  expect(bench.told()).toEqual(["-A_monitor_10000", "!monitor 1:7"]);
  await bench.manager.cancel("A", "monitor", 10_000);
  await bench.manager.cancel("nowhere", "monitor", 10_000);
  expect(bench.told()).toEqual([]);
});

test("a stop gets the parameters that the resource was started with", async () => {
  const bench = new Bench();
  await bench.run("start", { parameters: { p: "1", crm_feature_set: "3.20.5" } });
  await bench.run("stop", { parameters: { p: "2", CRM_meta_timeout: "5000", crm_feature_set: "3.20.5" } });
  expect(bench.agents.calls.at(-1)?.parameters).toEqual({
    p: "1",
    crm_feature_set: "3.20.5",
    CRM_meta_timeout: "5000",
    CRM_meta_on_node: "node1",
    CRM_meta_on_node_uuid: "1",
  });
});

test("the expected exit code is not the agent's business", async () => {
  const bench = new Bench();
  await bench.run("monitor", { expected: 7, parameters: { CRM_meta_op_target_rc: "7" } });
  expect(bench.agents.calls[0]?.parameters).not.toHaveProperty("CRM_meta_op_target_rc");
});

test("a reload is recorded as a start; it is called as the agent's meta-data says", async () => {
  for (const [version, action] of [
    ["1.0", "reload"],
    ["1.1", "reload-agent"],
  ] as const) {
    const bench = new Bench();
    bench.agents.describe(
      agent,
      parseMetadata(`<resource-agent name="Dummy"><version>${version}</version>
        <parameters><parameter name="p" reloadable="1"/><parameter name="q" unique="1"/></parameters>
        <actions><action name="${action}"/></actions></resource-agent>`),
    );
    await bench.run("start", { parameters: { p: "1" } });
    await bench.run("reload", { parameters: { p: "2" } });
    expect(bench.agents.calls.at(-1)?.action).toBe(action);
    expect(bench.entries()).toEqual(["A_last_0 start 0:0"]);
    const { entries } = bench.manager.resourceHistory("A") ?? {};
    expect(entries?.get("A_last_0")?.restart?.names).toEqual(["q"]);
  }
});

test("what a stop's entry does not say stays from the start's", async () => {
  const bench = new Bench();
  bench.agents.describe(
    agent,
    parseMetadata(
      `<resource-agent name="Dummy"><parameters><parameter name="passwd"/></parameters></resource-agent>`,
    ),
  );
  await bench.run("start");
  await bench.run("stop");
  const history = bench.manager.resourceHistory("A");
  const xml = history === undefined ? "" : formatXml(resourceHistoryElement(history));
  expect(xml).toContain('operation="stop"');
  expect(xml).toContain('op-secure-params="  passwd  "');
});

test("a notification is acknowledged as a success, whatever the agent says", async () => {
  const bench = new Bench();
  bench.agents.script({ action: "notify" }, { exitCode: OCF.ERR_GENERIC });
  expect(await bench.run("notify")).toMatchObject({ exitCode: OCF.SUCCESS });
  expect(bench.told()).toEqual(["!notify 0:0"]);
});

test("a migration is recorded under its own name, with source and target", async () => {
  const bench = new Bench();
  bench.agents.setState("A", "started");
  const parameters = { CRM_meta_migrate_source: "node1", CRM_meta_migrate_target: "node2" };
  await bench.run("migrate_to", { parameters });
  const entry = bench.manager.resourceHistory("A")?.entries.get("A_migrate_to_0");
  expect(entry?.migration).toEqual({ source: "node1", target: "node2" });
});

test("record-pending=false leaves out the pending entry", async () => {
  const bench = new Bench();
  await bench.run("start", { parameters: { CRM_meta_record_pending: "false" } });
  expect(bench.told()).toEqual(["A_last_0 0:0"]);
});

test("a monitor with a start delay of more than five minutes counts as successful at once", async () => {
  const bench = new Bench();
  const result = await bench.run("monitor", { interval: 10_000, startDelay: 301_000, expected: 8 });
  expect(result).toMatchObject({ status: ExecutionStatus.DONE, exitCode: OCF.RUNNING_PROMOTED });
  expect(bench.agents.calls).toEqual([]);
  expect(bench.told()).toEqual(["A_monitor_10000 -1:193", "!monitor 0:8"]);
});

test("a resource whose history is deleted while it starts: the start is not recorded", async () => {
  const bench = new Bench();
  bench.agents.script({ action: "start" }, { duration: 8000 });
  const started = bench.order("start");
  await bench.clock.advance(1000);
  const deleted = bench.manager.deleteHistory("A");
  const probed = bench.order("monitor", { expected: 7 });
  await bench.clock.advance(7000);
  await Promise.all([started, deleted]);
  // The probe finds running what the history no longer knows.
  expect((await probed).exitCode).toBe(OCF.SUCCESS);
  expect(bench.told()).toEqual([
    "A_last_0 -1:193",
    "!start 0:0",
    "-A",
    "A_last_0 -1:193",
    "A_last_failure_0 0:0",
    "A_last_0 0:0",
  ]);
});

test("requests for one resource keep their order although meta-data is asked for in between", async () => {
  const bench = new Bench();
  const metadata = bench.agents.metadata.bind(bench.agents);
  bench.agents.metadata = (name) =>
    new Promise((resolve) => bench.clock.after(500, () => resolve(metadata(name))));
  void bench.order("start");
  void bench.order("stop");
  await bench.clock.advance(1000);
  expect(bench.agents.calls.map(({ action }) => action)).toEqual(["start", "stop"]);
});

test("a node that shuts down refuses starts, and nothing else", async () => {
  const bench = new Bench();
  await bench.run("start");
  await bench.run("monitor", { interval: 10_000 });
  bench.told();
  bench.manager.beginShutdown();
  expect(await bench.run("start", { resource: { id: "B", agent } })).toMatchObject({
    status: ExecutionStatus.REFUSED,
    exitReason: "Not attempting start due to shutdown in progress",
  });
  expect(bench.told()).toEqual(["!start 9:1"]);
  await bench.manager.close();
  expect((await bench.run("stop")).exitCode).toBe(OCF.SUCCESS);
});

test("of a node that is killed nothing more is heard, and nobody waits for it", async () => {
  const bench = new Bench();
  bench.agents.script({ action: "start" }, { duration: Number.POSITIVE_INFINITY });
  await bench.run("monitor", { resource: { id: "B", agent }, interval: 10_000 });
  const starting = bench.order("start");
  await bench.clock.advance(1000);
  bench.told();
  await bench.manager.killAll();
  expect((await starting).status).toBe(ExecutionStatus.NOT_CONNECTED);
  expect((await bench.run("start")).status).toBe(ExecutionStatus.NOT_CONNECTED);
  const calls = bench.agents.calls.length;
  await bench.clock.advance(60_000);
  expect(bench.agents.calls).toHaveLength(calls);
  expect(bench.told()).toEqual([]);
});

test("a failure that nothing caused can be recorded, and forgotten", async () => {
  const bench = new Bench();
  expect(bench.manager.failResource("A")).toBe(false);
  await bench.run("start");
  bench.told();
  expect(bench.manager.failResource("A")).toBe(true);
  const failure = bench.manager.resourceHistory("A")?.entries.get("A_last_failure_0");
  expect(failure).toMatchObject({
    task: "asyncmon",
    exitReason: "Simulated failure",
    transitionKey: "2:-1:0:xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
  });
  bench.manager.clearLastFailure("A", "monitor", 10_000);
  bench.manager.clearLastFailure("A", "asyncmon");
  expect(bench.told()).toEqual(["A_last_failure_0 0:1", "A_last_0 0:1", "-A_last_failure_0"]);
});

test("a definition that lacks its provider is an error of the configuration", async () => {
  const bench = new Bench();
  const resource = { id: "A", agent: { class: "ocf", type: "Dummy" } };
  expect(await bench.run("start", { resource })).toMatchObject({
    status: ExecutionStatus.ERROR,
    exitCode: OCF.ERR_CONFIGURED,
    exitReason: "Invalid resource definition",
    callId: 999_999_999,
  });
});

test("a resource keeps its shutdown lock through a stop, and loses it by any other result", async () => {
  const bench = new Bench();
  await bench.run("stop", { shutdownLock: NOW });
  expect(bench.manager.resourceHistory("A")?.shutdownLock).toBe(NOW);
  await bench.run("start", { shutdownLock: NOW });
  expect(bench.manager.resourceHistory("A")?.shutdownLock).toBe(0);
});

test("an error that still tells the state counts as an answer", async () => {
  const bench = new Bench();
  const run = bench.agents.run.bind(bench.agents);
  bench.agents.run = async (request) => ({
    ...(await run(request)),
    status: ExecutionStatus.ERROR,
    exitCode: OCF.NOT_RUNNING,
  });
  expect(await bench.run("monitor", { expected: 7 })).toMatchObject({ status: ExecutionStatus.DONE });
});
