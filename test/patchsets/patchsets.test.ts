import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { checkSeed } from "./check.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sanode-patchsets-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

it.skipIf(process.env.SANODE_REFERENCE === undefined)(
  "patchsets, digests and their words are those of the reference's tools (npm run test:patchsets does more)",
  async () => {
    for (let seed = 1; seed <= 40; seed++)
      expect([seed, (await checkSeed(seed, folder)).mismatches]).toEqual([seed, []]);
  },
);
