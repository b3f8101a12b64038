import type { GraphAction } from "@sanode/pengine";
import { expect, test } from "vitest";
import { graphOf } from "../../test-support/graph.js";
import { type ActionOutcome, type Executor, executeTransition } from "./execute.js";

/** Actions end when the test says so. */
class HeldExecutor implements Executor {
  readonly held = new Map<number, (outcome: ActionOutcome) => void>();

  execute(action: GraphAction): Promise<ActionOutcome> {
    return new Promise((resolve) => this.held.set(action.id, resolve));
  }

  async end(id: number, outcome: ActionOutcome = { kind: "done" }): Promise<void> {
    this.held.get(id)?.(outcome);
    this.held.delete(id);
    await settled();
  }

  get ids(): number[] {
    return [...this.held.keys()];
  }
}

/** Lets all promise jobs run. */
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

test("independent actions are in flight together, and pseudo-actions end at once", async () => {
  const executor = new HeldExecutor();
  const graph = graphOf([
    { id: 1 },
    { id: 2, pseudo: true },
    { id: 3, after: [2] },
    { id: 4, after: [1, 3] },
  ]);
  const execution = executeTransition(graph, executor);
  await settled();
  expect(executor.ids).toEqual([1, 3]);
  await executor.end(3);
  await executor.end(1);
  expect(executor.ids).toEqual([4]);
  await executor.end(4);
  const { status, ended } = await execution;
  expect(status).toBe("complete");
  expect(ended.map(({ action }) => action.id)).toEqual([2, 3, 1, 4]);
});

test("after a failure what is in flight is awaited and nothing of that priority is started", async () => {
  const executor = new HeldExecutor();
  const graph = graphOf([
    { id: 1, priority: 5 },
    { id: 2 },
    { id: 3, after: [2], priority: 5 },
    { id: 4, after: [2], priority: 6 },
  ]);
  const execution = executeTransition(graph, executor);
  await settled();
  await executor.end(1, { kind: "failed", reason: "exit code 1" });
  await executor.end(2);
  expect(executor.ids).toEqual([4]);
  await executor.end(4);
  expect(await execution).toMatchObject({
    status: "stopped",
    abort: { priority: 6, reason: "exit code 1" },
    left: [{ id: 3 }],
  });
});

test("the batch limit bounds what is in flight", async () => {
  const executor = new HeldExecutor();
  void executeTransition(graphOf([{ id: 1 }, { id: 2 }, { id: 3 }]), executor, { batchLimit: 2 });
  await settled();
  expect(executor.ids).toEqual([1, 2]);
  await executor.end(1);
  expect(executor.ids).toEqual([2, 3]);
});

test("a stop signal lets what is in flight end and starts nothing more", async () => {
  const executor = new HeldExecutor();
  const stop = new AbortController();
  const execution = executeTransition(graphOf([{ id: 1 }, { id: 2, after: [1] }]), executor, {
    signal: stop.signal,
  });
  await settled();
  stop.abort("configuration changed");
  await executor.end(1);
  expect(await execution).toMatchObject({ status: "stopped", abort: { reason: "configuration changed" } });
});

test("an executor that throws fails the action", async () => {
  const executor: Executor = {
    execute: () => {
      throw new Error("no such node");
    },
  };
  const result = await executeTransition(graphOf([{ id: 1 }, { id: 2, after: [1] }]), executor);
  expect(result.abort?.reason).toBe("no such node");
  expect(result.left.map(({ id }) => id)).toEqual([2]);
});

test("an empty graph is complete at once", async () => {
  expect(await executeTransition(graphOf([]), new HeldExecutor())).toMatchObject({ status: "complete" });
});
