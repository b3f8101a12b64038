import { ExecutionStatus, SimulatedClock } from "@sanode/ra";
import { expect, test } from "vitest";
import { runWithAttempts } from "./attempts.js";
import { type FencingResult, failure, SUCCESS } from "./fencing-result.js";

interface Run {
  readonly at: number;
  readonly timeout: number;
}

/** Lets an agent run that takes a while each time, and tells when it ran and how long it might have taken. */
async function attempts(
  result: FencingResult,
  seconds: number,
  timeout: number,
  limit: number,
): Promise<Run[]> {
  const clock = new SimulatedClock(0);
  const runs: Run[] = [];
  const call = async (milliseconds: number): Promise<FencingResult> => {
    runs.push({ at: clock.now() / 1000, timeout: milliseconds / 1000 });
    await new Promise<void>((resolve) => clock.after(1000 * seconds, resolve));
    return result;
  };
  const done = runWithAttempts(call, { timeout, attempts: limit }, clock);
  await clock.advance(1_000_000);
  expect(await done).toBe(result);
  return runs;
}

const failed = failure(ExecutionStatus.DONE);

test("an agent that fails is run again a second later, with the time that is left, until 70 % are over", async () => {
  expect(await attempts(failed, 3, 8, 5)).toEqual([
    { at: 0, timeout: 8 },
    { at: 4, timeout: 5 },
  ]);
});

test("there are no more attempts than wanted, and at least one", async () => {
  expect(await attempts(failed, 0, 60, 2)).toHaveLength(2);
  expect(await attempts(failed, 0, 60, -3)).toHaveLength(1);
});

test("success and a timeout are final", async () => {
  expect(await attempts(SUCCESS, 0, 60, 5)).toHaveLength(1);
  expect(await attempts(failure(ExecutionStatus.TIMED_OUT), 0, 60, 5)).toHaveLength(1);
});
