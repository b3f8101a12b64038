import { expect, test } from "vitest";
import { SimulatedClock } from "./simulated-clock.js";

test("timers fire in the order in which they fall due, each at its time", async () => {
  const clock = new SimulatedClock(0);
  const fired: [string, number][] = [];
  const note = (name: string) => () => fired.push([name, clock.now()]);
  clock.after(20, note("second"));
  clock.after(10, note("first"));
  clock.after(20, note("third"));
  clock.after(21, note("later"));
  await clock.advance(20);
  expect(fired).toEqual([
    ["first", 10],
    ["second", 20],
    ["third", 20],
  ]);
  expect(clock.now()).toBe(20);
});

test("a timer set by another one, even through promises, fires within the same advance", async () => {
  const clock = new SimulatedClock(0);
  const fired: number[] = [];
  clock.after(5, () => {
    void Promise.resolve()
      .then(() => undefined)
      .then(() => clock.after(5, () => fired.push(clock.now())));
  });
  await clock.advance(10);
  expect(fired).toEqual([10]);
});

test("a cancelled timer does not fire", async () => {
  const clock = new SimulatedClock();
  let fired = false;
  const cancel = clock.after(5, () => {
    fired = true;
  });
  cancel();
  await clock.advance(10);
  expect(fired).toBe(false);
});
