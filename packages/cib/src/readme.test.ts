import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as edit from "./edit/index.js";
import * as cib from "./index.js";
import * as view from "./view/index.js";

const README = new URL("../README.md", import.meta.url);

test("the README's example runs, and prints what its comments say", () => {
  const code = /```ts\n([\s\S]*?)```/.exec(readFileSync(README, "utf8"))?.[1] ?? "";
  const body = code.replace(/^import (\{.*\}) from "@sanode\/(.*)";$/gm, 'const $1 = modules["$2"];');
  const printed: string[] = [];
  const log = (...values: readonly unknown[]): void => {
    printed.push(values.join(" "));
  };
  const example = new Function("modules", "console", body);
  example({ cib, "cib/edit": edit, "cib/view": view }, { log });
  const expected = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map((match) => match[1]);
  expect(printed).toEqual(expected);
  expect(printed).not.toEqual([]);
});
