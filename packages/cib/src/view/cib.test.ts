import { describe, expect, test } from "vitest";
import { CibError } from "../errors/cib.js";
import { parseXml } from "../xml/parse.js";
import { type CibView, checkCib, readCib } from "./cib.js";

interface Sections {
  readonly options?: string;
  readonly nodes?: string;
  readonly resources?: string;
  readonly constraints?: string;
  readonly others?: string;
  readonly status?: string;
}

function document({ options, nodes, resources, constraints, others, status }: Sections): string {
  return `<cib validate-with="pacemaker-4.0" admin_epoch="1" epoch="2" num_updates="3" have-quorum="1">
    <configuration>
      <crm_config>${options ?? ""}</crm_config><nodes>${nodes ?? ""}</nodes>
      <resources>${resources ?? ""}</resources><constraints>${constraints ?? ""}</constraints>${others ?? ""}
    </configuration>
    <status>${status ?? ""}</status>
  </cib>`;
}

function view(sections: Sections): CibView {
  return readCib(parseXml(document(sections)));
}

/** What is wrong with a document, one line a problem: `place: problem (advice)`. */
function problems(text: string): string[] {
  const reading = checkCib(parseXml(text));
  return reading.valid
    ? []
    : reading.problems.map(({ place, problem, advice }) => `${place}: ${problem} (${advice})`);
}

const dummy = (id: string): string => `<primitive id="${id}" class="ocf" provider="pacemaker" type="Dummy"/>`;

