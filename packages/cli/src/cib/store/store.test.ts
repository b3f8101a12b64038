import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emptyCib } from "@sanode/cib/operations";
import { openStore } from "@sanode/store";
import { afterEach, beforeEach, expect, it } from "vitest";
import { run, type Told } from "../../../test-support/run.js";
import { main } from "../index.js";

let directory: string;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "sanode-cib-store-"));
  const store = await openStore(directory);
  for (const epoch of [1, 2]) await store.write(emptyCib(undefined, epoch));
  await store.close();
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const store = (...args: string[]): Promise<Told> => run(main, "store", ...args);

it("tells which documents are there, and changes nothing", async () => {
  expect(await store("check", directory)).toEqual({
    status: 0,
    output: `${directory}: The document is good
  good  cib.xml: version 0.2.0, as its signature says
  good  cib-1.raw: version 0.1.0, as its signature says
`,
    errors: "",
  });
});

it("of a bad document tells what is wrong and what is used instead, until it is recovered", async () => {
  truncateSync(join(directory, "cib.xml"), 0);
  const before = readdirSync(directory);
  const checked = await store("check", directory, "--json");
  expect([checked.status, JSON.parse(checked.output)]).toMatchObject([
    78,
    { outcome: "backup", used: "cib-1.raw", tried: [{ file: "cib.xml", rejection: "empty" }, {}] },
  ]);
  expect(readdirSync(directory)).toEqual(before);
  const recovered = await store("recover", directory);
  expect(recovered.status).toBe(0);
  expect(recovered.output).toContain("the newest good backup is cib-1.raw\n  bad   cib.xml: it is empty\n");
  expect(recovered.output).toMatch(/Bad files were put aside to cib\.auto\./);
  expect((await store("check", directory)).output).toContain("good  cib.xml: version 0.1.0");
});

it("where nothing is good changes nothing", async () => {
  for (const name of ["cib.xml", "cib-1.raw"]) writeFileSync(join(directory, name), "rubbish");
  const before = readdirSync(directory);
  expect((await store("recover", directory)).status).toBe(78);
  expect(readdirSync(directory)).toEqual(before);
});

it("does not recover what a store has open", async () => {
  const open = await openStore(directory);
  expect((await store("check", directory)).output).toContain("A store has it open");
  expect(await store("recover", directory)).toMatchObject({
    status: 1,
    errors: expect.stringContaining("in use"),
  });
  await open.close();
});

it.each(["check", "recover"])(
  "%s refuses directories that are not there, or that others may change",
  async (task) => {
    expect((await store(task, `${directory}/none`)).status).toBe(105);
    expect(existsSync(`${directory}/none`)).toBe(false);
    chmodSync(directory, 0o777);
    expect((await store(task, directory)).status).toBe(4);
  },
);

it.each([[], ["check"], ["mend", "x"], ["check", "x", "y"]])("%s %s %s is wrong usage", async (...args) => {
  expect(await store(...args)).toMatchObject({ status: 64, output: "" });
});

it("has a help text", async () => {
  expect((await store("--help")).output).toContain("Usage: sanode cib store");
});
