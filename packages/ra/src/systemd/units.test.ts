import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { overrideText, removeOverride, writeOverride } from "./override.js";
import { PendingMonitors, pauseBeforeNextLook } from "./pending.js";
import { typeOfUnit, unitName, unitNameForQuestions } from "./unit-name.js";

test.each([
  ["nginx", "nginx.service", "nginx.service"],
  ["web.socket", "web.socket", "web.socket"],
  ["x.target", "x.target.service", "x.target.service"],
  ["bar@", "bar@.service", "bar@pacemaker.service"],
  ["bar@x:y", "bar@x:y.service", "bar@x:y.service"],
])("%s is the unit %s, and asked about as %s", (type, unit, asked) => {
  expect([unitName(type), unitNameForQuestions(type)]).toEqual([unit, asked]);
});

test("units are listed under the names by which they are configured", () => {
  const units = ["nginx.service", "bar@.service", "web.socket", "x.target", "a.mount"];
  expect(units.map(typeOfUnit)).toEqual(["nginx", "bar@", "web.socket", undefined, "a.mount"]);
});

test("an override comes and goes, its directory stays", () => {
  const directory = mkdtempSync(join(tmpdir(), "sanode-override-"));
  try {
    expect(removeOverride("a.service", directory)).toBe(false);
    writeOverride("a.service", directory);
    writeOverride("a.service", directory);
    const path = join(directory, "a.service.d", "50-pacemaker.conf");
    expect(readFileSync(path, "utf8")).toBe(overrideText("a.service"));
    expect(removeOverride("a.service", directory)).toBe(true);
    expect([existsSync(path), existsSync(join(directory, "a.service.d"))]).toEqual([false, true]);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("only services are kept from being restarted, as nothing else can be", () => {
  expect(overrideText("a.service")).toContain("Restart=no");
  expect(overrideText("a.timer")).not.toContain("[Service]");
});

test("a probe looks again at the times at which Pacemaker does", () => {
  const pauses: number[] = [];
  let left = 6000;
  for (let pause = pauseBeforeNextLook(6000, left); pause !== undefined; ) {
    pauses.push(pause);
    left -= pause;
    pause = pauseBeforeNextLook(6000, left);
  }
  expect(pauses.slice(0, 9)).toEqual(Array.from({ length: 9 }, () => 600));
  expect(pauses.slice(9)).toEqual([300, 150, 75, 37, 19]);
  expect(pauseBeforeNextLook(100_000, 100_000)).toBe(2000);
});

test("a monitor is overdue when its unit has been in between for the whole timeout", () => {
  const monitors = new PendingMonitors();
  expect([0, 500, 1000].map((now) => monitors.isOverdue("a/10", 1000, now))).toEqual([false, false, true]);
  monitors.settled("a/10");
  expect(monitors.isOverdue("a/10", 1000, 5000)).toBe(false);
  monitors.forget("b");
  expect(monitors.isOverdue("a/10", 1000, 6000)).toBe(true);
  monitors.forget("a");
  expect(monitors.isOverdue("a/10", 1000, 7000)).toBe(false);
  expect(monitors.isOverdue("b/10", 0, 1)).toBe(false);
  expect(monitors.isOverdue("b/10", 0, 1_000_000)).toBe(false);
});
