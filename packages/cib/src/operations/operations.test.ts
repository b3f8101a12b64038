import { describe, expect, it } from "vitest";
import { parseXml } from "../xml/parse.js";
import type { XmlElement } from "../xml/tree.js";
import { formatXml } from "../xml/write.js";
import { change, commit } from "./change.js";
import { query, queryPaths } from "./query.js";
import type { ChangeRequest, Scope } from "./request.js";
import { readVersion } from "./version.js";
import { emptyCib } from "./whole.js";

const DOCUMENT =
  parseXml(`<cib validate-with="pacemaker-4.0" admin_epoch="1" epoch="5" num_updates="7"><configuration>
  <crm_config><cluster_property_set id="o"><nvpair id="o1" name="batch-limit" value="10"/></cluster_property_set></crm_config>
  <nodes><node id="1" uname="n1"/></nodes>
  <resources><!--first--><primitive id="a" class="lsb" type="x"/><primitive id="b" class="lsb" type="x"/></resources>
  <constraints><rsc_location id="l" rsc="a" node="n1" score="100"/></constraints></configuration>
  <status><node_state id="1" uname="n1"/></status></cib>`);

const xml = (text: string): XmlElement => parseXml(text);
const modify = (text: string, scope: Scope = {}): ChangeRequest => ({
  operation: "modify",
  input: xml(text),
  ...scope,
});
const create = (text: string, section: string): ChangeRequest => ({
  operation: "create",
  input: xml(text),
  section,
});
const remove = (text: string, scope: Scope = {}): ChangeRequest => ({
  operation: "delete",
  input: xml(text),
  ...scope,
});
const replace = (text: string, scope: Scope = {}): ChangeRequest => ({
  operation: "replace",
  input: xml(text),
  ...scope,
});

function versionAfter(request: ChangeRequest, document = DOCUMENT): string {
  const { adminEpoch, epoch, numUpdates } = readVersion(change(document, request).document);
  return `${adminEpoch}.${epoch}.${numUpdates}`;
}

/** What an XPath selects after a request, compactly. */
function after(request: ChangeRequest, xpath: string): string {
  return formatXml(query(change(DOCUMENT, request).document, { xpath }), { indent: false });
}

/** How a request is refused. */
function refusal(request: ChangeRequest): unknown {
  try {
    change(DOCUMENT, request);
  } catch (error) {
    return error;
  }
  return "accepted";
}

const text = formatXml(DOCUMENT);
const configuration = formatXml(query(DOCUMENT, { section: "configuration" }));

describe("the version 1.5.7 becomes", () => {
  it.each<[string, string, ChangeRequest]>([
    ["1.6.0", "with a change of the configuration", modify('<primitive id="a" description="d"/>')],
    ["1.5.8", "with a change of the status", modify('<node_state id="1" crmd="online"/>')],
    ["1.5.8", "with another attribute of cib", modify('<cib have-quorum="1"/>')],
    ["2.5.8", "when admin_epoch is counted up", modify('<cib admin_epoch="admin_epoch++"/>')],
    ["1.8.8", "when epoch is counted up by three", modify('<cib epoch="epoch+=3"/>')],
    ["1.5.5", "when num_updates is counted down by three", modify('<cib num_updates="num_updates+=-3"/>')],
    ["1.6.8", "by a bump", { operation: "bump" }],
    ["2.6.0", "when everything is erased", { operation: "erase" }],
    ["1.5.7", "by an upgrade of the latest schema", { operation: "upgrade" }],
    ["1.5.8", "when the document is replaced by itself", replace(text)],
    ["1.5.8", "when the configuration is replaced by itself", replace(configuration)],
    ["1.6.0", "when an element is replaced by itself", replace('<primitive id="a" class="lsb" type="x"/>')],
    ["1.5.7", "when nothing is new", modify('<primitive id="a" type="x"/>')],
    ["1.5.7", "when there is nothing to delete", remove('<primitive id="z"/>')],
  ])("%s %s", (version, _, request) => {
    expect(versionAfter(request)).toBe(version);
  });

  it("2.1.2 by an upgrade that only has another schema to name", () => {
    const older = change(DOCUMENT, modify('<cib validate-with="pacemaker-3.9"/>')).document;
    expect(versionAfter({ operation: "upgrade" }, older)).toBe("2.1.2");
  });

  it("1.8.0 by a transaction with two changes of the configuration: one for each and one for both", () => {
    const requests = [modify('<primitive id="a" description="d"/>'), remove('<rsc_location id="l"/>')];
    const { document, isOfConfiguration } = commit(DOCUMENT, requests);
    expect([readVersion(document), isOfConfiguration]).toEqual([
      { adminEpoch: 1, epoch: 8, numUpdates: 0 },
      true,
    ]);
  });
});

describe("a transaction", () => {
  it("is refused as a whole with one of its requests", () => {
    const requests = [
      modify('<primitive id="a" description="d"/>'),
      modify('<primitive id="z" description="d"/>'),
    ];
    expect(() => commit(DOCUMENT, requests)).toThrow(expect.objectContaining({ code: "ENXIO" }));
  });

  it("without effect gives the document itself", () => {
    expect(commit(DOCUMENT, [remove('<primitive id="z"/>')]).document).toBe(DOCUMENT);
  });
});

