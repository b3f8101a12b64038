import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { findCases } from "../conformance/cases.js";
import { runOurs, runReference } from "./option-runs.js";

const reference = process.env.SANODE_REFERENCE;
const found = findCases();
process.env.TZ = "UTC";

/** Every so many cases are compared, beginning with another one for each mode. */
const STEP = 60;
const modes = [["-A"], ["-S"], ["-sR"], ["-SAcU"], ["-sUSQ"]] as const;
const names = (found?.cases ?? []).map(({ name }) => name);
const sample = modes.flatMap(([mode], at) =>
  names.filter((_, index) => index % STEP === at * 11).map((name) => [mode, name] as const),
);

const folder = mkdtempSync(join(tmpdir(), "sanode-xml-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(reference === undefined || found === null)(
  "the reference gives the same report as XML",
  () => {
    test.each(sample)("with %s about %s", async (mode, name) => {
      const document = join(found?.path ?? "", "xml", `${name}.xml`);
      const options = [[mode], ["--output-as=xml"]];
      const ours = await runOurs(folder, document, options);
      const theirs = await runReference(join(reference ?? "", "crm_simulate"), folder, document, options);
      expect(ours).toEqual(theirs);
    });
  },
);
