import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as cib from "@sanode/cib";
import { afterAll, expect, test } from "vitest";
import * as fencing from "./index.js";

const scratch = mkdtempSync(join(tmpdir(), "sanode-readme-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const AGENT = `#!/bin/sh
[ "$(grep -c action=metadata)" = 0 ] || echo '<resource-agent name="fence_example"><actions>
<action name="off"/><action name="reboot"/></actions></resource-agent>'
`;

test("the README's example prints what the README says", async () => {
  writeFileSync(join(scratch, "fence_example"), AGENT);
  chmodSync(join(scratch, "fence_example"), 0o755);
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8").replace("/usr/sbin", scratch);
  const [code = ""] = blocks(readme, "js");
  const printed: string[] = [];
  const print = { log: (...values: unknown[]) => printed.push(values.join(" ")) };
  const body = code.replaceAll(/import (\{.*\}) from "@sanode\/(\w+)";/g, "const $1 = packages.$2;");
  await new AsyncFunction("packages", "console", body)({ fencing, cib }, print);
  expect(`${printed.join("\n")}\n`).toBe(blocks(readme, "text")[1]);
});

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;

function blocks(markdown: string, language: string): string[] {
  const pattern = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms");
  return Array.from(markdown.matchAll(pattern), ([, block = ""]) => block);
}