describe("what a request gets wrong has the reference's name, text and exit status", () => {
  it.each<[string, string, number, ChangeRequest]>([
    ["EEXIST", "File exists", 108, create('<primitive id="a"/>', "resources")],
    ["EINVAL", "Invalid argument", 70, create("<acl_role id='x'/>", "acls")],
    ["ENXIO", "No such device or address", 105, modify('<primitive id="z" type="x"/>')],
    ["ENXIO", "No such device or address", 105, replace("<acls/>", { section: "acls" })],
    ["EINVAL", "Invalid argument", 70, { operation: "delete", xpath: "/cib" }],
    ["EINVAL", "Invalid argument", 70, { operation: "delete", xpath: "/" }],
    ["pcmk_rc_old_data", "Update was older than existing configuration", 103, replace('<cib epoch="4"/>')],
    ["pcmk_rc_old_data", "Update was older than existing configuration", 103, modify('<cib epoch="1"/>')],
    [
      "pcmk_rc_schema_validation",
      "Update does not conform to the configured schema",
      78,
      create('<primitive id="c"/>', "resources"),
    ],
  ])("%s: %s (%i)", (code, message, exitStatus, request) => {
    expect(refusal(request)).toMatchObject({ name: "OperationError", code, text: message, exitStatus });
  });

  it("answers a creation with what could not be created", () => {
    const error = refusal(create('<primitive id="a"/>', "resources"));
    expect(error).toMatchObject({ answer: { name: "failed" } });
  });

  it("refuses a document for a later version than is known", () => {
    const request = modify('<cib crm_feature_set="3.21.0"/>');
    expect(() => change(DOCUMENT, request, { featureSet: "3.20.5" })).toThrow(
      expect.objectContaining({ code: "EPROTONOSUPPORT" }),
    );
  });
});

describe("a merge", () => {
  it("keeps the order of attributes and adds new ones at the end", () => {
    expect(after(modify('<primitive id="a" description="d" type="y"/>'), "//primitive[1]")).toBe(
      '<primitive id="a" class="lsb" type="y" description="d"/>',
    );
  });

  it.each([
    ["score++", "101"],
    ["score++x", "101"],
    ["score+=-200", "-100"],
    ["score+= 7", "107"],
    ["score+=bogus", "100"],
    ["score+=999999", "1000000"],
    ["-INFINITY", "-INFINITY"],
  ])("counts %s from 100 to %s", (given, score) => {
    expect(after(modify(`<rsc_location id="l" score="${given}"/>`), "//rsc_location")).toContain(
      `score="${score}"`,
    );
  });

  it("keeps the text of a count where there is no value", () => {
    expect(after(modify('<primitive id="a" description="description++"/>'), "//primitive[1]")).toContain(
      'description="description++"',
    );
  });

  it("does not add a comment again, whatever its case", () => {
    const { document } = change(DOCUMENT, modify("<resources><!--FIRST--></resources>"));
    expect(document).toBe(DOCUMENT);
  });

  it("makes a section that is missing", () => {
    const request = modify("<tags><tag id='t'><obj_ref id='a'/></tag></tags>", { section: "tags" });
    expect(after(request, "//configuration/*[last()]")).toBe(
      '<tags><tag id="t"><obj_ref id="a"/></tag></tags>',
    );
  });
});

describe("an XPath", () => {
  it("selects what is deleted: the first, or all", () => {
    const first: ChangeRequest = { operation: "delete", xpath: "//node | //rsc_location" };
    const all: ChangeRequest = { ...first, multiple: true };
    expect(after(first, "//nodes | //constraints")).toContain("<nodes/>");
    expect(after(all, "//nodes | //constraints")).toBe("<xpath-query><nodes/><constraints/></xpath-query>");
  });

  it("that is relative, or none at all, selects nothing", () => {
    for (const xpath of ["cib", "//[", "count(//node)"]) {
      expect(change(DOCUMENT, { operation: "delete", xpath }).document).toBe(DOCUMENT);
    }
  });

  it("makes a replacement the last child of the parent", () => {
    const request = replace('<primitive id="c" class="lsb" type="x"/>', { xpath: "//primitive[@id='b']" });
    expect(after(request, "//resources/*[last()]")).toContain('id="c"');
  });
});

describe("a query", () => {
  it("gives one element itself and several within one", () => {
    const ask = (xpath: string): string =>
      formatXml(query(DOCUMENT, { xpath, noChildren: true }), { indent: false });
    expect(ask("//resources")).toBe("<resources/>");
    expect(ask("//node | //node_state")).toBe(
      '<xpath-query><node id="1" uname="n1"/><node_state id="1" uname="n1"/></xpath-query>',
    );
    expect(ask("//rsc_location/@rsc")).toBe('<xpath-query rsc="a"/>');
  });

  it("of a section that is missing is refused", () => {
    expect(() => query(DOCUMENT, { section: "acls" })).toThrow(expect.objectContaining({ code: "ENXIO" }));
  });

  it("tells where elements are", () => {
    expect(queryPaths(DOCUMENT, "//primitive[2]/@id")).toEqual([
      "/cib/configuration/resources/primitive[@id='b']",
    ]);
  });
});

describe("where a change comes from", () => {
  const provenance = { lastWritten: "Sun Nov 22 16:29:41 2026", origin: "n1", client: "cibadmin" };

  it("is told by a new configuration, and not by its patchset", () => {
    const { document, patchset } = change(DOCUMENT, modify('<primitive id="a" type="y"/>'), { provenance });
    expect(document.attributes).toMatchObject({
      "cib-last-written": provenance.lastWritten,
      "update-origin": "n1",
    });
    expect(JSON.stringify(patchset)).not.toContain("update-origin");
  });

  it("is not told by a new status", () => {
    const { document } = change(DOCUMENT, modify('<node_state id="1" crmd="online"/>'), { provenance });
    expect(document.attributes["update-origin"]).toBeUndefined();
  });
});

it("an empty document is a valid one", () => {
  expect(change(emptyCib(), { operation: "bump" }).isChanged).toBe(true);
});
