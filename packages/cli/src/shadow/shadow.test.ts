import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatXml, parseXml } from "@sanode/cib";
import { emptyCib } from "@sanode/cib/operations";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { cibText, run, type Told, WEB } from "../../test-support/run.js";
import { main as cib } from "../cib/index.js";
import { main as simulate } from "../simulate/index.js";
import { main as verify } from "../verify/index.js";
import { main } from "./index.js";

const scratch = mkdtempSync(join(tmpdir(), "sanode-shadow-"));
const live = join(scratch, "live.xml");
const saved = { ...process.env };

beforeEach(() => {
  process.env = { PATH: saved.PATH ?? "", CIB_file: live, CIB_shadow_dir: join(scratch, "shadows") };
  mkdirSync(join(scratch, "shadows"));
  writeFileSync(live, formatXml(emptyCib()));
});
afterEach(() => {
  process.env = { ...saved };
  rmSync(join(scratch, "shadows"), { recursive: true });
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const shadow = (...args: string[]): Promise<Told> => run(main, ...args);
const epoch = (): string | undefined => parseXml(readFileSync(live)).attributes.epoch;

it("a change is tried on a copy, told, and committed", async () => {
  expect(await shadow("--create", "try")).toEqual({
    status: 0,
    output:
      "A new shadow instance was created. To begin using it, enter the following into your shell:\n" +
      "\texport CIB_shadow=try\n",
    errors: "",
  });
  process.env.CIB_shadow = "try";
  expect(await shadow("--diff")).toEqual({ status: 0, output: "", errors: "" });
  await run(cib, "create", "--scope", "resources", "--xml-text", WEB);
  expect(epoch()).toBe("1");
  const { status, output } = await shadow("--diff");
  expect(status).toBe(1);
  expect(output).toContain('++ /cib/configuration/resources:  <primitive id="web" class="ocf"');
  expect((await shadow("--commit", "try")).status).toBe(64);
  expect((await shadow("--commit", "try", "--force")).status).toBe(0);
  expect(epoch()).toBe("2");
  expect(readFileSync(live, "utf8")).toContain('<primitive id="web"');
});

it("a whole document that is older than the cluster's is not committed", async () => {
  await shadow("--create-empty", "old");
  const before = readFileSync(live, "utf8");
  const { status, errors } = await shadow("--commit", "old", "--force", "--all");
  expect(status).toBe(103);
  expect(errors).toContain("Could not commit shadow instance 'old' to the CIB: Update was older");
  expect(readFileSync(live, "utf8")).toBe(before);
});

it("files can be read by owner and group, and nothing else is left behind", async () => {
  await shadow("--create", "a");
  await shadow("--create", "a");
  await shadow("--reset", "a", "--force");
  const directory = join(scratch, "shadows");
  expect(readdirSync(directory)).toEqual(["shadow.a"]);
  expect((statSync(join(directory, "shadow.a")).mode & 0o777 & ~0o040).toString(8)).toBe("600");
});

it("all are listed", async () => {
  for (const name of ["b", "a"]) await shadow("--create-empty", name);
  expect((await shadow("--list")).output).toBe("a\nb\n");
});

describe("while a shadow is active", () => {
  const document = cibText(WEB);

  beforeEach(() => {
    writeFileSync(join(scratch, "shadows", "shadow.s"), document);
    process.env.CIB_shadow = "s";
  });

  it("it is what the cluster would be to other commands", async () => {
    expect((await run(simulate, "--live-check", "--simulate")).output).toContain("Start      web");
    expect((await run(verify, "--live-check")).status).toBe(0);
    expect((await run(cib, "query", "--scope", "resources")).output).toContain('id="web"');
  });

  it("it alone is: there is no falling back to the cluster", async () => {
    process.env.CIB_shadow = "none";
    for (const command of [simulate, verify]) expect((await run(command, "--live-check")).status).toBe(105);
    expect((await run(cib, "query")).status).toBe(105);
  });

  it("scripts can read everything as JSON", async () => {
    expect(JSON.parse((await shadow("--which", "--json")).output)).toMatchObject({
      status: 0,
      shadow: "s",
      file: join(scratch, "shadows", "shadow.s"),
    });
    expect(JSON.parse((await shadow("--switch", "s", "--json")).output).environment).toEqual({
      CIB_shadow: "s",
    });
    const diff = JSON.parse((await shadow("--diff", "--json")).output);
    expect([diff.status, diff.patchset.changes.length > 0]).toEqual([1, true]);
  });
});

it("has a help text", async () => {
  expect((await shadow("--help")).output).toContain("Usage: sanode shadow");
});
