import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as build from "./build/index.js";
import * as edit from "./edit/index.js";
import * as cib from "./index.js";
import * as json from "./json/index.js";
import * as view from "./view/index.js";

const README = new URL("../README.md", import.meta.url);

const EXAMPLES = [...readFileSync(README, "utf8").matchAll(/```ts\n([\s\S]*?)```/g)].map(
  ([, code = ""]) => code,
);

test.each(EXAMPLES)("an example of the README runs, and prints what its comments say: %#", (code) => {
  const body = code.replace(/^import (\{.*\}) from "@sanode\/(.*)";$/gm, 'const $1 = modules["$2"];');
  const printed: string[] = [];
  const log = (...values: readonly unknown[]): void => {
    printed.push(values.join(" "));
  };
  const example = new Function("modules", "console", body);
  example({ cib, "cib/build": build, "cib/edit": edit, "cib/json": json, "cib/view": view }, { log });
  const expected = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map((match) => match[1]);
  expect(printed).toEqual(expected);
  expect(printed).not.toEqual([]);
});
