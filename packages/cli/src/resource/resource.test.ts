import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cibText, run, type Told, WEB } from "../../test-support/run.js";
import { main as node } from "../node/index.js";
import { main as status } from "../status/index.js";
import { main as resource } from "./index.js";

let directory: string;
let file: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "sanode-test-"));
  file = join(directory, "cib.xml");
  writeFileSync(file, cibText(WEB));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

const onFile = (...args: string[]): Promise<Told> => run(resource, ...args, "-x", file);
const text = (): string => readFileSync(file, "utf8");

test("a file is changed and gets the next version", async () => {
  expect(await onFile("stop", "web")).toEqual({ status: 0, output: "", errors: "" });
  expect(text()).toContain(
    '<nvpair id="web-meta_attributes-target-role" name="target-role" value="Stopped"/>',
  );
  expect(text()).toContain('epoch="4"');
  expect((await run(status, "-x", file)).output).toContain("Stopped (disabled)");
});

test("a move and its end", async () => {
  await onFile("move", "web", "-N", "n2", "--lifetime", "PT1H");
  expect(text()).toContain('<rsc_location id="cli-prefer-web" rsc="web" role="Started">');
  expect((await onFile("clear", "web")).output).toBe("Removing constraint: cli-prefer-web\n");
  expect(text()).not.toContain("cli-prefer-web");
});

test("moves and bans whose time is over are taken back, those of one resource or of all", async () => {
  const lasting = (id: string, rsc: string, end: string): string =>
    `<rsc_location id="${id}" rsc="${rsc}" role="Started"><rule id="${id}-rule" score="-INFINITY" boolean-op="and">
    <expression id="${id}-expr" attribute="#uname" operation="eq" value="n1" type="string"/>
    <date_expression id="${id}-lifetime" operation="lt" end="${end}"/></rule></rsc_location>`;
  const [past, future] = ["2020-01-01 00:00:00Z", "2990-01-01 00:00:00Z"];
  const constraints =
    lasting("cli-ban-web-on-n1", "web", past) +
    lasting("cli-prefer-web", "web", future) +
    lasting("cli-ban-db-on-n1", "db", past) +
    lasting("mine", "web", past);
  writeFileSync(file, cibText(WEB + WEB.replaceAll("web", "db"), undefined, constraints));
  expect((await onFile("clear", "--expired", "web", "-N", "n2")).output).toBe("");
  expect((await onFile("clear", "--expired", "web")).output).toBe("Removing constraint: cli-ban-web-on-n1\n");
  expect((await onFile("clear", "--expired")).output).toBe("Removing constraint: cli-ban-db-on-n1\n");
  expect(text()).toContain('id="cli-prefer-web"');
  expect(text()).toContain('id="mine"');
});

test("a file is not changed in a way that its schema does not allow", async () => {
  const before = text();
  const told = await onFile("set", "web", "bogus", "1", "--element");
  expect(told.status).toBe(78);
  expect(told.errors).toContain("Update does not conform to the configured schema");
  writeFileSync(file, cibText(`<group id="g">${WEB}</group>`));
  expect((await onFile("delete", "web")).status).toBe(78);
  expect(text()).toContain('<primitive id="web"');
  expect(before).not.toContain("bogus");
});

test("values are set, shown and removed", async () => {
  expect((await onFile("set", "web", "port", "80")).output).toBe(
    "Set 'web' option: id=web-instance_attributes-port set=web-instance_attributes name=port value=80\n",
  );
  expect((await onFile("get", "web", "port")).output).toBe("80\n");
  expect((await onFile("unset", "web", "port")).output).toBe(
    "Deleted 'web' option: id=web-instance_attributes-port name=port\n",
  );
  expect((await onFile("get", "web", "port")).status).toBe(105);
});

