import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { run, type Told } from "../../test-support/run.js";
import { main } from "./index.js";

const DOCUMENT = `<cib validate-with="pacemaker-4.0" admin_epoch="1" epoch="5" num_updates="7"><configuration><crm_config>
  <cluster_property_set id="o"><nvpair id="o1" name="batch-limit" value="10"/><nvpair id="o2" name="x" value="a&quot;b&#x0A;c"/>
  </cluster_property_set><cluster_property_set id="p"><nvpair id="p1" name="batch-limit" value="3"/></cluster_property_set></crm_config>
  <nodes><node id="1" uname="n1"/></nodes>
  <resources><primitive id="r" class="ocf" provider="pacemaker" type="remote"/></resources><constraints/></configuration>
  <status><node_state id="1" uname="n1"/></status></cib>`;

const folder = mkdtempSync(join(tmpdir(), "sanode-attribute-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "cib.xml");
beforeEach(() => writeFileSync(file, DOCUMENT));

const attribute = (...args: string[]): Promise<Told> => run(main, ...args, "--file", file);
const content = (): string => readFileSync(file, "utf8").replace(/\n\s*/g, "");

describe("a query", () => {
  it.each([
    [["-n", "x"], 'scope=crm_config name=x value=a\\"b\\nc\n'],
    [["-n", "x", "-q"], 'a"b\nc\n'],
    [["-i", "p1"], "scope=crm_config id=p1 name=batch-limit value=3\n"],
    [["-n", "batch-limit", "-s", "p"], "scope=crm_config name=batch-limit value=3\n"],
    [["-n", "nothing", "-d", "dflt"], "scope=crm_config name=nothing value=dflt\n"],
    [["-P", "^b"], "scope=crm_config name=batch-limit value=10\nscope=crm_config name=batch-limit value=3\n"],
  ])("%j prints %j", async (args, output) => {
    expect(await attribute(...args)).toEqual({ status: 0, output, errors: "" });
  });

  it("of what is not set ends with status 105", async () => {
    expect(await attribute("-G", "-n", "nothing")).toEqual({
      status: 105,
      output: "",
      errors: "sanode attribute: Error performing operation: No such device or address\n",
    });
  });

  it("answers programs", async () => {
    expect(JSON.parse((await attribute("-n", "batch-limit", "-s", "p", "--json")).output)).toEqual({
      scope: "crm_config",
      attributes: [{ id: "p1", name: "batch-limit", value: "3" }],
    });
  });
});

describe("an update", () => {
  it.each([
    ["an option", ["-n", "foo"], '<nvpair id="cib-bootstrap-options-foo" name="foo" value="5"/>'],
    [
      "a default",
      ["-t", "op_defaults", "-N", "n1", "-n", "timeout"],
      '<meta_attributes id="op_defaults-options"><nvpair id="op_defaults-options-timeout" name="timeout" value="5"/>',
    ],
    [
      "a node's attribute",
      ["-N", "N1", "-n", "#site"],
      '<node id="1" uname="n1"><instance_attributes id="nodes-1"><nvpair id="nodes-1-.site" name="#site" value="5"/>',
    ],
    [
      "what a node has to offer",
      ["-N", "n1", "-z", "-n", "cpu"],
      '<utilization id="nodes-1-utilization"><nvpair id="nodes-1-utilization-cpu" name="cpu" value="5"/>',
    ],
    [
      "a transient attribute",
      ["-N", "n1", "-l", "reboot", "-n", "t"],
      '<transient_attributes id="1"><instance_attributes id="status-1"><nvpair id="status-1-t" name="t" value="5"/>',
    ],
    [
      "a promotion score",
      ["-N", "n1", "-p", "db"],
      '<nvpair id="status-1-master-db" name="master-db" value="5"/>',
    ],
    [
      "a remote node's attribute",
      ["-N", "r", "-n", "a"],
      '<node type="remote" id="r" uname="r"><instance_attributes id="nodes-r">',
    ],
    [
      "a ticket's attribute",
      ["-t", "tickets", "-n", "a"],
      '<tickets><instance_attributes id="status-tickets"><nvpair id="status-tickets-a" name="a" value="5"/>',
    ],
  ])("makes %s", async (_, args, expected) => {
    expect(await attribute(...args, "-v", "5")).toEqual({ status: 0, output: "", errors: "" });
    expect(content()).toContain(expected);
  });

  it("counts up", async () => {
    await attribute("-n", "batch-limit", "-s", "p", "-v", "value+=4");
    expect(content()).toContain('<nvpair id="p1" name="batch-limit" value="7"/>');
  });

  it("of a ticket's attribute that is set changes it where it is", async () => {
    await attribute("-t", "tickets", "-n", "a", "-v", "5");
    await attribute("-t", "tickets", "-n", "a", "-v", "6");
    expect(content()).toContain('<nvpair id="status-tickets-a" name="a" value="6"/>');
  });

  it.each([
    ["several could be meant", 109, ["-n", "batch-limit"], "Please choose from one of the matches below"],
    ["the node is unknown", 105, ["-N", "n9", "-n", "a"], "Could not map name=n9 to a UUID"],
    ["the node has no state", 105, ["-N", "r", "-l", "reboot", "-n", "a"], "section=status, set=status-r"],
    ["there is no such type", 76, ["-t", "bogus", "-N", "n1", "-n", "a"], "No message of desired type"],
    ["no name is given", 64, [], "Error: must specify attribute name or pattern to update"],
    [
      "the schema forbids it",
      78,
      ["-n", "a", "-i", "a:b"],
      "Update does not conform to the configured schema",
    ],
    ["name and pattern are given", 64, ["-n", "a", "-P", "b"], "--name and --pattern cannot be used"],
  ])("is refused if %s, with status %i", async (_, status, args, message) => {
    const told = await attribute(...args, "-v", "5");
    expect([told.status, content()]).toEqual([status, DOCUMENT.replace(/\n\s*/g, "")]);
    expect(told.errors).toContain(message);
  });

  it("by a pattern that has one value only to be tried on is not made, and says so", async () => {
    await attribute("-N", "n1", "-n", "a", "-v", "5");
    const told = await attribute("-N", "n1", "-P", "a", "-v", "6");
    expect([told.status, content().includes('value="6"')]).toEqual([0, false]);
    expect(told.errors).toContain("note: A pattern changes nothing");
  });
});

describe("a removal", () => {
  it("tells what it has removed", async () => {
    expect((await attribute("-D", "-n", "x")).output).toBe("Deleted crm_config option: id=o2 name=x\n");
    expect(content()).not.toContain("o2");
  });

  it("answers programs", async () => {
    expect(JSON.parse((await attribute("-D", "-n", "x", "--json")).output)).toEqual({
      scope: "crm_config",
      changes: [{ operation: "delete", id: "o2", name: "x" }],
    });
    expect(JSON.parse((await attribute("-D", "-n", "batch-limit", "--json")).output).changes).toEqual([]);
  });

  it("of what is not set is none, and of what could be several lists them", async () => {
    expect(await attribute("-D", "-n", "nothing")).toEqual({ status: 0, output: "", errors: "" });
    expect((await attribute("-D", "-n", "batch-limit")).output).toBe(
      "Multiple attributes match name=batch-limit\n  Value: 10 \t(id=o1)\n  Value: 3 \t(id=p1)\n",
    );
  });
});

it("options are listed, deprecated ones only with --all", async () => {
  const brief = await run(main, "-L", "cluster");
  const all = await run(main, "-L", "cluster", "-a");
  expect(brief.output).toContain(
    "  * no-quorum-policy: stop, freeze, ignore, demote, fence, suicide; default: stop\n",
  );
  expect(all.output.length).toBeGreaterThan(brief.output.length);
});
