import { readFileSync } from "node:fs";
import * as cib from "@sanode/cib";
import * as pengine from "@sanode/pengine";
import * as tengine from "@sanode/tengine";
import { expect, it } from "vitest";

/** The first example of a README, and what its comments say that it prints. */
function exampleOf(name: string): { readonly code: string; readonly printed: string[] } {
  const readme = readFileSync(new URL(`../../packages/${name}/README.md`, import.meta.url), "utf8");
  const code = /^```ts\n(.*?)^```$/ms.exec(readme)?.[1] ?? "";
  return {
    code,
    printed: [...code.matchAll(/^console\.log.*; \/\/ (.*)$/gm)].map((match) => match[1] ?? ""),
  };
}

it.each(["pengine", "tengine"])("the example of %s prints what it says", (name) => {
  const { code, printed } = exampleOf(name);
  const body = code.replaceAll(/import (\{.*\}) from "@sanode\/(.*)";/g, "const $1 = packages.$2;");
  const lines: string[] = [];
  const print = { log: (...values: unknown[]) => lines.push(values.join(" ")) };
  new Function("packages", "console", body)({ cib, pengine, tengine }, print);
  expect(printed.length).toBeGreaterThan(0);
  expect(lines).toEqual(printed);
});
