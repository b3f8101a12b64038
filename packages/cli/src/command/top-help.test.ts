import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { VERSION } from "./top-help.js";

it("the version is the package's", () => {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  expect(VERSION).toBe(JSON.parse(text).version);
});
