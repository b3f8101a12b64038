import { describe, expect, it } from "vitest";
import {
  describeResource,
  history,
  meta,
  NOW,
  parameters,
  primitive,
  type Recorded,
  readRecorded,
  requested,
} from "../../test-support/recorded.js";

/** A resource with failure-timeout 60 s that failed at one time and whose fail count is of another. */
function failed(resultAge: number, countAge: number | null, recorded: Recorded = {}) {
  const attributes =
    countAge === null
      ? {}
      : { "fail-count-A#monitor_10000": "1", "last-failure-A#monitor_10000": String(NOW - countAge) };
  const failure: Recorded = { interval: 10, rc: 1, id: "A_last_failure_0", age: resultAge, ...recorded };
  const state = readRecorded({
    resources: primitive("A", meta("A", { "failure-timeout": "60s" })),
    nodes: { n1: { attributes, history: history("A", ["start"], ["monitor", failure]) } },
  });
  return { state, is: describeResource(state, "A"), actions: requested(state), recheck: state.recheckBy };
}

describe("a recorded failure", () => {
  it("counts until its fail count has expired too, a second later", () => {
    expect(failed(59, 59)).toMatchObject({ is: "FAILED Started n1", recheck: NOW + 2 });
    expect(failed(60, 60)).toMatchObject({ is: "FAILED Started n1", recheck: NOW + 1 });
    expect(failed(61, 61)).toMatchObject({ is: "Started n1", recheck: null });
  });

  it("clears the fail count when both have expired, before the operations that run are listed", () => {
    expect(failed(61, 61).actions).toEqual(["1 A_clear_failcount_0 n1", "(2 A_monitor_10000 n1)"]);
  });

  it("clears nothing without fail count", () => {
    expect(failed(61, null).actions).toEqual(["(1 A_monitor_10000 n1)"]);
  });

  it("never expires if the agent is not installed", () => {
    expect(failed(61, 61, { rc: 5, status: 7 }).is).toBe("FAILED Started n1");
  });
});

it("an old success clears an expired fail count as well", () => {
  const state = readRecorded({
    resources: primitive("A", meta("A", { "failure-timeout": "60s" })),
    nodes: {
      n1: {
        attributes: { "fail-count-A#monitor_10000": "1", "last-failure-A#monitor_10000": String(NOW - 100) },
        history: history("A", ["start", { age: 1000 }]),
      },
    },
  });
  expect(requested(state)).toEqual(["1 A_clear_failcount_0 n1"]);
});

it("a failure with other parameters than the present ones is cleared, fail count or not (bug-5025-4)", () => {
  const state = readRecorded({
    resources: primitive("A", parameters("A", { p: "1" })),
    nodes: { n1: { history: history("A", ["start", { rc: 1, id: "A_last_failure_0" }]) } },
  });
  expect(requested(state)).toEqual(["1 A_clear_failcount_0 n1", "2 A_stop_0 n1"]);
});
