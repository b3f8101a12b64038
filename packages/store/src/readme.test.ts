import * as fs from "node:fs";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as operations from "@sanode/cib/operations";
import { afterAll, expect, test } from "vitest";
import * as store from "./index.js";

const scratch = fs.mkdtempSync(join(tmpdir(), "sanode-readme-"));
afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }));

test("the README's example prints what the README says", async () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const [code = ""] = blocks(readme, "js");
  const modules = { "node:fs": fs, "@sanode/cib/operations": operations, "@sanode/store": store };
  const printed: string[] = [];
  const print = { log: (...values: unknown[]) => printed.push(values.join(" ")) };
  const body = code
    .replaceAll(/import (\{.*\}) from "(.*)";/g, 'const $1 = modules["$2"];')
    .replaceAll("/tmp/", `${scratch}/`);
  await new AsyncFunction("modules", "console", body)(modules, print);
  expect(`${printed.join("\n")}\n`).toBe(blocks(readme, "text")[1]);
});

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;

function blocks(markdown: string, language: string): string[] {
  const pattern = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms");
  return Array.from(markdown.matchAll(pattern), ([, block = ""]) => block);
}
