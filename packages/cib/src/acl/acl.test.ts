import { describe, expect, it } from "vitest";
import { AclError } from "../errors/acl.js";
import { change } from "../operations/change.js";
import { fromEpoch } from "../values/date-time.js";
import { parseXml } from "../xml/parse.js";
import type { XmlElement } from "../xml/tree.js";
import { formatXml } from "../xml/write.js";
import { isAclEnabled } from "./enabled.js";
import { readablePart } from "./read.js";

const JOE = { name: "joe" };

function documentWith(
  permissions: string,
  subject = '<acl_target id="joe"><role id="r"/></acl_target>',
): XmlElement {
  return parseXml(`<cib validate-with="none" admin_epoch="0" epoch="1" num_updates="0"><configuration>
    <crm_config><cluster_property_set id="o"><nvpair id="o-1" name="enable-acl" value="true"/></cluster_property_set></crm_config>
    <nodes/><resources><primitive id="a" type="x"><meta_attributes id="a-m"><nvpair id="a-1" name="target-role" value="Started"/>
    </meta_attributes></primitive><primitive id="b" type="x"/></resources><constraints/>
    <acls>${subject}<acl_role id="r">${permissions}</acl_role></acls></configuration><status/></cib>`);
}

const permission = (kind: string, what: string, id = "p"): string =>
  `<acl_permission id="${id}" kind="${kind}" ${what}/>`;
const seen = (document: XmlElement, user = JOE): string =>
  formatXml(readablePart(document, user) ?? parseXml("<nothing/>")).replaceAll(/\n */g, "");
const set = (document: XmlElement, value: string, user = JOE) =>
  change(
    document,
    { operation: "modify", section: "resources", input: parseXml(`<nvpair id="a-1" value="${value}"/>`) },
    { user },
  );
const create = (document: XmlElement, xml: string, section = "resources") =>
  change(document, { operation: "create", section, input: parseXml(xml) }, { user: JOE });

describe("reading under access control", () => {
  it("nothing is seen without a permission, everything by those whom no rule concerns", () => {
    const document = documentWith("");
    expect(readablePart(document, JOE)).toBeUndefined();
    expect(readablePart(document, { name: "root" })).toBe(document);
    expect(readablePart(document, { name: "hacluster" })).toBe(document);
  });

  it("a readable piece is seen within bare elements", () => {
    const document = documentWith(permission("read", "xpath=\"//nvpair[@name='target-role']\""));
    expect(seen(document)).toBe(
      '<cib><configuration><resources><primitive id="a"><meta_attributes id="a-m">' +
        '<nvpair id="a-1" name="target-role" value="Started"/>' +
        "</meta_attributes></primitive></resources></configuration></cib>",
    );
  });

  it("a denial within something readable hides it, but not what is readable within the denied", () => {
    const hidden = permission("read", 'xpath="/cib"') + permission("deny", 'reference="a"', "p2");
    expect(seen(documentWith(hidden))).not.toContain("target-role");
    const inner = hidden + permission("read", 'reference="a-1"', "p3");
    expect(seen(documentWith(inner))).toContain(
      '<primitive id="a"><meta_attributes id="a-m"><nvpair id="a-1"',
    );
  });

  it("groups count by additional membership, names before ids", () => {
    const group = '<acl_group id="g" name="staff"><role id="r"/></acl_group>';
    const document = documentWith(permission("read", 'object-type="nodes"'), group);
    expect(readablePart(document, JOE)).toBeUndefined();
    expect(readablePart(document, { name: "joe", groups: ["staff"] })).toBeDefined();
    expect(readablePart(document, { name: "joe", groups: ["g"] })).toBeUndefined();
  });

  it("a permission with an XPath that is none allows nothing, and one that denies denies all", () => {
    const broken = permission("read", 'xpath="//["');
    expect(readablePart(documentWith(broken), JOE)).toBeUndefined();
    const denial = permission("read", 'xpath="/cib"') + permission("deny", 'xpath="//["', "p2");
    expect(readablePart(documentWith(denial), JOE)).toBeUndefined();
  });
});

describe("writing under access control", () => {
  it("what may be written may be changed, and nothing else", () => {
    const document = documentWith(permission("write", 'object-type="nvpair"'));
    expect(set(document, "Stopped").isChanged).toBe(true);
    expect(() => create(document, '<primitive id="c" type="x"/>')).toThrow(AclError);
  });

  it("the nearest element that decides wins, and a denial on it", () => {
    const nearer = permission("deny", 'xpath="/cib"') + permission("write", 'reference="a"', "p2");
    expect(set(documentWith(nearer), "Stopped").isChanged).toBe(true);
    const denied = permission("write", 'xpath="/cib"') + permission("deny", 'reference="a-m"', "p2");
    expect(() => set(documentWith(denied), "Stopped")).toThrow(AclError);
    const reading = permission("write", 'xpath="/cib"') + permission("read", 'reference="a-1"', "p2");
    expect(set(documentWith(reading), "Stopped").isChanged).toBe(true);
  });

  it("what is created is judged where it is in the end", () => {
    const document = documentWith(permission("write", "xpath=\"//primitive[@type='y']\""));
    expect(create(document, '<primitive id="c" type="y"/>').isChanged).toBe(true);
    expect(() => create(document, '<primitive id="c" type="x"/>')).toThrow(AclError);
  });

  it("bare elements may be created by anybody, but not within the access control", () => {
    const document = documentWith(permission("write", "xpath=\"//primitive[@type='y']\""));
    expect(create(document, '<group id="g"><primitive id="c" type="y"/></group>').isChanged).toBe(true);
    expect(() => create(document, '<acl_role id="all"/>', "acls")).toThrow(AclError);
  });

  it("a refusal names the user and the place, and exits as Pacemaker's tools do", () => {
    const document = documentWith(permission("read", 'xpath="/cib"'));
    expect(() => set(document, "Stopped")).toThrow(
      expect.objectContaining({
        user: "joe",
        exitStatus: 4,
        place: "/cib/configuration/resources/primitive[@id='a']/meta_attributes[@id='a-m']/nvpair[@id='a-1']",
      }),
    );
  });
});

describe("enable-acl", () => {
  it("puts access control in force, and is off by default", () => {
    const now = fromEpoch(0);
    expect(isAclEnabled(documentWith(""), now)).toBe(true);
    expect(isAclEnabled(parseXml("<cib><configuration><crm_config/></configuration></cib>"), now)).toBe(
      false,
    );
  });
});
