import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cibText, run, type Told, WEB } from "../../test-support/run.js";
import { main } from "./index.js";

const verify = (...args: string[]): Promise<Told> => run(main, ...args);
const sound = cibText(WEB);
const questionable = cibText(WEB, 'validate-with="none"');
const invalid = cibText(WEB, undefined, '<rsc_location id="l" rsc="nobody" node="n1" score="1"/>');
const violating = cibText('<primitive id="web" class="ocf" provider="heartbeat" type="apache" bogus="1"/>');

describe("sanode verify", () => {
  it("has no words for a sound configuration", async () => {
    expect(await verify("-X", sound)).toEqual({ status: 0, output: "", errors: "" });
  });

  it("advises with -V on what is sound and hardly meant, which changes no verdict", async () => {
    const { status, errors } = await verify("-X", sound, "-V");
    expect(status).toBe(0);
    expect(errors).toContain("advice: web has no recurring monitor");
    const { outcome, problems } = JSON.parse((await verify("-X", sound, "--json")).output);
    expect(outcome).toBe("valid");
    expect(problems).toContainEqual(
      expect.objectContaining({
        severity: "advice",
        code: "no-monitor",
        element: "web",
        place: "/cib/configuration/resources/primitive[@id='web']",
      }),
    );
  });

  it.each([
    ["Configuration may need attention", questionable],
    ["Configuration invalid", violating],
  ])("ends with a conclusion and status 78: %s", async (conclusion, text) => {
    const brief = await verify("-X", text);
    expect([brief.status, brief.output]).toEqual([78, ""]);
    expect(brief.errors).toMatch(new RegExp(`${conclusion} \\(-V may provide more detail\\)\n$`));
    expect((await verify("-X", text, "-V")).errors).toMatch(new RegExp(`${conclusion}\n$`));
    expect(await verify("-X", text, "-q")).toEqual({ status: 78, output: "", errors: "" });
  });

  it("refuses a document from before Pacemaker 1.0, as the reference does, but says what to do and what else is wrong", async () => {
    const resources =
      '<clone id="c"><instance_attributes id="i"><attributes/></instance_attributes><primitive id="p" class="lsb" type="x"/></clone>';
    const old = `<cib have_quorum="true"><configuration><crm_config/><nodes/><resources>${resources}</resources><constraints/></configuration></cib>`;
    const { status, output, errors } = await verify("-V", "-X", old);
    expect(status).toBe(78);
    expect(output + errors).toContain("sanode cib upgrade --force");
    expect(output + errors).toContain("fencing is enabled without any fencing device");
  });

  it("finds what is wrong about the meaning, not only the form", async () => {
    const { status, errors } = await verify("-X", invalid, "-V");
    expect(status).toBe(78);
    expect(errors).toContain("nobody");
  });

  it("names the place where the schema is violated", async () => {
    const { output } = await verify("-X", violating, "--json");
    const { outcome, problems } = JSON.parse(output);
    expect(outcome).toBe("invalid");
    expect(problems).toContainEqual(
      expect.objectContaining({ severity: "error", code: "unexpected-attribute", element: "web" }),
    );
  });

  it.each([
    ["no input", 1, [], "No input specified"],
    ["what is no XML", 78, ["-X", "<cib"], "Verification failed: Unable to parse CIB XML"],
    ["another document", 78, ["-X", "<foo/>"], "Input is not a CIB (outermost element is foo not cib)"],
    ["wrong usage", 64, ["-Z"], "Unknown option -Z"],
  ])("refuses %s with status %i", async (_what, status, args, message) => {
    const told = await verify(...args);
    expect(told.status).toBe(status);
    expect(told.errors).toContain(`sanode verify: ${message}`);
  });
});

describe("files", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "sanode-verify-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("are read with -x and written with -S", async () => {
    writeFileSync(join(folder, "cib.xml"), sound);
    expect((await verify("-x", join(folder, "cib.xml"), "-S", join(folder, "out.xml"))).status).toBe(0);
    expect(readFileSync(join(folder, "out.xml"), "utf8")).toContain('<primitive id="web"');
  });
});
