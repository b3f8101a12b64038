import { expect, test } from "vitest";
import { chooseDelay, configuredDelay, type Delay } from "./delay.js";

const delay = (base: string | undefined, max?: string, target = "n1"): Delay => {
  const parameters = new Map<string, string>();
  if (base !== undefined) parameters.set("pcmk_delay_base", base);
  if (max !== undefined) parameters.set("pcmk_delay_max", max);
  return configuredDelay(parameters, target);
};

test.each([
  [undefined, undefined, { base: 0, max: 0 }],
  ["3", undefined, { base: 3, max: 3 }],
  [undefined, "4s", { base: 0, max: 4 }],
  ["5", "2", { base: 2, max: 2 }],
  ["500ms", undefined, { base: 0, max: 0 }],
  ["1500ms", undefined, { base: 1, max: 1 }],
  ["nonsense", "-1", { base: 0, max: 0 }],
])("base %s and maximum %s", (base, max, expected) => {
  expect(delay(base, max)).toEqual(expected);
});

test("each node may have a base of its own, and those that have none wait for nothing", () => {
  const base = "x:4;N1:2s n2:5";
  expect(delay(base).base).toBe(2);
  expect(delay(base, undefined, "n2").base).toBe(5);
  expect(delay(base, undefined, "n3").base).toBe(0);
});

test("a delay lies between base and maximum, after the requested one", () => {
  expect(chooseDelay({ base: 1, max: 3 }, 10, 0)).toBe(11);
  expect(chooseDelay({ base: 1, max: 3 }, 10, 0.999)).toBe(13);
  expect(chooseDelay({ base: 1, max: 3 }, -1, 0.5)).toBe(0);
});
