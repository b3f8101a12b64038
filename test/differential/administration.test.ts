import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { firstElement, formatXml, parseXml, validateCib, type XmlElement } from "@sanode/cib";
import {
  AdministrationError,
  ban,
  clear,
  deleteResource,
  deleteValue,
  prefer,
  setValue,
  type ValueKind,
} from "@sanode/controller";
import { afterAll, describe, expect, test } from "vitest";

// Changes of a configuration, compared with those that the reference's crm_resource makes in a file. Runs if
// SANODE_REFERENCE names a directory with crm_resource.

const directory = process.env.SANODE_REFERENCE;
if (directory === undefined)
  console.info("SANODE_REFERENCE is not set: no comparison of changes of configurations");

const scratch = mkdtempSync(join(tmpdir(), "sanode-test-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const dummy = (id: string, more = ""): string =>
  `<primitive id="${id}" class="ocf" provider="pacemaker" type="Dummy">${more}</primitive>`;
const meta = (id: string, name: string, value: string): string =>
  `<meta_attributes id="${id}"><nvpair id="${id}-${name}" name="${name}" value="${value}"/></meta_attributes>`;

const base =
  parseXml(`<cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="5" num_updates="0"><configuration>
  <crm_config/><nodes><node id="1" uname="n1"/><node id="2" uname="n2"/></nodes><resources>${dummy("A")}
  <group id="G">${dummy("g1")}${dummy("g2", meta("gm", "target-role", "Started"))}</group>
  <clone id="C">${meta("cm", "promotable", "true")}${dummy("c")}</clone>
  <clone id="D">${dummy("d", meta("dm", "is-managed", "true"))}</clone></resources><constraints>
  <rsc_location id="cli-prefer-G" rsc="G" role="Started" node="n2" score="INFINITY"/>
  <rsc_location id="cli-ban-G-on-n1" rsc="G" role="Started" node="n1" score="-INFINITY"/>
  <rsc_location id="cli-ban-GG-on-n1" rsc="A" role="Started" node="n1" score="-INFINITY"/>
  <rsc_location id="cli-prefer-C" rsc="C" role="Started"><rule id="cli-prefer-rule-C" score="INFINITY" boolean-op="and">
  <expression id="cli-prefer-expr-C" attribute="#uname" operation="eq" value="n2" type="string"/>
  <date_expression id="cli-prefer-lifetime-end-C" operation="lt" end="2020-01-01 00:00:00Z"/></rule></rsc_location>
  </constraints></configuration><status/></cib>`);

interface Change {
  readonly args: string;
  readonly change: (cib: XmlElement) => XmlElement;
}

const set =
  (resource: string, kind: ValueKind, name: string, value: string, more = {}) =>
  (cib: XmlElement) =>
    setValue(cib, { resource, kind, name, ...more }, value).cib;
const unset = (resource: string, kind: ValueKind, name: string) => (cib: XmlElement) =>
  deleteValue(cib, { resource, kind, name }).cib;

const changes: readonly Change[] = [
  { args: "-B -r A -N n1", change: (cib) => ban(cib, { id: "A" }, "n1") },
  { args: "-B -r G -N n1", change: (cib) => ban(cib, { id: "G" }, "n1") },
  { args: "-B -r C -N n2 --promoted", change: (cib) => ban(cib, { id: "C", promotedOnly: true }, "n2") },
  { args: "-M -r A -N n1", change: (cib) => prefer(cib, { id: "A" }, "n1") },
  { args: "-M -r G -N n1", change: (cib) => prefer(cib, { id: "G" }, "n1") },
  { args: "-M -r C -N n1", change: (cib) => prefer(cib, { id: "C" }, "n1") },
  { args: "-M -r C -N n1 --promoted", change: (cib) => prefer(cib, { id: "C", promotedOnly: true }, "n1") },
  { args: "-U -r G", change: (cib) => clear(cib, "G").cib },
  { args: "-U -r G -N n1", change: (cib) => clear(cib, "G", { node: "n1" }).cib },
  { args: "-U -r G -N n1 -f", change: (cib) => clear(cib, "G", { node: "n1", force: true }).cib },
  { args: "-U -r G -N n2", change: (cib) => clear(cib, "G", { node: "n2" }).cib },
  { args: "-U -r C -N n2", change: (cib) => clear(cib, "C", { node: "n2" }).cib },
  { args: "-U -r C -N n1", change: (cib) => clear(cib, "C", { node: "n1" }).cib },
  { args: "-U -r A", change: (cib) => clear(cib, "A").cib },
  { args: "-r A -p x -v 1", change: set("A", "instance_attributes", "x", "1") },
  {
    args: "-r A -m -p target-role -v Stopped",
    change: set("A", "meta_attributes", "target-role", "Stopped"),
  },
  { args: "-r A -z -p cpu -v 2", change: set("A", "utilization", "cpu", "2") },
  { args: "-r A --element -p type -v Stateful", change: set("A", "element", "type", "Stateful") },
  { args: "-r A -s S -m -p t -v 1", change: set("A", "meta_attributes", "t", "1", { set: "S" }) },
  {
    args: "-r G -m -p target-role -v Stopped",
    change: set("G", "meta_attributes", "target-role", "Stopped"),
  },
  {
    args: "-r g1 -m -p target-role -v Stopped",
    change: set("g1", "meta_attributes", "target-role", "Stopped"),
  },
  {
    args: "-r g2 -m -p target-role -v Stopped",
    change: set("g2", "meta_attributes", "target-role", "Stopped"),
  },
  { args: "-r C -m -p promotable -v false", change: set("C", "meta_attributes", "promotable", "false") },
  {
    args: "-r C -m -p target-role -v Stopped",
    change: set("C", "meta_attributes", "target-role", "Stopped"),
  },
  {
    args: "-r c -m -p target-role -v Stopped",
    change: set("c", "meta_attributes", "target-role", "Stopped"),
  },
  {
    args: "-r c -m -f -p target-role -v Stopped",
    change: set("c", "meta_attributes", "target-role", "Stopped", { force: true }),
  },
  { args: "-r d -m -p is-managed -v false", change: set("d", "meta_attributes", "is-managed", "false") },
  { args: "-r c -p x -v 1", change: set("c", "instance_attributes", "x", "1") },
  { args: "-r d -m -d is-managed", change: unset("d", "meta_attributes", "is-managed") },
  { args: "-r c -m -d promotable", change: unset("c", "meta_attributes", "promotable") },
  { args: "-r A -m -d nothing", change: unset("A", "meta_attributes", "nothing") },
  { args: "-D -r A -t primitive", change: (cib) => deleteResource(cib, "A", "primitive") },
  { args: "-D -r A -t group", change: (cib) => deleteResource(cib, "A", "group") },
  { args: "-r G -m -d target-role", change: unset("G", "meta_attributes", "target-role") },
  { args: "-r D -m -p is-managed -v false", change: set("D", "meta_attributes", "is-managed", "false") },
  { args: "-D -r g1 -t primitive", change: (cib) => deleteResource(cib, "g1", "primitive") },
  { args: "-D -r d -t primitive", change: (cib) => deleteResource(cib, "d", "primitive") },
];

function ours(change: Change["change"]): string {
  try {
    const changed = change(base);
    // Whoever keeps the document refuses one that does not satisfy the schema.
    return configurationText(validateCib(changed, "4.0").length > 0 ? base : changed);
  } catch (error) {
    if (error instanceof AdministrationError) return configurationText(base);
    throw error;
  }
}

function theirs(args: string): string {
  const path = join(scratch, "cib.xml");
  writeFileSync(path, formatXml(base));
  spawnSync(join(directory ?? "", "crm_resource"), args.split(" "), {
    env: { ...process.env, CIB_file: path },
    timeout: 20_000,
  });
  return configurationText(parseXml(readFileSync(path, "utf8")));
}

function configurationText(cib: XmlElement): string {
  const configuration = firstElement(cib, "configuration");
  return configuration === undefined ? "" : formatXml(configuration, { indent: true });
}

describe.skipIf(directory === undefined)("the reference changes the same", () => {
  test.each(changes)("crm_resource $args", ({ args, change }) => {
    expect(ours(change)).toBe(theirs(args));
  });
});
