import { describe, expect, it } from "vitest";
import {
  history,
  meta,
  NOW,
  nodeNamed,
  operations,
  primitive,
  primitiveNamed,
  readRecorded,
} from "../../test-support/recorded.js";
import { effectiveFailCount, readFailureAttributes } from "./failcounts.js";

/** The fail count on n1 of a resource, given the attributes of the node. */
function count(attributes: Readonly<Record<string, string>>, resources = primitive("A"), id = "A"): number {
  const state = readRecorded({ resources, nodes: { n1: { attributes } } });
  return effectiveFailCount(state, primitiveNamed(state, id), nodeNamed(state, "n1")).count;
}

describe("a fail count", () => {
  it("is the sum over all operations, and INFINITY absorbs (per-op-failcount)", () => {
    expect(count({ "fail-count-A#monitor_10000": "1", "fail-count-A#start_0": "2" })).toBe(3);
    expect(count({ "fail-count-A#monitor_10000": "1", "fail-count-A#start_0": "INFINITY" })).toBe(1_000_000);
    expect(count({ "fail-count-A#monitor_10000": "none", "fail-count-A#start_0": "2" })).toBe(2);
  });

  it("is not found under older names or those of other instances", () => {
    expect(count({ "fail-count-A": "1", "fail-count-A#": "1", "fail-count-A#start": "1" })).toBe(0);
    expect(count({ "fail-count-A:0#start_0": "1", "fail-count-AB#start_0": "1" })).toBe(0);
  });

  it("belongs to all instances of an anonymous clone (clone-anon-failcount)", () => {
    const clone = `<clone id="c">${primitive("A")}</clone>`;
    expect(count({ "fail-count-A#start_0": "1", "fail-count-A:3#start_0": "2" }, clone, "A:0")).toBe(3);
  });

  it("belongs to one instance of a unique clone", () => {
    const clone = `<clone id="c">${meta("c", { "globally-unique": "true", "clone-max": "2" })}${primitive("A")}</clone>`;
    const attributes = { "fail-count-A#start_0": "1", "fail-count-A:1#start_0": "2" };
    expect([count(attributes, clone, "A:0"), count(attributes, clone, "A:1")]).toEqual([0, 2]);
  });

  it("takes a dot in the resource's name for any character", () => {
    expect(
      count({ "fail-count-a.b#start_0": "1", "fail-count-axb#start_0": "2" }, primitive("a.b"), "a.b"),
    ).toBe(3);
  });

  it("expires a second after the failure timeout", () => {
    const resource = primitive("A", meta("A", { "failure-timeout": "60s" }));
    const failed = (age: number) => ({
      "fail-count-A#start_0": "1",
      "last-failure-A#start_0": String(NOW - age),
    });
    expect(count(failed(60), resource)).toBe(1);
    expect(count(failed(61), resource)).toBe(0);
  });

  it("never expires where an operation that failed has on-fail=block (failcount-block)", () => {
    const block = operations("A", 'name="monitor" interval="10s" on-fail="block"');
    const state = readRecorded({
      resources: primitive("A", meta("A", { "failure-timeout": "60s" }) + block),
      nodes: {
        n1: {
          attributes: {
            "fail-count-A#monitor_10000": "1",
            "last-failure-A#monitor_10000": String(NOW - 1000),
          },
          history: history(
            "A",
            ["start"],
            ["monitor", { interval: 10, rc: 1, id: "A_last_failure_0", age: 1000 }],
          ),
        },
      },
    });
    const resource = primitiveNamed(state, "A");
    expect(effectiveFailCount(state, resource, nodeNamed(state, "n1")).count).toBe(1);
    expect(resource.failureTimeoutMs).toBe(0);
    expect(resource.blocked).toBe(true);
  });
});

it("attributes are filed under the name before the # without an instance's number", () => {
  const attributes = readFailureAttributes(
    new Map([
      ["fail-count-A:1#monitor_10000", "1"],
      ["last-failure-A#start_0", "5"],
      ["fail-count-A", "7"],
      ["standby", "on"],
    ]),
  );
  expect(attributes.counts).toEqual(new Map([["A", [{ name: "A:1", value: "1" }]]]));
  expect(attributes.times).toEqual(new Map([["A", [{ name: "A", value: "5" }]]]));
});
