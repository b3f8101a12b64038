import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseXml } from "../../../xml/parse.js";
import type { XmlElement } from "../../../xml/tree.js";
import { formatXml } from "../../../xml/write.js";
import { validateCib } from "../../schema/problems.js";
import { SchemaError } from "../../schema-error.js";
import { upgradeCib } from "../../upgrade.js";
import { isHeartbeat2 } from "./recognize.js";

function old(
  { options = "", nodes = "", resources = "", constraints = "", status = "" } = {},
  attributes = 'have_quorum="true"',
): XmlElement {
  return parseXml(`<cib ${attributes} admin_epoch="0" epoch="1" num_updates="2"><configuration>
    <crm_config>${options}</crm_config><nodes>${nodes}</nodes><resources>${resources}</resources>
    <constraints>${constraints}</constraints></configuration><status>${status}</status></cib>`);
}

/** The converted document on one line, without its empty sections. */
function converted(document: XmlElement): string {
  const { cib } = upgradeCib(document, { heartbeat2: true });
  expect(validateCib(cib, "4.0")).toEqual([]);
  const text = formatXml(cib, { indent: false }).replace(/\n\s*/g, "");
  return text.replace(/<(?:crm_config|nodes|resources|constraints|status)\/>/g, "");
}

function notes(document: XmlElement): string[] {
  return upgradeCib(document, { heartbeat2: true }).warnings.map(({ message }) => message);
}

const dummy = (id: string): string => `<primitive id="${id}" class="ocf" provider="heartbeat" type="Dummy"/>`;

describe("a document is of Heartbeat 2's form", () => {
  it.each([
    ["it has an attribute of that time", '<cib have_quorum="true"/>'],
    ["it names the DTD", '<cib validate-with="transitional-0.6" dc_uuid="x"/>'],
    [
      "pairs are within <attributes>",
      "<cib><configuration><instance_attributes><attributes/></instance_attributes></configuration></cib>",
    ],
    ["a constraint says from and to", '<cib><configuration><rsc_order from="a"/></configuration></cib>'],
    ["there is a master_slave", "<cib><configuration><master_slave/></configuration></cib>"],
  ])("if %s", (_, text) => {
    expect(isHeartbeat2(parseXml(text))).toBe(true);
  });

  it.each([
    ["it names a schema of Pacemaker", '<cib validate-with="pacemaker-1.0" have_quorum="true"/>'],
    ["it is not validated", '<cib validate-with="none" have_quorum="true"/>'],
    ["it names a schema that nobody knows", '<cib validate-with="pacemaker-9.9" have_quorum="true"/>'],
    [
      "it only lacks the schema's name",
      '<cib have-quorum="1"><configuration><resources/></configuration></cib>',
    ],
  ])("but not if %s", (_, text) => {
    expect(isHeartbeat2(parseXml(text))).toBe(false);
  });
});

