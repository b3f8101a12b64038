import { readFileSync } from "node:fs";
import * as cib from "@sanode/cib";
import * as ra from "@sanode/ra";
import { expect, test } from "vitest";
import * as lrm from "./index.js";

test("the README's example prints what the README says", async () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const [code = ""] = blocks(readme, "js");
  const printed: string[] = [];
  const print = { log: (...values: unknown[]) => printed.push(values.join(" ")) };
  const body = code.replaceAll(/import (\{.*\}) from "@sanode\/(.*)";/g, "const $1 = $2;");
  await new AsyncFunction("cib", "lrm", "ra", "console", body)(cib, lrm, ra, print);
  expect(`${printed.join("\n")}\n`).toBe(blocks(readme, "text")[1]);
});

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;

function blocks(markdown: string, language: string): string[] {
  const pattern = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms");
  return Array.from(markdown.matchAll(pattern), ([, block = ""]) => block);
}
