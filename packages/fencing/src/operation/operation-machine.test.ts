import { ExecutionStatus } from "@sanode/ra";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { failure, SUCCESS, succeeded } from "../agent/fencing-result.js";
import type { DeviceReport } from "../device/fencing-device.js";
import {
  type OperationEffect,
  OperationMachine,
  type OperationTimer,
  type Surroundings,
} from "./operation-machine.js";
import type { OperationRequest } from "./operation-request.js";

const request: OperationRequest = {
  id: "1",
  target: "t",
  action: "off",
  timeout: 10,
  delay: 0,
  client: "c.1",
  originator: "n1",
  allowSelfFencing: false,
};

const terms = { allowed: true, timeout: 0, delayBase: 0, delayMax: 0 };

const report = (device: string, verified = false): DeviceReport => ({
  device,
  verified,
  automatic: false,
  terms: { off: terms, on: terms, reboot: terms },
});

const around = (
  levels: readonly (readonly string[])[] = [],
  more: Partial<Surroundings> = {},
): Surroundings => ({
  levels: levels.length === 0 ? undefined : levels.map((devices, at) => ({ index: at + 1, devices })),
  activePeers: 3,
  watchdog: 0,
  switchesOnAgain: () => true,
  ...more,
});

/** What was ordered, as `NODE: ACTION DEVICE`, and how it ended. */
function orders(effects: readonly OperationEffect[]): string[] {
  return effects.flatMap((effect) => {
    if (effect.kind === "execute") return `${effect.peer}: ${effect.order.action} ${effect.order.device}`;
    if (effect.kind !== "finish") return [];
    return `${succeeded(effect.result) ? "success" : "failure"} by ${effect.delegate}`;
  });
}

const timers = (effects: readonly OperationEffect[]): Record<string, number> =>
  Object.fromEntries(
    effects.flatMap((effect) => (effect.kind === "start-timer" ? [[effect.timer, effect.seconds]] : [])),
  );

const begun = (world: Surroundings, more: Partial<OperationRequest> = {}): OperationMachine => {
  const machine = new OperationMachine({ ...request, ...more }, 3);
  machine.begin(world);
  return machine;
};

describe("without levels", () => {
  test("a node that has proved that it can is asked at once, others when all have answered", () => {
    const world = around();
    const machine = begun(world);
    expect(orders(machine.reply({ peer: "n1", reports: [report("d")] }, world))).toEqual([]);
    expect(orders(machine.reply({ peer: "n2", reports: [report("d", true)] }, world))).toEqual([
      "n2: off null",
    ]);
    const other = begun(world);
    other.reply({ peer: "n1", reports: [report("d")] }, world);
    other.reply({ peer: "n2", reports: [] }, world);
    expect(orders(other.reply({ peer: "n3", reports: [report("d"), report("e")] }, world))).toEqual([
      "n3: off null",
    ]);
  });

  test("the target is asked last, even if it has proved that it can", () => {
    const world = around();
    const machine = begun(world);
    machine.reply({ peer: "t", reports: [report("d", true)] }, world);
    machine.reply({ peer: "n2", reports: [report("d")] }, world);
    expect(orders(machine.reply({ peer: "n1", reports: [] }, world))).toEqual(["n2: off null"]);
    expect(orders(machine.answer(0, failure(ExecutionStatus.DONE), world))).toEqual(["t: off null"]);
  });

  test("a failure leads to the next node, a timeout of the agent does not", () => {
    const world = around([], { activePeers: 2 });
    const start = (): OperationMachine => {
      const machine = begun(world);
      machine.reply({ peer: "n1", reports: [report("d")] }, world);
      machine.reply({ peer: "n2", reports: [report("d")] }, world);
      return machine;
    };
    expect(orders(start().answer(0, failure(ExecutionStatus.DONE), world))).toEqual(["n1: off null"]);
    expect(orders(start().answer(0, failure(ExecutionStatus.TIMED_OUT), world))).toEqual(["failure by n2"]);
  });

  test("nobody within the time is a failure", () => {
    const machine = begun(around());
    expect(orders(machine.expire("query", around()))).toEqual(["failure by n1"]);
  });

  test("success that comes late is success all the same", () => {
    const world = around([], { activePeers: 2 });
    const machine = begun(world);
    machine.reply({ peer: "n1", reports: [report("d")] }, world);
    machine.reply({ peer: "n2", reports: [report("d")] }, world);
    expect(orders(machine.expire("answer", world))).toEqual(["n1: off null"]);
    expect(orders(machine.answer(0, SUCCESS, world))).toEqual(["success by n2"]);
  });
});

