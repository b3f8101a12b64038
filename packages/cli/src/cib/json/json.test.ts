import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { cibText, run, type Told, WEB } from "../../../test-support/run.js";
import { main } from "../index.js";

const folder = mkdtempSync(join(tmpdir(), "sanode-json-"));
afterAll(() => rmSync(folder, { recursive: true }));

const cib = (...args: string[]): Promise<Told> => run(main, ...args);

it("a document that goes to JSON and back is the same document", async () => {
  const { output: json, status } = await cib("to-json", "-X", cibText(WEB));
  expect(status).toBe(0);
  expect(JSON.parse(json)).toMatchObject({ format: "sanode-cib-1", resources: [{ id: "web" }] });
  const { output: xml } = await cib("from-json", "-X", json);
  expect(xml).toContain('<primitive id="web" class="ocf" provider="heartbeat" type="apache"/>');
  expect((await cib("to-json", "-X", xml)).output).toBe(json);
});

it("an old document comes out under the latest schema", async () => {
  const told = await cib("to-json", "-X", cibText(WEB, 'validate-with="pacemaker-1.2"'));
  expect(JSON.parse(told.output)).toMatchObject({ validateWith: "pacemaker-4.0" });
});

it("a document from before Pacemaker 1.0 is read, and what is changed is told as it is for every command", async () => {
  const old = cibText(WEB, 'validate-with="transitional-0.6"').replace("have-quorum", "have_quorum");
  const told = await cib("to-json", "-X", old);
  expect(JSON.parse(told.output)).toMatchObject({ haveQuorum: true, resources: [{ id: "web" }] });
  expect(told.errors).toContain("INFO: cib: cib: renaming have_quorum as have-quorum");
});

it("--output writes to a file, which a refusal leaves as it is", async () => {
  const [input, output] = [join(folder, "cib.json"), join(folder, "cib.xml")];
  writeFileSync(input, '{"format":"sanode-cib-1"}');
  expect(await cib("from-json", input, "--output", output)).toMatchObject({ status: 0, output: "" });
  const written = readFileSync(output, "utf8");
  expect(written).toContain('<cib validate-with="pacemaker-4.0"');
  writeFileSync(input, "{}");
  expect((await cib("from-json", input, "--output", output)).status).toBe(78);
  expect(readFileSync(output, "utf8")).toBe(written);
  expect((await cib("from-json", input, "--output", join(folder, "new"))).status).toBe(78);
  expect(existsSync(join(folder, "new"))).toBe(false);
});

it("JSON in another encoding than UTF-8 is refused", async () => {
  const input = join(folder, "latin1.json");
  writeFileSync(input, Buffer.from([0x22, 0xe4, 0x22]));
  expect(await cib("from-json", "-x", input)).toMatchObject({ status: 65, output: "" });
});

it.each([
  [64, ["to-json"], "The supplied command requires input via --xml-file, --xml-text, or --xml-pipe"],
  [64, ["from-json"], "The supplied command requires input via --json-file, --json-text, or --json-pipe"],
  [64, ["schema", "what"], "Unknown argument what"],
  [65, ["to-json", "-X", "<a"], "Could not read input XML"],
  [65, ["from-json", "-X", "{"], "the text is no JSON"],
  [65, ["from-json", "nowhere"], "Couldn't read the JSON"],
  [
    78,
    ["from-json", "-X", '{"format":"sanode-cib-1","tags":[{"id":"t","members":5}]}'],
    "/tags/0/members (t): 5 is not a list (write a list)",
  ],
  [
    78,
    ["from-json", "-X", '{"format":"sanode-cib-1","tags":[{"id":"1 t","members":["x"]}]}'],
    "/cib/configuration[1]/tags[1]/tag",
  ],
])("ends with status %i for %j: %s", async (status, args, message) => {
  const told = await cib(...args);
  expect(told).toMatchObject({ status, output: "" });
  expect(told.errors).toContain(message);
});

it("the schema is printed, and help", async () => {
  expect(JSON.parse((await cib("schema")).output)).toMatchObject({ title: "CIB" });
  for (const command of ["to-json", "from-json", "schema"]) {
    expect((await cib(command, "--help")).output).toContain(`Usage: sanode cib ${command}`);
  }
});
