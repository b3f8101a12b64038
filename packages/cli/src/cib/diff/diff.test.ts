import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run, type Told } from "../../../test-support/run.js";
import { main } from "../index.js";

const diff = (...args: string[]): Promise<Told> => run(main, "diff", ...args);
const OLD = '<cib admin_epoch="1" epoch="5" num_updates="7"><a id="1" x="1"/></cib>';
const NEW = '<cib admin_epoch="1" epoch="6" num_updates="0"><a id="1" x="2"/><!--new--></cib>';

let folder = "";
const file = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sanode-diff-"));
  writeFileSync(file("old.xml"), OLD);
  writeFileSync(file("new.xml"), NEW);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("sanode cib diff", () => {
  it("prints a patchset and ends with status 1 if two documents differ", async () => {
    const { status, output } = await diff(file("old.xml"), file("new.xml"));
    expect(status).toBe(1);
    expect(output).toMatch(/^<diff format="2">\n {2}<version>\n.*<\/diff>\n$/s);
    expect(await diff("-o", file("old.xml"), "-N", NEW)).toEqual({ status, output, errors: "" });
    expect(await diff("-O", OLD, "-o", "nowhere", "-n", file("new.xml"))).toEqual({
      status,
      output,
      errors: "",
    });
  });

  it("has no words and status 0 for documents without a difference", async () => {
    expect(await diff("-O", OLD, "-N", OLD)).toEqual({ status: 0, output: "", errors: "" });
    expect(await diff("-u", "-O", OLD, "-N", OLD.replace("7", "8"))).toEqual({
      status: 0,
      output: "",
      errors: "",
    });
  });

  it("prints words, or JSON", async () => {
    expect((await diff("-O", OLD, "-N", NEW, "--text")).output).toBe(
      [
        "Diff: --- 1.5.7 2",
        "Diff: +++ 1.6.0 (no digest)",
        "+  /cib:  @epoch=6, @num_updates=0",
        "+  /cib/a[@id='1']:  @x=2",
        "<!--new-->",
        "",
      ].join("\n"),
    );
    expect(JSON.parse((await diff("-c", "-O", OLD, "-N", NEW, "--json")).output)).toEqual({
      differ: true,
      versions: {
        source: { admin_epoch: "1", epoch: "5", num_updates: "7" },
        target: { admin_epoch: "1", epoch: "6", num_updates: "0" },
      },
      digest: expect.stringMatching(/^[0-9a-f]{32}$/),
      changes: [
        expect.objectContaining({ operation: "modify", path: "/cib" }),
        {
          operation: "modify",
          path: "/cib/a[@id='1']",
          attributes: [{ operation: "set", name: "x", value: "2" }],
          result: '<a id="1" x="2"/>',
        },
        { operation: "create", path: "/cib", position: 1, node: "<!--new-->" },
      ],
    });
    expect(JSON.parse((await diff("-O", OLD, "-N", OLD, "--json")).output)).toEqual({
      differ: false,
      changes: [],
    });
  });

  it("applies what it has printed", async () => {
    expect(
      (await diff(file("old.xml"), file("new.xml"), "-c", "--output-to", file("patch.xml"))).status,
    ).toBe(1);
    const patched = await diff("-c", file("old.xml"), "-p", file("patch.xml"));
    expect(patched).toMatchObject({ status: 0, errors: "" });
    expect(await diff("-O", patched.output, "-N", NEW)).toMatchObject({ status: 0 });
    const { document } = JSON.parse((await diff(file("old.xml"), "-p", file("patch.xml"), "--json")).output);
    expect(document).toBe(NEW);
    expect(readFileSync(file("old.xml"), "utf8")).toBe(OLD);
  });

  it("tells why a patch does not fit", async () => {
    await diff(file("old.xml"), file("new.xml"), "-c", "--output-to", file("patch.xml"));
    const refused = await diff("-c", file("new.xml"), "-p", file("patch.xml"));
    expect(refused).toMatchObject({ status: 103, output: "" });
    expect(refused.errors).toMatch(
      /Could not apply patch: Update was older than existing configuration\n.*1\.6\.0/,
    );
    const told = await diff("-c", file("new.xml"), "-p", file("patch.xml"), "--json");
    expect(told.status).toBe(103);
    expect(JSON.parse(told.output)).toMatchObject({ document: null, error: { code: "outdated" } });
    expect(await diff("-O", "<x/>", "-p", file("patch.xml"))).toMatchObject({ status: 1 });
    expect(await diff("-O", OLD, "-p", file("old.xml"))).toMatchObject({ status: 70 });
  });

  it.each([
    [64, [], "Either --original or --original-string must be specified"],
    [64, ["-O", OLD], "Either --new, --new-string, or --patch must be specified"],
    [64, ["-O", OLD, "-N", NEW, "-u", "-c"], "-u/--no-version incompatible with -c/--cib"],
    [64, ["-O", OLD, "-N", NEW, "-p", "p"], "--new and --patch exclude each other"],
    [64, ["a", "b", "c"], "non-option ARGV-elements: c"],
    [64, ["--bogus"], "Unknown option --bogus"],
    [65, ["-o", "nowhere", "-N", NEW], "Failed to parse original XML"],
    [65, ["-O", OLD, "-N", "<cib"], "Failed to parse new XML"],
    [65, ["-O", OLD, "-p", "nowhere"], "Failed to parse patch XML"],
  ])("ends with status %i for %j: %s", async (status, args, message) => {
    const told = await diff(...args);
    expect(told).toMatchObject({ status, output: "" });
    expect(told.errors).toContain(message);
  });

  it("explains itself", async () => {
    expect((await diff("--help")).output).toContain("Usage: sanode cib diff");
  });
});