describe("with levels", () => {
  test("time limits follow from all devices and their delays", () => {
    const world = around([
      ["a", "b"],
      ["c", "d", "e"],
    ]);
    const machine = begun(world, { timeout: 120, delay: 1 });
    const delayed = (device: string, delayBase: number, delayMax = 0): DeviceReport => ({
      ...report(device, true),
      terms: { off: { ...terms, delayBase, delayMax } },
    });
    const reports = [
      delayed("a", 1),
      delayed("b", 1),
      delayed("c", 1, 2),
      delayed("d", 1),
      report("e", true),
    ];
    expect(timers(machine.reply({ peer: "n1", reports }, world))).toEqual({ total: 727, answer: 146 });
    const limits: (number | undefined)[] = [];
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const result = attempt === 1 ? failure(ExecutionStatus.DONE) : SUCCESS;
      limits.push(timers(machine.answer(attempt, result, world)).answer);
    }
    expect(limits).toEqual([145, 146, 145, 144]);
  });

  test("a silent node is replaced by another one for the same device", () => {
    const world = around([["a"]], { activePeers: 2 });
    const machine = begun(world);
    machine.reply({ peer: "n1", reports: [report("a")] }, world);
    expect(orders(machine.reply({ peer: "n2", reports: [report("a")] }, world))).toEqual(["n2: off a"]);
    expect(orders(machine.expire("answer", world))).toEqual(["n1: off a"]);
  });

  test("a late answer for a device that is not the current one counts for nothing", () => {
    const world = around([["a"], ["b"]], { activePeers: 1 });
    const machine = begun(world);
    machine.reply({ peer: "n2", reports: [report("a"), report("b")] }, world);
    expect(orders(machine.expire("answer", world))).toEqual(["n2: off b"]);
    expect(machine.answer(0, SUCCESS, world)).toEqual([]);
  });

  test("when time is over while devices are switched on again, the target was off all the same", () => {
    const world = around([["a", "b"]], { activePeers: 1 });
    const machine = begun(world, { action: "reboot" });
    machine.reply({ peer: "n2", reports: [report("a"), report("b")] }, world);
    expect(orders(machine.expire("total", world))).toEqual(["failure by n1"]);
    const other = begun(world, { action: "reboot" });
    other.reply({ peer: "n2", reports: [report("a"), report("b")] }, world);
    other.answer(0, SUCCESS, world);
    expect(orders(other.answer(1, SUCCESS, world))).toEqual(["n2: on a"]);
    expect(orders(other.expire("total", world))).toEqual(["success by n1"]);
  });
});

describe("whatever happens in whatever order", () => {
  const peer = fc.constantFrom("n1", "n2", "t");
  const reports = fc.uniqueArray(fc.constantFrom("a", "b", "watchdog"), { maxLength: 3 });
  const result = fc.constantFrom(
    SUCCESS,
    failure(ExecutionStatus.DONE),
    failure(ExecutionStatus.TIMED_OUT),
    failure(ExecutionStatus.NO_FENCE_DEVICE),
  );
  const event = fc.oneof(
    fc.record({ kind: fc.constant("reply" as const), peer, reports, verified: fc.boolean() }),
    fc.record({ kind: fc.constant("answer" as const), attempt: fc.nat(4), result }),
    fc.record({
      kind: fc.constant("expire" as const),
      timer: fc.constantFrom<OperationTimer>("query", "total", "answer", "watchdog"),
    }),
  );
  const levels = fc.constantFrom([], [["a"]], [["a", "b"], ["b"]], [["a"], ["watchdog"]]);

  test("an operation ends once, orders nothing afterwards, and only what is ordered once", () => {
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 25 }),
        levels,
        fc.constantFrom<OperationRequest["action"]>("off", "reboot", "on"),
        fc.constantFrom(0, 5),
        (events, wanted, action, watchdog) => {
          const world = around(wanted, { watchdog });
          const machine = begun(world, { action });
          const told: OperationEffect[] = [];
          const running = new Set<OperationTimer>();
          for (const one of events) {
            const before = machine.isFinished;
            const effects = happen(machine, one, world);
            if (before) expect(effects).toEqual([]);
            for (const effect of effects) {
              if (effect.kind === "start-timer") running.add(effect.timer);
              if (effect.kind === "stop-timer") running.delete(effect.timer);
            }
            told.push(...effects);
          }
          const ended = told.filter(({ kind }) => kind === "finish");
          expect(ended.length).toBe(machine.isFinished ? 1 : 0);
          if (machine.isFinished) expect([...running]).toEqual([]);
          const done = orders(told.filter(({ kind }) => kind === "execute"));
          expect(new Set(done).size).toBe(done.length);
        },
      ),
      { numRuns: 2000 },
    );
  });

  function happen(
    machine: OperationMachine,
    one: typeof event extends fc.Arbitrary<infer Event> ? Event : never,
    world: Surroundings,
  ): readonly OperationEffect[] {
    switch (one.kind) {
      case "reply":
        return machine.reply(
          { peer: one.peer, reports: one.reports.map((id) => report(id, one.verified)) },
          world,
        );
      case "answer":
        return machine.answer(one.attempt, one.result, world);
      case "expire":
        return machine.expire(one.timer, world);
    }
  }
});
