import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { run, type Told } from "../../test-support/run.js";
import { type RunningService, runService } from "../../test-support/service.js";
import { main as attribute } from "../attribute/index.js";
import { main } from "./index.js";

const CONFIGURATION = `<cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="1" num_updates="0"><configuration>
  <crm_config/><nodes/><resources/><constraints/></configuration></cib>`;

const environment = process.env;
let running: RunningService;

beforeAll(async () => {
  running = await runService(CONFIGURATION);
});
afterAll(() => running.end());
afterEach(() => {
  process.env = environment;
});

const ok = (output = ""): Told => ({ status: 0, output, errors: "" });
const attrd = (...args: string[]): Promise<Told> => run(main, ...args, ...running.state);

/** As an agent calls it. */
function onNode(node: string): void {
  process.env = { ...environment, OCF_RESKEY_CRM_meta_on_node: node };
}

describe("wrong usage ends with status 64", () => {
  it.each([
    [["-U", "5"], "Command requires --name or --pattern argument"],
    [["-P", "a"], "Error: pattern can only be used with delete or update"],
    [["-P", "a", "-R"], "Error: pattern can only be used with delete or update"],
    [["-n", "a", "-P", "b", "-U", "1"], "Error: --name and --pattern cannot be used at the same time"],
    [["-n", "a", "-U"], "Missing argument for -U"],
    [["-n", "a", "-U", "1", "-W", "bogus"], "--wait= must be one of 'no', 'local', 'cluster'"],
    [["-n", "a", "-S", "x"], "Unknown value for --lifetime: x"],
    [["-x"], "Unknown option -x"],
  ])("%j: %s", async (args, message) => {
    expect(await run(main, ...args)).toEqual({
      status: 64,
      output: "",
      errors: `sanode attrd: ${message}\n`,
    });
  });
});

it("values are set, counted up, asked for and unset", async () => {
  onNode("n1");
  expect(await attrd("-n", "foo", "-U", "5")).toEqual(ok());
  expect(await attrd("-n", "foo", "-N", "n2", "-v", "7")).toEqual(ok());
  expect(await attrd("-n", "foo", "-U", "value+=2")).toEqual(ok());
  expect(await attrd("-n", "foo")).toEqual(ok('name="foo" host="n1" value="7"\n'));
  expect(await attrd("-P", "^fo", "-N", "n2", "-U", 'a"b\nc')).toEqual(ok());
  const all = 'name="foo" host="n1" value="7"\nname="foo" host="n2" value="a\\"b\\nc"\n';
  expect(await attrd("-n", "foo", "-Q", "-A")).toEqual(ok(all));
  expect(await attrd("-n", "foo", "-D")).toEqual(ok());
  expect(await attrd("-n", "foo", "-Q")).toEqual(ok('name="foo" host="n1" value=""\n'));
  expect(JSON.parse((await attrd("-n", "foo", "-A", "--json")).output)).toEqual({
    name: "foo",
    values: [
      { node: "n1", value: null },
      { node: "n2", value: 'a"b\nc' },
    ],
  });
});

it("of several commands the last one counts", async () => {
  onNode("n1");
  await attrd("-n", "last", "-Q", "-U", "9");
  expect(await attrd("-n", "last", "-U", "3", "-Q")).toEqual(ok('name="last" host="n1" value="9"\n'));
});

it("an attribute that nobody has set ends with status 78", async () => {
  const errors = "sanode attrd: Could not query value of nothing: attribute does not exist\n";
  expect(await attrd("-n", "nothing", "-Q", "-A")).toEqual({ status: 78, output: "", errors });
});

it("without a delay that it needs a command does nothing, and says so", async () => {
  onNode("n1");
  const warning = (letter: string): Told =>
    ok(`Warning: '${letter}' command given without required --delay\n`);
  expect(await attrd("-n", "late", "-Y")).toEqual(warning("Y"));
  expect((await attrd("-n", "late", "-Q")).status).toBe(78);
  expect(await attrd("-n", "late", "-B", "9")).toEqual(warning("B"));
  expect(await attrd("-n", "late", "-Q")).toEqual(ok('name="late" host="n1" value=""\n'));
});

it("a change is written after its delay, at once with --refresh, and never if it is private", async () => {
  onNode("n2");
  const written = (name: string): Promise<Told> =>
    run(attribute, "-N", "n2", "-t", "status", "-n", name, "-q", "-d", "none", ...running.state);
  await attrd("-n", "slow", "-U", "1", "-d", "1h");
  await attrd("-n", "secret", "-U", "1", "-p");
  expect(await written("slow")).toEqual(ok("none\n"));
  expect(await attrd("-R")).toEqual(ok());
  expect(await written("slow")).toEqual(ok("1\n"));
  expect(await written("secret")).toEqual(ok("none\n"));
});

it("where several nodes could be the own one, one has to be named", async () => {
  const told = await attrd("-n", "foo", "-U", "1");
  expect([told.status, told.errors]).toEqual([
    64,
    "sanode attrd: All nodes are of this host: name one with --node (there are n1, n2)\n",
  ]);
  expect((await attrd("-n", "foo", "-U", "1", "-N", "n9")).status).toBe(105);
});

it("without a cluster the status is 102", async () => {
  const told = await run(main, "-n", "a", "-Q", "--state", join(running.directory, "none"));
  expect([told.status, told.errors]).toEqual([102, expect.stringContaining("No cluster can be reached in")]);
});

describe("sanode attribute on a running cluster", () => {
  const change = (...args: string[]): Promise<Told> => run(attribute, ...args, ...running.state);

  it("changes transient attributes through the manager, and permanent ones in the configuration", async () => {
    onNode("n1");
    process.env.OCF_RESOURCE_INSTANCE = "db";
    expect(await change("-p", "-v", "value++")).toEqual(ok());
    expect(await change("-p", "-v", "value+=9")).toEqual(ok());
    expect(await change("--promotion")).toEqual(ok("scope=status name=master-db value=10\n"));
    expect(await attrd("-n", "master-db")).toEqual(ok('name="master-db" host="n1" value="10"\n'));
    expect(await change("-l", "forever", "-n", "site", "-v", "paris")).toEqual(ok());
    expect(await change("-N", "n1", "-n", "site", "-q")).toEqual(ok("paris\n"));
    expect(await change("-n", "cluster-name", "-v", "c")).toEqual(ok());
    expect(await change("-t", "status", "-P", "^master", "-D")).toEqual(ok());
    expect((await change("-p", "-G")).status).toBe(105);
  });

  it("refuses what its schema forbids, and nodes that are not there", async () => {
    expect((await change("-n", "a", "-i", "a:b", "-v", "1")).status).toBe(78);
    expect(await change("-N", "n9", "-l", "reboot", "-n", "a", "-v", "1")).toEqual({
      status: 105,
      output: "",
      errors: "sanode attribute: Could not map name=n9 to a UUID\n",
    });
  });
});
