import { SimulatedClock } from "@sanode/ra";
import { expect, test } from "vitest";
import { EvaluationLoop, type EvaluationResult } from "./evaluation-loop.js";

/** A loop whose evaluations end when the test says so. */
class Held {
  readonly clock = new SimulatedClock();
  readonly reasons: string[] = [];
  readonly loop: EvaluationLoop;
  signal: AbortSignal | undefined;
  #end: (result: EvaluationResult) => void = () => {};

  constructor() {
    const evaluate = (reason: string, signal: AbortSignal): Promise<EvaluationResult> => {
      this.reasons.push(reason);
      this.signal = signal;
      return new Promise((resolve) => {
        this.#end = resolve;
      });
    };
    this.loop = new EvaluationLoop({ evaluate }, this.clock, () => this.reasons.push("settled"));
  }

  async end(result: Partial<EvaluationResult> = {}): Promise<void> {
    this.#end({ again: null, recheckAfter: null, ...result });
    await this.clock.advance(0);
    await this.clock.advance(0);
  }
}

test("what changes in one turn of the event loop is decided once", async () => {
  const held = new Held();
  held.loop.request("one");
  held.loop.request("two");
  await held.clock.advance(0);
  await held.end();
  await held.loop.settled();
  expect(held.reasons).toEqual(["one", "settled"]);
});

test("a change aborts what is under way, and is decided when that has ended", async () => {
  const held = new Held();
  held.loop.request("one");
  await held.clock.advance(0);
  held.loop.request("two");
  expect(held.signal?.aborted).toBe(true);
  expect(held.reasons).toEqual(["one"]);
  await held.end();
  expect(held.signal?.aborted).toBe(false);
  await held.end();
  expect(held.reasons).toEqual(["one", "two", "settled"]);
});

test("an evaluation may ask for another one", async () => {
  const held = new Held();
  held.loop.request("one");
  await held.clock.advance(0);
  await held.end({ again: "something failed" });
  await held.end();
  expect(held.reasons).toEqual(["one", "something failed", "settled"]);
});

test("while it is held nothing is decided and nothing is settled", async () => {
  const held = new Held();
  const release = held.loop.hold("node lost");
  let isSettled = false;
  void held.loop.settled().then(() => {
    isSettled = true;
  });
  await held.clock.advance(0);
  expect(held.reasons).toEqual([]);
  release();
  await held.clock.advance(0);
  expect(held.reasons).toEqual(["node lost"]);
  expect(isSettled).toBe(false);
  await held.end();
  expect(isSettled).toBe(true);
});

test("time alone lets it decide again, unless something else did before", async () => {
  const held = new Held();
  held.loop.request("one");
  await held.clock.advance(0);
  await held.end({ recheckAfter: 1000 });
  await held.clock.advance(500);
  held.loop.request("two");
  await held.clock.advance(0);
  await held.end({ recheckAfter: 1000 });
  await held.clock.advance(999);
  expect(held.reasons).toEqual(["one", "settled", "two", "settled"]);
  await held.clock.advance(1);
  expect(held.reasons.at(-1)).toBe("Time has passed");
});

test("after its end nothing is decided, and nobody waits in vain", async () => {
  const held = new Held();
  held.loop.request("one");
  await held.clock.advance(0);
  const settled = held.loop.settled();
  held.loop.end();
  await settled;
  expect(held.signal?.aborted).toBe(true);
  held.loop.request("two");
  await held.end({ again: "three" });
  expect(held.reasons).toEqual(["one"]);
});

test("an error in deciding reaches those who wait, and the next change is decided", async () => {
  const clock = new SimulatedClock();
  let isBroken = true;
  const evaluate = async (): Promise<EvaluationResult> => {
    if (isBroken) throw new Error("broken");
    return { again: null, recheckAfter: null };
  };
  const loop = new EvaluationLoop({ evaluate }, clock, () => {});
  loop.request("one");
  await expect(loop.settled()).rejects.toThrow("broken");
  isBroken = false;
  await clock.advance(0);
  loop.request("two");
  await loop.settled();
});
