import { expect, test } from "vitest";
import { expandValue } from "./expand-value.js";

test.each([
  ["value++", undefined, "1"],
  ["value++", "5", "6"],
  ["value++5", "0", "1"],
  ["value+=10", "6", "16"],
  ["value+=-100", "16", "-84"],
  ["value+=", "3", "3"],
  ["value+=x", "3", "3"],
  ["value++", "bar", "0"],
  ["value+=7", "bar", "0"],
  ["value+=INFINITY", "7", "1000000"],
  ["value+=INFINITY", "-100", "999900"],
  ["value++", "INFINITY", "1000000"],
  ["value--", "3", "value--"],
  ["xvalue+=1", "3", "xvalue+=1"],
  ["foo++", "3", "foo++"],
])("%s on %s is %s", (value, present, expected) => {
  expect(expandValue(value, present)).toBe(expected);
});
