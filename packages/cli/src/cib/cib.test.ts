import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { cibText, run, type Told, WEB } from "../../test-support/run.js";
import { main } from "./index.js";

const folder = mkdtempSync(join(tmpdir(), "sanode-cib-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "cib.xml");
beforeEach(() => writeFileSync(file, cibText(WEB)));

const cib = (...args: string[]): Promise<Told> => run(main, ...args, "--file", file);
const content = (): string => readFileSync(file, "utf8");

describe("sanode cib", () => {
  it.each([[["query", "--scope", "nodes"]], [["-Q", "-o", "nodes"]], [["-o", "nodes"]], [["-Qo", "nodes"]]])(
    "%j means the same",
    async (args) => {
      expect(await cib(...args)).toEqual({
        status: 0,
        output: '<nodes>\n  <node id="1" uname="n1"/>\n  <node id="2" uname="n2"/>\n</nodes>\n',
        errors: "",
      });
    },
  );

  it("changes the file that CIB_file names", async () => {
    process.env.CIB_file = file;
    try {
      const told = await run(main, "modify", "-X", '<primitive id="web" description="shop"/>');
      expect(told).toEqual({ status: 0, output: "", errors: "" });
    } finally {
      delete process.env.CIB_file;
    }
    expect(content()).toContain('admin_epoch="0" epoch="4" num_updates="0"');
    expect(content()).toContain('description="shop"');
  });

  it.each([
    ["create", 108, ["-C", "-o", "resources", "-X", WEB], "CIB API call failed: File exists"],
    ["modify", 105, ["-M", "-X", '<primitive id="z"/>'], "CIB API call failed: No such device or address"],
    [
      "modify",
      78,
      ["-M", "-X", '<primitive id="web" x="y"/>'],
      "Update does not conform to the configured schema",
    ],
    ["replace", 103, ["-R", "-X", '<cib epoch="0"/>'], "Update was older than existing configuration"],
    ["erase", 107, ["-E"], "The supplied command is considered dangerous"],
    ["delete", 64, ["-D"], "The supplied command requires either --xpath or input"],
    ["create", 64, ["-C"], "The supplied command requires input via --xml-file, --xml-text, or --xml-pipe"],
    ["modify", 65, ["-M", "-X", "<a"], "Couldn't parse input from input string"],
    ["modify", 65, ["-M", "-x", "/nowhere"], "Couldn't parse input from /nowhere"],
    ["query", 64, ["-Z"], "Unknown option -Z"],
    ["query", 64, ["what"], "non-option ARGV-elements: what"],
    ["query", 64, ["-Q", "-A", "(".repeat(200)], "XPath"],
  ])("a %s that is refused with status %i leaves the file as it is", async (_, status, args, message) => {
    const before = content();
    const told = await cib(...args);
    expect(told.status).toBe(status);
    expect(told.errors).toContain(message);
    expect(content()).toBe(before);
  });

  it("says where the schema is violated", async () => {
    const { errors } = await cib("-M", "-X", '<primitive id="web" bogus="y"/>');
    expect(errors).toContain('primitive[@id="web"]');
  });

  it("answers programs", async () => {
    const { output } = await cib("create", "-o", "resources", "-X", WEB, "--json");
    expect(JSON.parse(output)).toMatchObject({
      status: 108,
      error: { code: "EEXIST", message: "File exists" },
      version: { adminEpoch: 0, epoch: 3, numUpdates: 0 },
    });
  });

  it("says of sections that do not exist what the reference says", async () => {
    expect((await cib("-Q", "-o", "bogus")).errors).toContain(
      "Invalid value 'bogus' for '--scope'. Operation will apply to the entire CIB",
    );
  });

  it("upgrades a document from before Pacemaker 1.0, and says what it changes", async () => {
    const options =
      '<cluster_property_set id="o"><attributes><nvpair id="q" name="no_quorum_policy" value="stop"/>';
    const old = `<cib have_quorum="true" epoch="3"><configuration><crm_config>${options}</attributes></cluster_property_set>
      </crm_config><nodes/><resources>${WEB}</resources><constraints/></configuration></cib>`;
    writeFileSync(file, old);
    expect((await cib("query")).status).toBe(78);
    const { status, errors } = await cib("upgrade", "--force");
    expect(status).toBe(0);
    expect(errors).toContain("INFO: Blocks: o: taking pairs out of <attributes>");
    expect(content()).toContain('validate-with="pacemaker-4.0"');
    expect(content()).toContain('name="no-quorum-policy"');
    expect((await cib("query")).status).toBe(0);
  });

  it("needs no CIB for an empty one", async () => {
    const { output } = await run(main, "empty", "pacemaker-3.9");
    expect(output).toMatch(
      /^<cib crm_feature_set="3.20.5" validate-with="pacemaker-3.9" admin_epoch="0" epoch="1"/,
    );
  });

  it("prints its help", async () => {
    expect((await run(main, "--help")).output).toContain("--allow-create");
  });
});

describe("the file", () => {
  it("keeps its mode, stays a link if it is one, and leaves nothing beside it", async () => {
    chmodSync(file, 0o662);
    const link = join(folder, "link.xml");
    symlinkSync(file, link);
    expect((await run(main, "bump", "--file", link)).status).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o662);
    expect(content()).toContain('epoch="4"');
    expect(readdirSync(folder).sort()).toEqual(["cib.xml", "link.xml"]);
  });

  it("of a cluster manager, with its digest beside it, is not touched", async () => {
    const digest = `${file}.sig`;
    writeFileSync(digest, "0".repeat(32));
    const before = content();
    const told = await cib("bump");
    rmSync(digest);
    expect([told.status, content()]).toEqual([4, before]);
    expect(told.errors).toContain("belongs to a cluster manager");
  });

  it.each([
    ["is not there", 105, undefined, "No such device or address"],
    ["is no XML", 78, "<cib", "Update does not conform to the configured schema"],
    ["is no CIB", 78, "<foo/>", "Update does not conform to the configured schema"],
    ["names no schema", 78, "<cib/>", "validate-with names no known schema"],
  ])("that %s is refused with status %i", async (_, status, text, message) => {
    if (text === undefined) rmSync(file);
    else writeFileSync(file, text);
    const told = await cib("query");
    expect(told.status).toBe(status);
    expect(told.errors).toMatch(/^sanode cib: Could not connect to the CIB API: /);
    expect(told.errors).toContain(message);
  });

  it("shows and lets change with --user only what access control allows, where it is in force", async () => {
    const rules = '<acl_permission id="p" kind="read" xpath="//nodes"/>';
    const guarded = (state: string): string =>
      cibText(WEB)
        .replace(
          "<crm_config>",
          `<crm_config><cluster_property_set id="acl"><nvpair id="acl-1" name="enable-acl" value="${state}"/></cluster_property_set>`,
        )
        .replace(
          "</constraints>",
          `</constraints><acls><acl_target id="joe"><role id="r"/></acl_target><acl_role id="r">${rules}</acl_role></acls>`,
        );
    writeFileSync(file, guarded("true"));
    const { output } = await cib("-Q", "--user", "joe");
    expect([output.includes("<nodes>"), output.includes("primitive")]).toEqual([true, false]);
    const refused = await cib("-D", "-o", "resources", "-X", '<primitive id="web"/>', "-U", "joe");
    expect([refused.status, refused.errors]).toEqual([4, expect.stringContaining("Permission denied")]);
    expect(refused.errors).toContain("/cib/configuration/resources/primitive[@id='web']");
    expect((await cib("-Q", "-U", "jane")).status).toBe(4);
    writeFileSync(file, guarded("false"));
    expect((await cib("-Q", "-U", "jane")).output).toContain("primitive");
  });
});
