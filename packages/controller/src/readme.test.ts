import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import * as controller from "./index.js";

test("the README's example prints what the README says", async () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8")
    .replaceAll("8098", await freePort())
    .replaceAll("packages/cli", new URL("../../cli", import.meta.url).pathname);
  const [code = ""] = blocks(readme, "js");
  const printed: string[] = [];
  const print = { log: (...values: unknown[]) => printed.push(values.join(" ")) };
  const body = code.replaceAll(/import (\{.*\}) from "@sanode\/(.*)";/g, "const $1 = $2;");
  await new AsyncFunction("controller", "console", body)(controller, print);
  expect(`${printed.join("\n")}\n`).toBe(blocks(readme, "text")[1]);
});

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;

function blocks(markdown: string, language: string): string[] {
  const pattern = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms");
  return Array.from(markdown.matchAll(pattern), ([, block = ""]) => block);
}

async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (bound === null || typeof bound === "string") throw new Error("no port");
  return String(bound.port);
}
