import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { type Kind, kinds, normalize } from "./compare.js";
import { type CaseOutputs, runCase } from "./run-case.js";

/**
 * Our own cases, for what the scheduler's regression cases leave open: a folder of `test/cases` each, with a document
 * of ours, `input.xml`, and a file for each of the four outputs, as Pacemaker's `crm_simulate` gave them.
 */
const cases = fileURLToPath(new URL("../cases/", import.meta.url));

test.each(readdirSync(cases))("%s", (name) => {
  const folder = join(cases, name);
  const given = runCase(readFileSync(join(folder, "input.xml")), "", Math.floor(Date.now() / 1000));
  expect(normalized(given)).toEqual(
    normalized({
      scores: read(folder, "scores"),
      dot: read(folder, "dot"),
      exp: read(folder, "exp"),
      summary: read(folder, "summary"),
    }),
  );
});

function read(folder: string, kind: Kind): string {
  return readFileSync(join(folder, kind), "utf8");
}

function normalized(outputs: CaseOutputs): Record<string, string> {
  return Object.fromEntries(kinds.map((kind) => [kind, normalize(kind, outputs[kind])]));
}
