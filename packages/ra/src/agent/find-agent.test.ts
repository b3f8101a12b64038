import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { findAgent, listAgents } from "./find-agent.js";

const scratch = mkdtempSync(join(tmpdir(), "sanode-find-agent-"));
const [first, second] = [join(scratch, "first"), join(scratch, "second")];
for (const [path, mode] of [
  ["first/vendor/Both", 0o755],
  ["first/vendor/library.sh", 0o644],
  ["first/vendor/.hidden", 0o755],
  ["second/vendor/Both", 0o755],
  ["second/other/Only", 0o755],
] as const) {
  mkdirSync(join(scratch, path, ".."), { recursive: true });
  writeFileSync(join(scratch, path), "", { mode });
}
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test("the first directory that has the agent counts", () => {
  const both = { class: "ocf", provider: "vendor", type: "Both" };
  expect(findAgent(both, [first, second])).toBe(join(first, "vendor", "Both"));
  expect(findAgent(both, [second, first])).toBe(join(second, "vendor", "Both"));
  expect(findAgent({ ...both, type: "Missing" }, [first, second])).toBeUndefined();
});

test("other classes, and names without a provider, have no file", () => {
  expect(findAgent({ class: "lsb", provider: "vendor", type: "Both" }, [first])).toBeUndefined();
  expect(findAgent({ class: "ocf", type: "Both" }, [first])).toBeUndefined();
});

test("what is listed can be run, each agent once", () => {
  expect(listAgents([first, second, join(scratch, "missing")])).toEqual([
    { class: "ocf", provider: "other", type: "Only" },
    { class: "ocf", provider: "vendor", type: "Both" },
  ]);
});