test.each([
  [["stop", "nothing"], 105, "Resource 'nothing' not found"],
  [["move", "web", "-N", "n9"], 105, "Node 'n9' not found"],
  [["ban", "web"], 64, "active in 0 locations"],
  [["ban", "web", "--lifetime", "soon"], 64, "Invalid duration specified: soon"],
  [["cleanup"], 102, "A running cluster is needed"],
  [["frobnicate"], 64, "Unknown command 'frobnicate'"],
  [[], 64, "A command is missing (there are list, "],
  [["set", "web"], 64, "NAME is missing"],
  [["show", "nothing"], 105, "Resource 'nothing' not found"],
  [["operations", "nothing"], 105, "Resource 'nothing' not found"],
  [["operations", "-N", "n9"], 105, "Node 'n9' not found"],
  [["restart", "web"], 102, "A running cluster is needed"],
  [["digests", "web"], 64, "Say on which node"],
  [["digests", "web", "port", "-N", "n1"], 64, "Error parsing 'port' as a name=value pair"],
  [["digests", "nothing", "-N", "n1"], 105, "Resource 'nothing' not found"],
  [["digests", "web", "-N", "n9"], 105, "Node 'n9' not found"],
  [["move", "web", "n2"], 64, "'move' takes no word 'n2' (a node is named with --node)"],
])("%j is refused, and the file stays as it is", async (args, code, message) => {
  const before = text();
  const told = await onFile(...args);
  expect(told.status).toBe(code);
  expect(told.errors).toContain(message);
  expect(text()).toBe(before);
});

test("what nodes remember, and what is configured, is shown", async () => {
  const entry =
    '<lrm_rsc_op id="web_last_0" transition-key="1:1:0:6a1c7e6e-1f0e-4c6e-9d4c-1f6f9a1f2b3c" operation_key="web_start_0" operation="start" call-id="7" rc-code="0" op-status="0" interval="0" exec-time="12"/>';
  const history = `<lrm id="1"><lrm_resources><lrm_resource id="web" class="ocf" provider="heartbeat" type="apache">${entry}</lrm_resource></lrm_resources></lrm>`;
  const state = '<node_state id="1" uname="n1" in_ccm="true" crmd="online" join="member" expected="member"';
  writeFileSync(file, text().replace(`${state}/>`, `${state}>${history}</node_state>`));
  const line = "web\t(ocf:heartbeat:apache):\t Started: web_start_0 (node=n1, call=7, rc=0): Done\n";
  expect((await onFile("operations")).output).toBe(line);
  expect((await onFile("operations", "web", "-N", "n1", "--active")).output).toBe(line);
  expect((await onFile("operations", "-N", "n2")).output).toBe("");
  expect((await onFile("show", "web")).output).toBe(
    '<primitive id="web" class="ocf" provider="heartbeat" type="apache"/>\n',
  );
});

test("digests are those of the configuration, or of other parameters", async () => {
  await onFile("set", "web", "port", "80");
  await onFile("set", "web", "password", "secret");
  // Those that Pacemaker 3.0.3 shows.
  const [all, open] = ["f870847045baeec5ee04e46f4a3ef5ba", "a0d9bead8ea0934bc3bfeff28e5fbe07"];
  expect((await onFile("digests", "web", "-N", "n1")).output).toBe(
    `${all} (all parameters)\n${open} (non-private parameters)\n`,
  );
  const other = JSON.parse((await onFile("digests", "web", "port=81", "-N", "n1", "--json")).output);
  expect(other).toMatchObject({ resource: "web", node: "n1", task: "start", nonReloadable: null });
  expect(other.nonPrivate).not.toBe(open);
});

test("nodes go to standby and come back", async () => {
  expect((await run(node, "standby", "n1", "-x", file)).status).toBe(0);
  expect((await run(node, "list", "-x", file)).output).toBe("1 n1 online standby\n2 n2 online\n");
  await run(node, "online", "n1", "-x", file);
  expect((await run(node, "list", "-x", file)).output).toBe("1 n1 online\n2 n2 online\n");
});

test("without a cluster one is told so", async () => {
  const told = await run(resource, "list", "--state", join(directory, "nothing"));
  expect(told.status).toBe(102);
  expect(told.errors).toContain("No cluster can be reached");
});
