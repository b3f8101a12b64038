import { ExecutionStatus, OCF, SimulatedAgents, SimulatedClock } from "@sanode/ra";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  OperationQueue,
  type QueuedOperation,
  type QueueOptions,
  type RunReport,
} from "./operation-queue.js";

const agent = { class: "ocf", provider: "test", type: "Dummy" };

/** A queue on simulated agents that writes down when runs begin and what is reported. */
class Bench {
  readonly clock = new SimulatedClock(0);
  readonly agents = new SimulatedAgents(this.clock);
  readonly reports: [task: string, time: number, report: RunReport][] = [];
  readonly begun: [task: string, time: number][] = [];
  readonly queue: OperationQueue;
  #callId = 0;

  constructor(options: Partial<QueueOptions> = {}) {
    const run = this.agents.run.bind(this.agents);
    this.agents.run = (request) => {
      this.begun.push([request.action, this.clock.now()]);
      return run(request);
    };
    this.queue = new OperationQueue({
      runner: this.agents,
      clock: this.clock,
      onReport: (operation, report) => this.reports.push([operation.task, this.clock.now(), report]),
      ...options,
    });
  }

  add(task: string, more: Partial<QueuedOperation> = {}): number {
    this.#callId += 1;
    this.queue.add({
      callId: this.#callId,
      resource: "A",
      agent,
      task,
      interval: 0,
      timeout: 60_000,
      startDelay: 0,
      parameters: {},
      ...more,
    });
    return this.#callId;
  }

  /** How long each action takes, in milliseconds. */
  takes(durations: Readonly<Record<string, number>>): void {
    for (const [action, duration] of Object.entries(durations)) this.agents.script({ action }, { duration });
  }

  /** Results reported, as `time task code`. */
  told(): string[] {
    return this.reports.map(([task, time, { result }]) => `${time} ${task} ${result.exitCode}`);
  }
}

test("operations of one resource run one after the other, in the order in which they came", async () => {
  const bench = new Bench();
  bench.takes({ start: 100, promote: 50 });
  bench.add("start");
  bench.add("promote");
  bench.add("demote");
  await bench.clock.advance(1000);
  expect(bench.begun).toEqual([
    ["start", 0],
    ["promote", 100],
    ["demote", 150],
  ]);
  expect(bench.reports.map(([, , report]) => report.queueTime)).toEqual([0, 100, 150]);
  expect(bench.reports.map(([, , report]) => report.execTime)).toEqual([100, 50, 0]);
});

test("operations of different resources run side by side, up to the limit", async () => {
  const bench = new Bench({ concurrency: 2 });
  bench.takes({ start: 100, promote: 30 });
  bench.add("start", { resource: "A" });
  bench.add("start", { resource: "B" });
  bench.add("promote", { resource: "A" });
  bench.add("stop", { resource: "C" });
  await bench.clock.advance(1000);
  // C was held back by the limit before A's promotion could have run, so it goes first.
  expect(bench.begun).toEqual([
    ["start", 0],
    ["start", 0],
    ["stop", 100],
    ["promote", 100],
  ]);
});

test("a start delay holds up what stands behind it, and counts as time in the queue", async () => {
  const bench = new Bench();
  bench.add("start", { startDelay: 4000 });
  bench.add("monitor");
  await bench.clock.advance(3999);
  expect(bench.begun).toEqual([]);
  await bench.clock.advance(1);
  expect(bench.begun.map(([task]) => task)).toEqual(["start", "monitor"]);
  expect(bench.reports[0]?.[2].queueTime).toBe(4000);
});

test("a recurring operation is due again its interval after its end", async () => {
  const bench = new Bench();
  bench.takes({ monitor: 500 });
  bench.add("monitor", { interval: 10_000 });
  await bench.clock.advance(32_000);
  expect(bench.begun.map(([, time]) => time)).toEqual([0, 10_500, 21_000, 31_500]);
});

test("counted from the start, recurring operations do not drift, and skip the turns they are late for", async () => {
  const bench = new Bench({ recurrence: "start" });
  bench.takes({ monitor: 500 });
  bench.agents.script({ action: "monitor" }, { duration: 25_000 }, 1);
  bench.add("monitor", { interval: 10_000, timeout: 0 });
  await bench.clock.advance(60_000);
  expect(bench.begun.map(([, time]) => time)).toEqual([0, 30_000, 40_000, 50_000, 60_000]);
});