describe("the view of a CIB", () => {
  test("has the document's version, schema and quorum", () => {
    const cib = view({});
    expect(cib.version).toEqual({ adminEpoch: 1, epoch: 2, updates: 3 });
    expect(cib.validateWith).toBe("pacemaker-4.0");
    expect(cib.haveQuorum).toBe(true);
    expect(cib.resources).toEqual([]);
  });

  test("has options as blocks with scores, rules and references", () => {
    const { options } = view({
      options: `<cluster_property_set id="a" score="INFINITY">
          <rule id="r" boolean-op="or">
            <date_expression id="d" operation="date_spec"><date_spec id="s" hours="9-17" weekdays="1-"/></date_expression>
            <date_expression id="i" operation="in_range" start="2024-01-01"><duration id="u" hours="36"/></date_expression>
          </rule>
          <nvpair id="n" name="batch-limit" value="30"/><nvpair id-ref="m"/>
        </cluster_property_set>
        <cluster_property_set id="b"><nvpair id="m" name="x" value=""/></cluster_property_set>
        <cluster_property_set id-ref="a"/>`,
    });
    expect(options).toMatchObject([
      {
        kind: "block",
        score: 1_000_000,
        rule: {
          operator: "or",
          conditions: [
            { kind: "date", operation: "date_spec", spec: { hours: "9-17", weekdays: "1-" } },
            { kind: "date", operation: "in_range", start: "2024-01-01", duration: { hours: "36" } },
          ],
        },
        pairs: [
          { kind: "pair", name: "batch-limit", value: "30" },
          { kind: "reference", reference: "m" },
        ],
      },
      { kind: "block", score: undefined, rule: undefined },
      { kind: "reference", reference: "a" },
    ]);
  });

  test("tells resources apart by their kind", () => {
    const { resources } = view({
      resources: `<template id="t" class="lsb" type="script"/>
        <primitive id="p" template="t"><operations>
          <op id="o" name="monitor" interval="10s" timeout="20s" role="Master" on-fail="standby" enabled="false"/>
        </operations></primitive>
        <group id="g"><primitive id="g1" class="systemd" type="unit"/><primitive id="g2" class="ocf" provider="a" type="b"/></group>
        <clone id="c"><meta_attributes id="cm"><nvpair id="cn" name="promotable" value="true"/></meta_attributes>${dummy("c1")}</clone>
        <bundle id="b"><podman image="i" replicas="3"/>
          <network ip-range-start="10.0.0.1" control-port="9999" add-host="false">
            <port-mapping id="m1" port="80" internal-port="8080"/><port-mapping id="m2" range="90-99"/>
          </network>
          <storage><storage-mapping id="s" source-dir-root="/r" target-dir="/t" options="ro"/></storage>${dummy("b1")}</bundle>`,
    });
    expect(resources.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      "template t",
      "primitive p",
      "group g",
      "clone c",
      "bundle b",
    ]);
    expect(resources).toMatchObject([
      { agent: { standard: "lsb", type: "script" } },
      {
        definition: { kind: "template", template: "t" },
        operations: [
          { name: "monitor", interval: "10s", role: "Promoted", onFail: "standby", enabled: false },
        ],
      },
      {
        members: [
          { definition: { agent: { standard: "systemd", type: "unit" } } },
          { definition: { agent: { standard: "ocf", provider: "a", type: "b" } } },
        ],
      },
      { resource: { kind: "primitive", id: "c1" }, meta: [{ pairs: [{ name: "promotable" }] }] },
      {
        container: { kind: "podman", image: "i", replicas: 3 },
        network: {
          controlPort: 9999,
          addHost: false,
          portMappings: [
            { kind: "port", port: 80, internalPort: 8080 },
            { kind: "range", range: "90-99" },
          ],
        },
        storage: [{ source: { kind: "per-replica", directory: "/r" }, targetDirectory: "/t", options: "ro" }],
        primitive: { id: "b1" },
      },
    ]);
  });

  test("tells constraints apart by their kind, and pairs from sets", () => {
    const { constraints } = view({
      resources: dummy("a") + dummy("b"),
      constraints: `<rsc_location id="l1" rsc="a" node="n" score="-INFINITY" resource-discovery="never"/>
        <rsc_location id="l2" rsc-pattern="^a" role="Slave"><rule id="r" score-attribute="pref">
          <expression id="e" attribute="#uname" operation="ne" value="n"/></rule></rsc_location>
        <rsc_colocation id="c1" rsc="a" with-rsc="b" with-rsc-role="Promoted" score="5"/>
        <rsc_colocation id="c2"><resource_set id="s" sequential="false" role="Started"><resource_ref id="a"/><resource_ref id="b"/></resource_set></rsc_colocation>
        <rsc_order id="o1" first="a" then="b" first-action="promote" kind="Optional"/>
        <rsc_order id="o2" symmetrical="false"><resource_set id-ref="s"/></rsc_order>
        <rsc_ticket id="t" rsc="a" ticket="T" loss-policy="freeze"/>`,
    });
    expect(constraints).toMatchObject([
      {
        kind: "location",
        subject: { kind: "resource", resource: "a" },
        preference: { kind: "node", node: "n", score: -1_000_000 },
        resourceDiscovery: "never",
      },
      {
        kind: "location",
        subject: { kind: "pattern", pattern: "^a", role: "Unpromoted" },
        preference: { kind: "rule", rule: { scoreAttribute: "pref", conditions: [{ operation: "ne" }] } },
      },
      {
        kind: "colocation",
        score: 5,
        subject: {
          kind: "pair",
          dependent: { resource: "a", role: undefined },
          primary: { resource: "b", role: "Promoted" },
        },
      },
      {
        kind: "colocation",
        subject: { sets: [{ resources: ["a", "b"], sequential: false, role: "Started" }] },
      },
      {
        kind: "order",
        orderKind: "Optional",
        subject: {
          firstAction: { resource: "a", action: "promote" },
          thenAction: { resource: "b", action: undefined },
        },
      },
      { kind: "order", symmetrical: false, subject: { sets: [{ kind: "reference", reference: "s" }] } },
      { kind: "ticket", ticket: "T", lossPolicy: "freeze", subject: { kind: "resource", resource: "a" } },
    ]);
  });

  test("has nodes, defaults, fencing levels, access control, tags and alerts", () => {
    const cib = view({
      nodes: `<node id="1" uname="n1" score="5"><instance_attributes id="a"/><utilization id="u"/></node>
        <node id="2" uname="n2" type="remote"/>`,
      others: `<rsc_defaults><meta_attributes id="rd"/></rsc_defaults>
        <op_defaults><meta_attributes id="od"><rule id="or"><op_expression id="oe" name="start"/></rule></meta_attributes></op_defaults>
        <fencing-topology><fencing-level id="f1" index="1" devices="d1,d2" target="n1"/>
          <fencing-level id="f2" index="2" devices="d3" target-attribute="rack" target-value="7"/></fencing-topology>
        <acls><acl_target id="u1" name="alice"><role id="r"/></acl_target><acl_group id="staff"/>
          <acl_role id="r"><acl_permission id="p1" kind="read" xpath="/cib"/>
            <acl_permission id="p2" kind="deny" object-type="nvpair" attribute="value"/></acl_role></acls>
        <tags><tag id="tg"><obj_ref id="n1"/></tag></tags>
        <alerts><alert id="al" path="/x"><select><select_fencing/><select_attributes><attribute id="at" name="q"/></select_attributes></select>
          <recipient id="re" value="v"/></alert></alerts>`,
    });
    expect(cib.nodes).toMatchObject([
      {
        id: "1",
        name: "n1",
        type: "member",
        score: 5,
        attributes: [{ id: "a" }],
        utilization: [{ id: "u" }],
      },
      { id: "2", name: "n2", type: "remote", score: undefined },
    ]);
    expect(cib.resourceDefaults).toMatchObject([{ id: "rd" }]);
    expect(cib.operationDefaults).toMatchObject([
      { rule: { conditions: [{ kind: "operation", name: "start" }] } },
    ]);
    expect(cib.fencingLevels).toEqual([
      { id: "f1", index: 1, devices: ["d1", "d2"], target: { kind: "node", node: "n1" } },
      { id: "f2", index: 2, devices: ["d3"], target: { kind: "attribute", name: "rack", value: "7" } },
    ]);
    expect(cib.accessControl).toMatchObject({
      subjects: [
        { kind: "user", name: "alice", roles: ["r"] },
        { kind: "group", name: "staff", roles: [] },
      ],
      roles: [
        {
          permissions: [
            { access: "read", object: { kind: "xpath", xpath: "/cib" } },
            { access: "deny", object: { kind: "type", element: "nvpair", attribute: "value" } },
          ],
        },
      ],
    });
    expect(cib.tags).toMatchObject([{ id: "tg", members: ["n1"] }]);
    expect(cib.alerts).toMatchObject([
      {
        path: "/x",
        select: { nodes: false, fencing: true, resources: false, attributes: ["q"] },
        recipients: [{ value: "v" }],
      },
    ]);
  });

  test("reads the status as the cluster does: what is not understood is passed over", () => {
    const { status } = view({
      status: `<node_state id="1" uname="n1" in_ccm="1700000000" crmd="online" unheard-of="1">
          <transient_attributes id="1"><instance_attributes id="i"><nvpair id="p" name="fail-count-a" value="1"/></instance_attributes></transient_attributes>
          <lrm id="1"><lrm_resources><lrm_resource id="a" class="ocf" type="Dummy" provider="pacemaker">
            <lrm_rsc_op id="a_last_0" operation="start" operation_key="a_start_0" interval="0" call-id="7" rc-code="0" op-status="0" last-rc-change="1700000001"/>
            <lrm_rsc_op id="a_monitor" operation="monitor" interval="10000" call-id="x"/>
            <lrm_rsc_op id="without-operation"/>
          </lrm_resource></lrm_resources></lrm>
        </node_state>
        <node_state/><strange/>
        <tickets><ticket_state id="T" granted="yes" last-granted="1700000002"/></tickets>`,
    });
    expect(status).toMatchObject({
      nodes: [
        {
          name: "n1",
          inCcm: "1700000000",
          attributes: [{ pairs: [{ name: "fail-count-a", value: "1" }] }],
          resources: [
            {
              id: "a",
              operations: [
                { key: "a_start_0", interval: 0, callId: 7, exitCode: 0, lastChange: 1_700_000_001 },
                { operation: "monitor", interval: 10_000, callId: undefined },
              ],
            },
          ],
        },
      ],
      tickets: [{ id: "T", granted: true, standby: false, lastGranted: 1_700_000_002 }],
    });
  });
});

