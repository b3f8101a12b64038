import { expect, test } from "vitest";
import { readableDuration } from "./readable-duration.js";

test.each([
  [90_000, "1m30s"],
  [7_200_000, "2h"],
  [1500, "1.500s"],
  [250, "250ms"],
  [0, "0s"],
  [86_400_000 + 60_000 + 20, "1d1m20ms"],
])("%d ms is written %s", (milliseconds, text) => {
  expect(readableDuration(milliseconds)).toBe(text);
});