test("recurring operations of one resource never overlap", async () => {
  const bench = new Bench();
  bench.takes({ monitor: 2500 });
  bench.add("monitor", { interval: 3000 });
  bench.add("monitor", { interval: 4000 });
  await bench.clock.advance(60_000);
  const times = bench.begun.map(([, time]) => time);
  expect(times.length).toBeGreaterThan(15);
  for (const [index, time] of times.entries()) {
    if (index > 0) expect(time - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(2500);
  }
});

test("of a recurring operation only the first result and changes are reported", async () => {
  const bench = new Bench();
  bench.agents.setState("A", "started");
  bench.add("monitor", { interval: 1000 });
  await bench.clock.advance(2500);
  bench.agents.setState("A", "stopped");
  await bench.clock.advance(3000);
  bench.agents.setState("A", "started");
  await bench.clock.advance(1000);
  expect(bench.told()).toEqual(["0 monitor 0", "3000 monitor 7", "6000 monitor 0"]);
  expect(bench.reports.map(([, , { runTime, changeTime }]) => [runTime, changeTime])).toEqual([
    [0, 0],
    [0, 3],
    [0, 6],
  ]);
});

test("changes in the same second are given times by which they can be told apart", async () => {
  const bench = new Bench();
  bench.agents.setState("A", "started");
  await bench.clock.advance(5000);
  bench.add("monitor", { interval: 200 });
  await bench.clock.advance(100);
  bench.agents.setState("A", "stopped");
  await bench.clock.advance(200);
  bench.agents.setState("A", "started");
  await bench.clock.advance(200);
  expect(bench.told()).toEqual(["5000 monitor 0", "5200 monitor 7", "5400 monitor 0"]);
  expect(bench.reports.map(([, , { runTime, changeTime }]) => Math.max(runTime, changeTime))).toEqual([
    5, 6, 7,
  ]);
});

test("what waits can be cancelled; what runs only if it is recurring, and then it is killed", async () => {
  const bench = new Bench();
  bench.takes({ start: 100, monitor: 100 });
  const start = bench.add("start");
  const queued = bench.add("promote");
  const recurring = bench.add("monitor", { interval: 1000 });
  expect(bench.queue.cancel("A", start)).toBe(false);
  expect(bench.queue.cancel("A", queued)).toBe(true);
  await bench.clock.advance(150);
  expect(bench.queue.cancel("A", recurring)).toBe(true);
  await bench.clock.advance(0);
  expect(bench.queue.cancel("A", recurring)).toBe(false);
  await bench.clock.advance(10_000);
  expect(bench.begun.map(([task]) => task)).toEqual(["start", "monitor"]);
  expect(bench.reports.map(([task, time, { result }]) => [task, time, result.status])).toEqual([
    ["promote", 0, ExecutionStatus.CANCELLED],
    ["start", 100, ExecutionStatus.DONE],
    ["monitor", 150, ExecutionStatus.CANCELLED],
  ]);
});

test("cancelled between two runs, an operation has the exit code of its last one", async () => {
  const bench = new Bench();
  const recurring = bench.add("monitor", { interval: 1000 });
  await bench.clock.advance(500);
  bench.queue.cancel("A", recurring);
  expect(bench.reports.at(-1)?.[2].result).toMatchObject({
    status: ExecutionStatus.CANCELLED,
    exitCode: OCF.NOT_RUNNING,
  });
});

test("a runner that breaks its promise is an error, not the end of the queue", async () => {
  const bench = new Bench();
  bench.agents.run = () => Promise.reject(new Error("broken"));
  bench.add("start");
  await bench.clock.advance(0);
  expect(bench.reports[0]?.[2].result).toMatchObject({
    status: ExecutionStatus.ERROR,
    exitReason: "Error: broken",
  });
});

test("whatever is asked: never two runs of a resource at once, never more than the limit, and all comes to its end", async () => {
  const order = fc.record({
    resource: fc.constantFrom("A", "B", "C", "D"),
    task: fc.constantFrom("start", "stop", "monitor"),
    interval: fc.constantFrom(0, 0, 0, 70, 200),
    startDelay: fc.constantFrom(0, 0, 30),
    duration: fc.integer({ min: 0, max: 150 }),
    wait: fc.integer({ min: 0, max: 100 }),
    cancels: fc.option(fc.nat({ max: 20 }), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(order, { maxLength: 20 }),
      fc.integer({ min: 1, max: 3 }),
      async (orders, concurrency) => {
        const bench = new Bench({ concurrency });
        const busy = new Set<string>();
        const violations: string[] = [];
        const run = bench.agents.run.bind(bench.agents);
        bench.agents.run = async (request) => {
          if (busy.has(request.resource)) violations.push(`${request.resource} runs twice`);
          busy.add(request.resource);
          if (busy.size > concurrency) violations.push(`${busy.size} run at once`);
          try {
            return await run(request);
          } finally {
            busy.delete(request.resource);
          }
        };
        const recurring: [string, number][] = [];
        for (const { duration, wait, cancels, ...operation } of orders) {
          bench.agents.script({ resource: operation.resource, action: operation.task }, { duration });
          const callId = bench.add(operation.task, operation);
          if (operation.interval > 0) recurring.push([operation.resource, callId]);
          await bench.clock.advance(wait);
          if (cancels !== undefined) for (const resource of "ABCD") bench.queue.cancel(resource, cancels);
        }
        await bench.clock.advance(10_000);
        for (const [resource, callId] of recurring) bench.queue.cancel(resource, callId);
        await bench.clock.advance(1000);
        expect(violations).toEqual([]);
        expect(busy.size).toBe(0);
        expect(bench.reports.length).toBeGreaterThanOrEqual(orders.length);
        const begun = bench.agents.calls.length;
        await bench.clock.advance(10_000);
        expect(bench.agents.calls.length).toBe(begun);
      },
    ),
    { numRuns: 60 },
  );
});
