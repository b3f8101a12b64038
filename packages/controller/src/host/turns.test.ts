import { expect, test } from "vitest";
import { Turns } from "./turns.js";

test("what is urgent goes first, and everything gets its turn in order", async () => {
  const turns = new Turns();
  const order: string[] = [];
  const work = ["a", "b", "C", "d", "E"].map((name) =>
    turns.next(name === name.toUpperCase()).then(() => order.push(name)),
  );
  await Promise.all(work);
  expect(order).toEqual(["C", "E", "a", "b", "d"]);
});

test("other things happen between", async () => {
  const turns = new Turns();
  let done = 0;
  const work = Array.from({ length: 100 }, () => turns.next(false).then(() => (done += 1)));
  await new Promise((resolve) => setImmediate(resolve));
  // The turn that was on its way, and perhaps the next one.
  expect(done).toBeLessThanOrEqual(8);
  await Promise.all(work);
  expect(done).toBe(100);
});
