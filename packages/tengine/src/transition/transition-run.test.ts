import fc from "fast-check";
import { expect, test } from "vitest";
import { graphOf, type Sketch } from "../../test-support/graph.js";
import { HIGHEST_PRIORITY, TransitionRun } from "./transition-run.js";

/** Ends every action at once, as a simulation does; failures abort everything else. */
function runAtOnce(sketches: readonly Sketch[], failing: readonly number[] = []): number[] {
  const run = new TransitionRun(graphOf(sketches));
  const order: number[] = [];
  for (let action = run.next(); action !== null; action = run.next()) {
    order.push(action.id);
    const fails = failing.includes(action.id);
    run.ended(action.id, fails ? "failed" : "done");
    if (fails) run.abort(HIGHEST_PRIORITY, "failed");
  }
  return order;
}

test("an action that becomes ready behind the pass belongs to it, one before it to the next pass", () => {
  const order = runAtOnce([
    { id: 10, after: [11] },
    { id: 11 },
    { id: 12, after: [11] },
    { id: 13, after: [10] },
  ]);
  expect(order).toEqual([11, 12, 10, 13]);
});

test("what waits for a failed action is not started, unless it has the highest priority", () => {
  const order = runAtOnce(
    [
      { id: 1 },
      { id: 2, after: [1] },
      { id: 3, after: [1], priority: HIGHEST_PRIORITY },
      { id: 4 },
      { id: 5, pseudo: true },
    ],
    [1],
  );
  expect(order).toEqual([1, 3, 5]);
});

test("a loop of orderings terminates the run, with the actions of the loop unended", () => {
  const run = new TransitionRun(
    graphOf([
      { id: 1, after: [2] },
      { id: 2, after: [1] },
    ]),
  );
  expect(run.next()).toBeNull();
  expect(run.status).toBe("terminated");
  expect(run.unended.map(({ id }) => id)).toEqual([1, 2]);
});

test("an input without a synapse is never met", () => {
  expect(runAtOnce([{ id: 1, after: [99] }])).toEqual([]);
});

test("what a limit refuses is offered again once something has ended", () => {
  const run = new TransitionRun(graphOf([{ id: 1 }, { id: 2 }]));
  const oneAtATime = (): boolean => run.inFlight === 0;
  expect(run.next(oneAtATime)?.id).toBe(1);
  expect(run.next(oneAtATime)).toBeNull();
  expect(run.status).toBe("running");
  run.ended(1, "done");
  expect(run.next(oneAtATime)?.id).toBe(2);
});

test("an end is reported once, and only of what is in flight", () => {
  const run = new TransitionRun(graphOf([{ id: 1 }, { id: 2 }]));
  expect(run.ended(1, "done")).toBe(false);
  run.next();
  expect(run.ended(1, "done")).toBe(true);
  expect(run.ended(1, "done")).toBe(false);
});

const acyclic = fc.array(fc.array(fc.nat(), { maxLength: 4 }), { maxLength: 30 }).map((inputs) =>
  inputs.map(
    (picks, id): Sketch => ({
      id,
      after: id === 0 ? [] : [...new Set(picks.map((pick) => pick % id))],
    }),
  ),
);

test("every action of a graph without loops is done once, after all its inputs, in whatever order things end", () => {
  fc.assert(
    fc.property(acyclic, fc.infiniteStream(fc.nat()), (sketches, choices) => {
      const run = new TransitionRun(graphOf(sketches));
      const inFlight: number[] = [];
      const ended: number[] = [];
      for (;;) {
        for (let action = run.next(); action !== null; action = run.next()) {
          const inputs = sketches[action.id]?.after ?? [];
          expect(inputs.every((input) => ended.includes(input))).toBe(true);
          inFlight.push(action.id);
        }
        if (inFlight.length === 0) break;
        const [id] = inFlight.splice((choices.next().value ?? 0) % inFlight.length, 1);
        if (id === undefined) break;
        run.ended(id, "done");
        ended.push(id);
      }
      expect(run.status).toBe("complete");
      expect(ended).toHaveLength(sketches.length);
    }),
  );
});
