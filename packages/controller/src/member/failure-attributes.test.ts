import { SimulatedClock } from "@sanode/ra";
import { expect, test } from "vitest";
import { failureUpdates } from "./failure-attributes.js";
import { attributeValues, TransientAttributes } from "./transient-attributes.js";

const monitor = { resource: "A", task: "monitor", interval: 10_000 };
const start = { resource: "A", task: "start", interval: 0 };

function nodeAttributes() {
  const writes: boolean[] = [];
  const attributes = new TransientAttributes({
    clock: new SimulatedClock(),
    nodeId: (name) => (name === "n1" ? "1" : undefined),
    onWrite: (isRemoval) => writes.push(isRemoval),
  });
  const values = () => Object.fromEntries(attributeValues(attributes.written("1")));
  return { attributes, values, writes };
}

test("failures are counted by operation, up to infinity, with the time of the last one, in one write", () => {
  const { attributes, values, writes } = nodeAttributes();
  attributes.update(...failureUpdates("n1", monitor, "one", 100));
  expect(writes).toHaveLength(1);
  attributes.update(...failureUpdates("n1", monitor, "one", 200));
  attributes.update(...failureUpdates("n1", monitor, null, 300));
  attributes.update(...failureUpdates("n1", start, "INFINITY", 400));
  expect(values()).toEqual({
    "fail-count-A#monitor_10000": "2",
    "last-failure-A#monitor_10000": "300",
    "fail-count-A#start_0": "INFINITY",
    "last-failure-A#start_0": "400",
  });
  attributes.update(...failureUpdates("n1", start, "one", 500));
  expect(values()["fail-count-A#start_0"]).toBe("1000000");
});

test("they are forgotten for the whole resource, and for no other", () => {
  const { attributes, values } = nodeAttributes();
  attributes.update(...failureUpdates("n1", monitor, "one", 100));
  attributes.update(...failureUpdates("n1", { ...start, resource: "AB" }, "one", 100));
  expect(attributes.clearFailures({ node: "n1", resource: "A" })).toHaveLength(2);
  expect(Object.keys(values())).toEqual(["last-failure-AB#start_0", "fail-count-AB#start_0"]);
  expect(attributes.clearFailures({ node: "n1", resource: "A" })).toEqual([]);
});