describe("the problems of a document", () => {
  test("are all found at once, each with its place and with advice", () => {
    const text = document({
      options: `<cluster_property_set id="o" score="much"><nvpair id="n" name="x"/></cluster_property_set>`,
      nodes: `<node uname="n1"/><node id="2" uname="n2" type="ping"/>`,
      resources: `<primitive id="p" class="ocf" type="Dummy" colour="red"><operations>
          <op id="m" name="monitor" interval="10s" enabled="maybe"/></operations></primitive>
        <clone id="c"/><thing/>`,
      constraints: `<rsc_location id="l" rsc="p" node="n1"/><rsc_order id="d" first="p" then="q"/>`,
    });
    expect(problems(text)).toEqual([
      `/cib/configuration/crm_config/cluster_property_set[@id='o']/@score: "much" is not an integer, INFINITY, +INFINITY or -INFINITY (write an integer, INFINITY, +INFINITY or -INFINITY)`,
      `/cib/configuration/crm_config/cluster_property_set[@id='o']/nvpair[@id='n']: the attribute "value" is missing (add it)`,
      `/cib/configuration/nodes/node[1]: the attribute "id" is missing (add it)`,
      `/cib/configuration/nodes/node[@id='2']/@type: "ping" is not "member" or "remote" (write "member" or "remote")`,
      `/cib/configuration/resources/primitive[@id='p']/operations/op[@id='m']/@enabled: "maybe" is not "true" or "false" (write "true" or "false")`,
      `/cib/configuration/resources/primitive[@id='p']: the attribute "provider" is missing (add it)`,
      `/cib/configuration/resources/primitive[@id='p']/@colour: <primitive> has no attribute "colour" (correct its name or remove it)`,
      `/cib/configuration/resources/clone[@id='c']: a clone has exactly one primitive or group (put several primitives into a group)`,
      `/cib/configuration/resources/thing: <thing> is not known in <resources> (use "primitive", "group", "clone", "bundle" or "template", or remove it)`,
      `/cib/configuration/constraints/rsc_location[@id='l']: a location has either "node" and "score", or exactly one rule (add what is missing, or remove one of them)`,
      `/cib/configuration/constraints/rsc_order[@id='d']/@then: there is no resource, template or tag with the id "q" (correct the id, or add it)`,
    ]);
  });

  test("include ids that are used twice, except where ids are names of something else", () => {
    const nodes = `<node id="a" uname="n1"/>`;
    expect(problems(document({ nodes, resources: dummy("a") }))).toEqual([]);
    expect(problems(document({ resources: dummy("a") + dummy("a") }))).toEqual([
      `/cib/configuration/resources/primitive[2]/@id: the id "a" is used twice (give this element another id)`,
    ]);
  });

  test("include references that lead nowhere or to the wrong kind of element", () => {
    expect(problems(document({ resources: `<primitive id="p" template="p"/>` }))).toEqual([
      `/cib/configuration/resources/primitive[@id='p']/@template: there is no <template> with the id "p" (correct the id, or add it)`,
    ]);
    const options = `<cluster_property_set id-ref="nowhere"/>`;
    expect(problems(document({ options }))).toEqual([
      `/cib/configuration/crm_config/cluster_property_set/@id-ref: there is no <cluster_property_set> with the id "nowhere" (correct the id, or add it)`,
    ]);
  });

  test("include a wrong root element and missing sections", () => {
    expect(problems("<a/>")).toEqual(["/a: the document is a <a>, not a <cib> (give a CIB)"]);
    const bare = `<cib validate-with="none" admin_epoch="0" epoch="0" num_updates="0"><configuration/></cib>`;
    expect(problems(bare)).toHaveLength(4);
    expect(problems(`<cib validate-with="none" admin_epoch="0" epoch="0" num_updates="0"/>`)).toEqual([
      "/cib: there is no <configuration> (add one)",
    ]);
  });

  test("include rules nested beyond all reason", () => {
    const rules = `${'<rule id="r">'.repeat(5000)}${"</rule>".repeat(5000)}`;
    const options = `<cluster_property_set id="o">${rules}</cluster_property_set>`;
    const reading = checkCib(parseXml(document({ options }), { depth: 6000 }));
    expect(reading.valid || reading.problems.map(({ problem }) => problem)).toContain(
      "more than 400 elements are nested",
    );
  });

  test("come as one CibError, which names the nearest id", () => {
    const resources = `<primitive id="p" class="ocf" provider="x" type="y"><operations><op name="start"/></operations></primitive>`;
    expect.assertions(2);
    try {
      view({ resources });
    } catch (error) {
      expect(error).toBeInstanceOf(CibError);
      expect(error instanceof CibError && error.problems.map(({ id }) => id)).toEqual(["p", "p"]);
    }
  });
});
