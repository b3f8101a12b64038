import type { HistoryEntry } from "@sanode/lrm";
import { ExecutionStatus, OCF } from "@sanode/ra";
import { expect, test } from "vitest";
import { type JudgeContext, judgeResult } from "./judge-result.js";

const engine = "ours";
const context: JudgeContext = {
  engine,
  transition: 5,
  isAwaited: (id) => id === 1,
  offsets: { failedStartOffset: "INFINITY", failedStopOffset: "INFINITY" },
  ignoresFailure: () => false,
};

/** A failed start that transition 5 waits for, unless something else is said. */
function entry(more: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    id: "A_last_0",
    resource: "A",
    task: "start",
    interval: 0,
    featureSet: "3.20.5",
    transitionKey: `1:5:0:${engine}`,
    status: ExecutionStatus.DONE,
    exitCode: OCF.ERR_GENERIC,
    exitReason: "",
    node: "n1",
    callId: 1,
    digest: "",
    ...more,
  };
}

const judge = (more: Partial<HistoryEntry>, other: Partial<JudgeContext> = {}) =>
  judgeResult(entry(more), { ...context, ...other });

const monitor = { task: "monitor", interval: 10_000, transitionKey: `9:3:0:${engine}` };

test("what a transition waits for is no surprise, be it a failure", () => {
  expect(judge({ exitCode: OCF.SUCCESS })).toEqual({});
  expect(judge({})).toEqual({ failure: { weight: "INFINITY" } });
});

test("failed starts count for one where they are not fatal", () => {
  const offsets = { failedStartOffset: "1", failedStopOffset: "INFINITY" } as const;
  expect(judge({}, { offsets })).toEqual({ failure: { weight: "one" } });
  expect(judge({ task: "stop" }, { offsets })).toEqual({ failure: { weight: "INFINITY" } });
});

test("a recurring operation that fails later is news, and counts for one", () => {
  expect(judge(monitor)).toEqual({
    failure: { weight: "one" },
    surprise: "Result of A_monitor_10000 changed",
  });
});

test("so is one whose transition is under way but does not wait for it any more", () => {
  expect(judge({ ...monitor, transitionKey: `2:5:0:${engine}` }).surprise).toBeDefined();
});

test("a probe that finds something else than expected is no failure", () => {
  const probe = { task: "monitor", transitionKey: `1:5:7:${engine}`, exitCode: OCF.SUCCESS };
  expect(judge(probe)).toEqual({});
});

test("degraded is as good as running", () => {
  expect(judge({ ...monitor, exitCode: OCF.DEGRADED }).failure).toBeUndefined();
});

test("a failure to be ignored is remembered but does not count, a later one of a recurring operation does", () => {
  const ignoresFailure = (id: number): boolean => id === 1;
  expect(judge({}, { ignoresFailure })).toEqual({ failure: { weight: null } });
  const later = { ...monitor, transitionKey: `1:3:0:${engine}` };
  expect(judge(later, { ignoresFailure }).failure).toEqual({ weight: "one" });
});

test("what did not happen is not judged", () => {
  expect(judge({ status: ExecutionStatus.PENDING, exitCode: OCF.PENDING })).toEqual({});
  expect(judge({ status: ExecutionStatus.CANCELLED })).toEqual({});
  expect(judge({ status: ExecutionStatus.REFUSED })).toEqual({});
});

test("failures that no transition asked for count whatever the operation", () => {
  const outside = { task: "asyncmon", transitionKey: "7:-1:0:xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx" };
  expect(judge(outside)).toMatchObject({ failure: { weight: "one" }, surprise: expect.any(String) });
});

test("results for others, late ones and those without a key are surprises", () => {
  expect(judge({ transitionKey: "1:5:0:theirs" }).surprise).toContain("somebody else");
  expect(judge({ transitionKey: `1:4:0:${engine}` }).surprise).toContain("late");
  expect(judge({ transitionKey: "nonsense" })).toEqual({
    surprise: "Result of A_start_0 without a transition",
  });
});
