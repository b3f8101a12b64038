import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { controlGroupProblem } from "@sanode/ra";
import { expect, test } from "vitest";
import { hostLimitations } from "./limitations.js";

test("a host without control groups for us says so, and one that has them says nothing", () => {
  const codes = hostLimitations().map(({ code }) => code);
  const expected = { missing: ["no-control-groups"], "not-permitted": ["control-groups-not-permitted"] };
  const problem = controlGroupProblem();
  expect(codes).toEqual(problem === undefined ? [] : expected[problem]);
});

test("to try whether there are control groups leaves none behind", () => {
  controlGroupProblem();
  const path = /^0::(\/.*)$/m.exec(readFileSync("/proc/self/cgroup", "utf8"))?.[1] ?? "/";
  const own = join("/sys/fs/cgroup", path);
  const left = existsSync(own) ? readdirSync(own).filter((name) => name.startsWith("sanode-try-")) : [];
  expect(left).toEqual([]);
});
