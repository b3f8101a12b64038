import { expect, it } from "vitest";
import { intervalText } from "./interval-text.js";

it.each([
  [0, "0s"],
  [250, "250ms"],
  [1500, "1.500s"],
  [90_000, "1m30s"],
  [3_700_000, "1h1m40s"],
  [7_200_000, "2h"],
  [176_400_000, "2d1h"],
])("%d milliseconds read %s", (milliseconds, text) => {
  expect(intervalText(milliseconds)).toBe(text);
});
