import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatXml, parseXml, type XmlElement } from "@sanode/cib";
import { AclError, readablePart } from "@sanode/cib/acl";
import { type ChangeRequest, change, OperationError } from "@sanode/cib/operations";
import { afterAll, describe, expect, test } from "vitest";
import { Random } from "./random.js";

const reference = process.env.SANODE_REFERENCE;
const RUNS = Number(process.env.SANODE_RUNS ?? 40);
const SEED = Number(process.env.SANODE_SEED ?? 1);
const JOE = { name: "joe" };

if (reference === undefined) {
  console.log("acls: set SANODE_REFERENCE to a directory with cibadmin to compare with it");
}

const XPATHS = [
  "/cib",
  "/",
  "/cib/configuration",
  "//resources",
  "//primitive",
  "//primitive[@id='a']",
  "/cib/configuration/resources/primitive[1]",
  "//nvpair[@name='target-role']",
  "//meta_attributes",
  "//@score",
  "//constraints",
  "//rsc_location[@rsc='b']",
  "//acls",
  "//*[@id='b-m']",
  "//text()",
  "//comment()",
  "//crm_config//nvpair",
  "//status",
] as const;

function permission(random: Random, number: number): string {
  const kind = random.pick(["read", "write", "write", "deny"] as const);
  const what = random.next();
  const attribute = random.chance(0.5)
    ? ` attribute="${random.pick(["score", "id", "value"] as const)}"`
    : "";
  const criteria =
    what < 0.6
      ? `xpath="${random.pick(XPATHS)}"`
      : what < 0.75
        ? `reference="${random.pick(["a", "b", "a-m", "b-m-1", "l1"] as const)}"`
        : `object-type="${random.pick(["primitive", "nvpair", "rsc_location", "constraints", "resources", "cib"] as const)}"${attribute}`;
  return `<acl_permission id="p${number}" kind="${kind}" ${criteria}/>`;
}

const primitive = (id: string, role = "Started"): string =>
  `<primitive id="${id}" class="ocf" provider="pacemaker" type="Dummy"><meta_attributes id="${id}-m">` +
  `<nvpair id="${id}-m-1" name="target-role" value="${role}"/></meta_attributes></primitive>`;
const location = (id: string, resource: string, node: string, score: number): string =>
  `<rsc_location id="${id}" rsc="${resource}" node="${node}" score="${score}"/>`;

function documentText(random: Random): string {
  const permissions = Array.from({ length: random.integer(1, 4) }, (_, number) => permission(random, number));
  return `<cib validate-with="pacemaker-3.9" admin_epoch="0" epoch="5" num_updates="3"><configuration><crm_config>
    <cluster_property_set id="o"><nvpair id="oa" name="enable-acl" value="true"/></cluster_property_set></crm_config><nodes/>
    <resources>${primitive("a")}<!-- remark -->${primitive("b")}</resources>
    <constraints>${location("l1", "a", "n1", 5)}${location("l2", "b", "n1", 6)}</constraints>
    <acls><acl_target id="joe"><role id="r"/></acl_target><acl_role id="r">${permissions.join("")}</acl_role></acls>
    </configuration><status/></cib>`;
}

const REQUESTS: readonly (readonly [ChangeRequest["operation"], section: string, xml: string])[] = [
  ["modify", "resources", '<nvpair id="a-m-1" name="target-role" value="Stopped"/>'],
  ["modify", "constraints", '<rsc_location id="l2" rsc="a"/>'],
  ["modify", "constraints", location("l1", "a", "n1", 9)],
  ["create", "constraints", location("l4", "a", "n2", 1)],
  ["create", "constraints", location("l5", "b", "n2", 1)],
  ["create", "resources", primitive("c")],
  ["create", "resources", `<group id="g">${primitive("d")}</group>`],
  ["create", "acls", '<acl_role id="r9"><acl_permission id="p99" kind="write" xpath="/cib"/></acl_role>'],
  ["create", "acls", '<acl_role id="r10"/>'],
  ["delete", "constraints", '<rsc_location id="l1"/>'],
  ["delete", "resources", '<primitive id="b"/>'],
  ["replace", "resources", `<resources>${primitive("a", "Stopped")}</resources>`],
  [
    "replace",
    "constraints",
    `<constraints>${location("l2", "b", "n1", 6)}${location("l1", "a", "n1", 5)}</constraints>`,
  ],
];
const OPTIONS = { modify: "-M", create: "-C", delete: "-D", replace: "-R" } as const;

describe.skipIf(reference === undefined)("access control", () => {
  const folder = mkdtempSync(join(tmpdir(), "sanode-acls-"));
  const file = join(folder, "cib.xml");
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function cibadmin(text: string, ...args: readonly string[]): { status: number | null; output: string } {
    writeFileSync(file, text);
    const { status, stdout } = spawnSync(join(reference ?? "", "cibadmin"), [...args, "--user", JOE.name], {
      env: { ...process.env, CIB_file: file },
      encoding: "utf8",
    });
    return { status, output: status === 0 ? stdout : "" };
  }

  test(`${RUNS} random sets of permissions let the same be read, and allow the same changes`, () => {
    for (let seed = SEED; seed < SEED + RUNS; seed++) {
      const random = new Random(seed);
      const text = documentText(random);
      const document = parseXml(text);
      const readable = readablePart(document, JOE);
      const seen = readable === undefined ? "" : formatXml(readable).trim();
      expect([seed, seen]).toEqual([seed, cibadmin(text, "-Q").output.trim()]);
      const [operation, section, xml] = random.pick(REQUESTS) ?? ["delete", "resources", "<primitive/>"];
      if (!(operation in OPTIONS)) continue;
      const { status } = cibadmin(text, optionOf(operation), "-o", section, "-X", xml);
      // The reference sometimes crashes where a permission is about the attributes `id`.
      if (status === null) continue;
      expect([seed, operation, xml, statusOf(document, requestOf(operation, section, xml))]).toEqual([
        seed,
        operation,
        xml,
        status,
      ]);
      if (status === 0) expect(readFileSync(file, "utf8")).not.toBe(text);
    }
  });
});

function optionOf(operation: ChangeRequest["operation"]): string {
  return Object.entries(OPTIONS).find(([name]) => name === operation)?.[1] ?? "";
}

function requestOf(operation: ChangeRequest["operation"], section: string, xml: string): ChangeRequest {
  const input = parseXml(xml);
  switch (operation) {
    case "modify":
    case "create":
    case "delete":
    case "replace":
      return { operation, section, input };
    default:
      throw new Error(`no request ${operation} is made here`);
  }
}

function statusOf(document: XmlElement, request: ChangeRequest): number {
  try {
    change(document, request, { user: JOE });
    return 0;
  } catch (error) {
    if (error instanceof AclError || error instanceof OperationError) return error.exitStatus;
    throw error;
  }
}
