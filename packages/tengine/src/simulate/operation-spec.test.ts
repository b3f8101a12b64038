import { expect, it } from "vitest";
import { parseOperationKey, parseOperationSpec } from "./operation-spec.js";

it.each([
  ["web_monitor_10000@n1=7", "web", "monitor", 10_000, "n1", 7],
  ["a_b_migrate_to_0@n1=1", "a_b", "migrate_to", 0, "n1", 1],
  ["a_post_notify_start_0@n1=0", "a", "post_notify_start", 0, "n1", 0],
  ["c:1_stop_0@n.x= 6foo", "c:1", "stop", 0, "n.x", 6],
  ["a_monitor_10s@n1=-2", "a", "monitor", 10, "n1", -2],
])("%s names an operation and its result", (text, resource, task, intervalMs, node, exitCode) => {
  expect(parseOperationSpec(text)).toEqual({ resource, task, intervalMs, node, exitCode });
});

it.each([
  ["", -1],
  ["@n1=6", 0],
  ["web_start_0", 1],
  ["web_start_0@=6", 1],
  ["web_start_0@n1", 2],
  ["web_start_0@n1=x", 2],
])("%j is incomplete after %i parts", (text, fields) => {
  expect(parseOperationSpec(text)).toEqual({ kind: "incomplete", fields });
});

it("what is in front of the node must be a key of an operation", () => {
  expect(parseOperationSpec("web@n1=7")).toEqual({ kind: "no-key" });
  expect(parseOperationSpec("web_start@n1=7")).toEqual({ kind: "no-key" });
});

it("an interval wraps at 32 bits", () => {
  expect(parseOperationKey("a_monitor_-5")?.intervalMs).toBe(4_294_967_291);
});
