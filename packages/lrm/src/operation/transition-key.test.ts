import { expect, test } from "vitest";
import { expectedExitCode, foreignTransitionKey, parseTransitionKey } from "./transition-key.js";

test("a transition key names action, transition, expected exit code and engine", () => {
  expect(parseTransitionKey("64:0:7:b9a727e7-174d-4152-a531-985ecf300aba")).toEqual({
    action: 64,
    transition: 0,
    expected: 7,
    engine: "b9a727e7-174d-4152-a531-985ecf300aba",
  });
  expect(parseTransitionKey(foreignTransitionKey(446, 0))).toMatchObject({ action: 446, transition: -1 });
});

test.each(["", "1:2:3", "a:b:c:d", "1:2:3:"])("%j is no transition key; success is expected then", (text) => {
  expect(parseTransitionKey(text)).toBeUndefined();
  expect(expectedExitCode(text)).toBe(0);
});
