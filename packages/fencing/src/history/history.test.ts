import { expect, test } from "vitest";
import { failure } from "../agent/fencing-result.js";
import { describeAction, formatRecord } from "./format-history.js";
import { History } from "./history.js";
import type { OperationRecord } from "./record.js";
import { laterSuccess, reduceHistory } from "./reduce.js";

let count = 0;

function record(more: Partial<OperationRecord> = {}): OperationRecord {
  count += 1;
  return {
    id: `id${count}`,
    target: "a",
    action: "off",
    originator: "n1",
    client: "stonith_admin.1446",
    delegate: "n3",
    state: "completed",
    completed: 1000 * count,
    result: null,
    ...more,
  };
}

const pending = (): OperationRecord => record({ state: "querying", completed: null, delegate: null });
const text = (one: OperationRecord, all: readonly OperationRecord[] = [one]): string =>
  formatRecord(one, all, (time) => `T${time}`);

test("of too many records the oldest are forgotten, pending ones never", () => {
  const history = new History();
  const open = pending();
  history.enter(open);
  const all = Array.from({ length: 500 }, () => record());
  for (const one of all) history.enter(one);
  const left = history.list();
  expect(left).toHaveLength(250);
  expect(left[0]).toBe(open);
  expect(left[1]).toBe(all.at(-1));
});

test("what is over can be forgotten, of one target or of all", () => {
  const history = new History();
  const kept = record({ target: "b" });
  for (const one of [pending(), record(), kept]) history.enter(one);
  expect(history.clean("a")).toBe(true);
  expect(history.list()).toHaveLength(2);
  expect(history.get(kept.id)).toBe(kept);
  history.clean(null);
  expect(history.list().map(({ state }) => state)).toEqual(["querying"]);
  expect(history.clean(null)).toBe(false);
});

test("displays show the latest of each kind, and failures of different nodes", () => {
  const old = record();
  const [failed1, failed2] = [record({ state: "failed" }), record({ state: "failed", delegate: "n2" })];
  const recent = record();
  const open = pending();
  expect(reduceHistory([old, failed1, failed2, recent, open])).toEqual([open, recent, failed2, failed1]);
});

test("a failure is made up for by a later success, its own delegate's before others'", () => {
  const failed = record({ state: "failed", delegate: "n2" });
  const [one, two] = [record({ delegate: "n2" }), record({ delegate: "n3" })];
  expect(laterSuccess(failed, [two, one, failed])).toBe("n2");
  expect(laterSuccess(failed, [two, failed])).toBe("n3");
  expect(laterSuccess(failed, [record({ delegate: null }), failed])).toBe("some node");
  expect(laterSuccess(failed, [record({ action: "on" }), failed])).toBeNull();
});

test("records are written as stonith_admin writes them", () => {
  const open = pending();
  expect(text(open)).toBe("turning off of a pending: client=stonith_admin.1446, origin=n1");
  const done = record({ action: "reboot", client: "pacemaker-controld.548", completed: 5 });
  expect(text(done)).toBe(
    "reboot of a successful: delegate=n3, client=pacemaker-controld.548, origin=n1, completed='T5'",
  );
  const failed = record({ state: "failed", delegate: "n1", completed: 6, result: failure(4, "WHY") });
  const better = record({ completed: 7 });
  expect(text(failed, [better, failed])).toBe(
    "turning off of a failed (WHY): delegate=n1, client=stonith_admin.1446, origin=n1, completed='T6' (a later attempt from n3 succeeded)",
  );
  expect(describeAction("on")).toBe("unfencing");
});
