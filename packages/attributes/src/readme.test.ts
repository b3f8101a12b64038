import { readFileSync } from "node:fs";
import * as cib from "@sanode/cib";
import * as operations from "@sanode/cib/operations";
import * as ra from "@sanode/ra";
import { expect, test } from "vitest";
import * as attributes from "./index.js";

test("the README's example prints what the README says", async () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const [code = ""] = blocks(readme, "js");
  const modules = {
    "@sanode/attributes": attributes,
    "@sanode/cib": cib,
    "@sanode/cib/operations": operations,
    "@sanode/ra": ra,
  };
  const printed: string[] = [];
  const print = { log: (...values: unknown[]) => printed.push(values.join(" ")) };
  const body = code.replaceAll(/import (\{.*\}) from "(.*)";/g, 'const $1 = modules["$2"];');
  await new AsyncFunction("modules", "console", body)(modules, print);
  expect(`${printed.join("\n")}\n`).toBe(blocks(readme, "text")[1]);
});

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;

function blocks(markdown: string, language: string): string[] {
  const pattern = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms");
  return Array.from(markdown.matchAll(pattern), ([, block = ""]) => block);
}
