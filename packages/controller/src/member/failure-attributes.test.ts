import { expect, test } from "vitest";
import { clearFailures, recordFailure } from "./failure-attributes.js";
import { Member } from "./member.js";

const monitor = { resource: "A", task: "monitor", interval: 10_000 };
const start = { resource: "A", task: "start", interval: 0 };

test("failures are counted by operation, up to infinity, with the time of the last one", () => {
  const member = new Member({ id: "1", name: "n1" });
  recordFailure(member, monitor, "one", 100);
  recordFailure(member, monitor, "one", 200);
  recordFailure(member, start, "INFINITY", 300);
  recordFailure(member, start, "one", 300);
  expect(member.attribute("fail-count-A#monitor_10000")).toBe("2");
  expect(member.attribute("last-failure-A#monitor_10000")).toBe("200");
  expect(member.attribute("fail-count-A#start_0")).toBe("INFINITY");
});

test("they are forgotten for the whole resource, and for no other", () => {
  const member = new Member({ id: "1", name: "n1" });
  recordFailure(member, monitor, "one", 100);
  recordFailure(member, start, "one", 100);
  recordFailure(member, { ...start, resource: "AB" }, "one", 100);
  expect(clearFailures(member, "A")).toBe(true);
  expect(member.attributeNames()).toEqual(["fail-count-AB#start_0", "last-failure-AB#start_0"]);
  expect(clearFailures(member, "A")).toBe(false);
});