describe("the conversion", () => {
  it("is only made for those who ask for it: Pacemaker refuses such documents", () => {
    expect(() => upgradeCib(old())).toThrow(SchemaError);
  });

  it("renames what the document says of the cluster, and says so", () => {
    const attributes = 'have_quorum="true" dc_uuid="u" num_peers="2" crm_feature_set="1.0.9"';
    expect(converted(old({}, attributes))).toBe(
      '<cib have-quorum="true" dc-uuid="u" crm_feature_set="1.0.9" admin_epoch="0" epoch="1" num_updates="2" validate-with="pacemaker-4.0"><configuration></configuration></cib>',
    );
    expect(notes(old({}, attributes))).toEqual([
      "The document has the form that it had before Pacemaker 1.0, which Pacemaker itself refuses: it is converted",
      "cib: cib: renaming have_quorum as have-quorum",
      "cib: cib: renaming dc_uuid as dc-uuid",
      "CIB: dropping num_peers",
    ]);
  });

  it("takes pairs out of what is around them, and leaves options to the later conversions", () => {
    const options = `<cluster_property_set id="o"><attributes>
      <nvpair id="1a" name="no_quorum_policy" value="ignore"/><nvpair id="b" name="default_resource_stickiness" value="INFINITY"/>
      <nvpair id="b" name="transition_idle_timeout" value="60s"/><nvpair name="symmetric_cluster" value="true"/></attributes></cluster_property_set>`;
    expect(converted(old({ options }))).toContain(
      '<crm_config><cluster_property_set id="o"><nvpair id="_1a" name="no-quorum-policy" value="ignore"/>' +
        '<nvpair id="b-1" name="cluster-delay" value="60s"/><nvpair name="symmetric-cluster" value="true" id="o-symmetric_cluster"/>' +
        '</cluster_property_set></crm_config><rsc_defaults><meta_attributes id="_2TO3_-rsc-defaults">' +
        '<nvpair id="b" name="resource-stickiness" value="INFINITY"/></meta_attributes></rsc_defaults>',
    );
    expect(converted(old({ options: '<nvpair id="x" name="batch-limit" value="3"/>' }))).toContain(
      '<cluster_property_set id="cib-bootstrap-options"><nvpair id="x"',
    );
  });

  it("makes meta-attributes of what the cluster is to know of a resource", () => {
    const resources = `<master_slave id="ms" notify="true"><instance_attributes id="ia"><attributes>
        <nvpair id="p1" name="clone_max" value="2"/><nvpair id="p2" name="master_max" value="1"/><nvpair id="p3" name="mine" value="x"/>
      </attributes></instance_attributes>
      <primitive id="p" class="ocf" type="drbd" is_managed="false"><operations>
        <op id="op" name="monitor" interval="10s" prereq="nothing" on_fail="nothing" start_delay="5s" disabled="true" role="Master"/><op name="start" timeout="5s"/>
      </operations><instance_attributes id="pi"><attributes><nvpair id="p4" name="target_role" value="stopped"/></attributes></instance_attributes></primitive></master_slave>`;
    const text = converted(old({ resources }));
    for (const part of [
      '<nvpair id="ms-meta-notify" name="notify" value="true"/><nvpair id="p1" name="clone-max" value="2"/>',
      'name="master-max" value="1"',
      '<instance_attributes id="ia"><nvpair id="p3" name="mine" value="x"/></instance_attributes>',
      '<primitive id="p" class="ocf" type="drbd" provider="heartbeat">',
      '<nvpair id="p-meta-is-managed" name="is-managed" value="false"/><nvpair id="p4" name="target-role" value="stopped"/>',
      'name="monitor" interval="10s" on-fail="ignore" start-delay="5s" enabled="false"',
      '<op name="start" timeout="5s" interval="0" id="p-start-0"/>',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('id="pi"');
  });

  it.each([
    ['from="a" to="b"', 'first="b" then="a"'],
    ['from="a" to="b" type="before"', 'first="a" then="b"'],
    [
      'from="a" type="after" to="b" action="stop"',
      'first="b" first-action="stop" then="a" then-action="stop"',
    ],
    [
      'from="a" type="before" to="b" action="promote" to_action="start" score="0"',
      'score="0" first="a" first-action="promote" then="b" then-action="start"',
    ],
  ])("orders what was %s as %s", (before, after) => {
    const constraints = `<rsc_order id="o" ${before}/>`;
    expect(converted(old({ resources: dummy("a") + dummy("b"), constraints }))).toContain(
      `<rsc_order id="o" ${after}/>`,
    );
  });

  it("gives colocations and rules their later names", () => {
    const constraints = `<rsc_colocation id="c" from="a" from_role="slave" to="b" to_role="Master" score="infinity" symmetrical="false"/>
      <rsc_location id="l" rsc="a"><rule id="r" score="100" boolean_op="or"><expression attribute="#uname" operation="eq" value="n1"/></rule></rsc_location>
      <rsc_location id="m" rsc="b"><rule id="s"/></rsc_location>`;
    const text = converted(old({ resources: dummy("a") + dummy("b"), constraints }));
    for (const part of [
      '<rsc_colocation id="c" rsc="a" rsc-role="Slave" with-rsc="b" with-rsc-role="Master" score="INFINITY"/>',
      '<rule id="r" score="100" boolean-op="or"><expression attribute="#uname" operation="eq" value="n1" id="r-expression"/></rule>',
      '<rule id="s" score="0"><expression attribute="#uname" operation="defined" id="s-expression"/></rule>',
    ]) {
      expect(text).toContain(part);
    }
  });

  it("reads what the cluster recorded", () => {
    const status = `<node_state id="1" uname="n1"><transient_attributes id="1"><instance_attributes id="s"><attributes><nvpair id="t" name="x" value="y"/></attributes></instance_attributes></transient_attributes>
      <lrm id="1"><lrm_resources><lrm_resource id="a"><lrm_rsc_op id="a_monitor_0" operation="monitor" call_id="2" rc_code="7" op_status="0" interval="0"/></lrm_resource></lrm_resources></lrm></node_state>`;
    const text = converted(old({ status }));
    expect(text).toContain('<instance_attributes id="s"><nvpair id="t"');
    expect(text).toContain('call-id="2" rc-code="7" op-status="0"');
  });

  it("either gives a valid document or throws the one error, whatever is in the old elements", () => {
    const word = fc.constantFrom("a", "b", "1", "", "before", "stop", "true", "x y");
    const name = fc.constantFrom(
      "id",
      "from",
      "to",
      "type",
      "action",
      "score",
      "rsc",
      "notify",
      "name",
      "value",
      "prereq",
    );
    const element = fc.constantFrom(
      "rsc_order",
      "rsc_colocation",
      "rsc_location",
      "rule",
      "primitive",
      "clone",
      "attributes",
      "nvpair",
      "op",
    );
    const containing = (inside: fc.Arbitrary<string>): fc.Arbitrary<string> =>
      fc.tuple(element, fc.dictionary(name, word, { maxKeys: 4 }), inside).map(([tag, values, content]) => {
        const attributes = Object.entries(values).map(([key, value]) => ` ${key}="${value}"`);
        return `<${tag}${attributes.join("")}>${content}</${tag}>`;
      });
    const leaf = containing(fc.constant(""));
    const part = containing(
      fc
        .array(containing(fc.array(leaf, { maxLength: 2 }).map((all) => all.join(""))), { maxLength: 2 })
        .map((all) => all.join("")),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 3 }), (parts) => {
        const inside = parts.join("");
        const document = old({ options: inside, resources: dummy("a") + inside, constraints: inside });
        try {
          expect(validateCib(upgradeCib(document, { heartbeat2: true }).cib, "4.0")).toEqual([]);
        } catch (error) {
          expect(error).toBeInstanceOf(SchemaError);
        }
      }),
      { numRuns: 200 },
    );
  });
});
