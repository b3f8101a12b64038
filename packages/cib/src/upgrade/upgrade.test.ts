import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseXml } from "../xml/parse.js";
import { element, type XmlElement, type XmlNode } from "../xml/tree.js";
import { formatXml } from "../xml/write.js";
import { validateCib } from "./schema/problems.js";
import { validVersions } from "./schema/valid-versions.js";
import { VERSIONS, versionBit } from "./schema/versions.js";
import { SchemaError } from "./schema-error.js";
import { upgradeCib } from "./upgrade.js";

interface Parts {
  readonly options?: string;
  readonly nodes?: string;
  readonly resources?: string;
  readonly constraints?: string;
  readonly more?: string;
}

function cib(schema: string, parts: Parts = {}): XmlElement {
  const { options = "", nodes = "", resources = "", constraints = "", more = "" } = parts;
  return parseXml(`<cib validate-with="${schema}" admin_epoch="0" epoch="1" num_updates="0"><configuration>
    <crm_config>${options}</crm_config><nodes>${nodes}</nodes><resources>${resources}</resources>
    <constraints>${constraints}</constraints>${more}</configuration><status/></cib>`);
}

function set(id: string, ...pairs: [string, string][]): string {
  const inside = pairs.map(
    ([name, value], at) => `<nvpair id="${id}${at}" name="${name}" value="${value}"/>`,
  );
  return `<cluster_property_set id="${id}">${inside.join("")}</cluster_property_set>`;
}

function primitive(id: string, inside = "", standard = "lsb"): string {
  return `<primitive id="${id}" class="${standard}" type="x">${inside}</primitive>`;
}

function rule(id: string): string {
  return `<rule id="${id}" score="0"><expression id="${id}-e" attribute="a" operation="defined"/></rule>`;
}

/** The upgraded configuration on one line, without its empty sections. */
function upgraded(schema: string, parts: Parts): string {
  const text = formatXml(upgradeCib(cib(schema, parts)).cib, { indent: false });
  const configuration = /<configuration>(.*)<\/configuration>/s.exec(text)?.[1] ?? "";
  return configuration.replace(/\n\s*/g, "").replace(/<(?:crm_config|nodes|resources|constraints)\/>/g, "");
}

describe("the upgrade", () => {
  it("leaves a document alone that is of the latest schema, or not validated", () => {
    const latest = cib("pacemaker-4.0", { resources: primitive("a") });
    expect(upgradeCib(latest)).toEqual({ cib: latest, warnings: [] });
    expect(upgradeCib(latest).cib).toBe(latest);
    const none = cib("none", { resources: "<anything/>" });
    expect(upgradeCib(none).cib).toBe(none);
    expect(upgradeCib(none).warnings).toMatchObject([{ code: "validation-disabled" }]);
  });

  it("only changes validate-with where the latest schema accepts the rest", () => {
    const document = cib("pacemaker-3.2", { resources: primitive("a") });
    const { cib: result } = upgradeCib(document);
    expect(result.attributes["validate-with"]).toBe("pacemaker-4.0");
    expect(result.children).toBe(document.children);
  });

  it("adds a missing status", () => {
    const { attributes, children } = cib("pacemaker-4.0");
    const bare = element("cib", attributes, children.slice(0, 1));
    expect(upgradeCib(bare).cib.children.at(-1)).toEqual(element("status"));
  });

  it.each([undefined, "", "pacemaker-9.9", "Pacemaker-4.0"])("refuses validate-with %j", (schema) => {
    const document = cib("pacemaker-4.0");
    const attributes = { ...document.attributes };
    if (schema === undefined) delete attributes["validate-with"];
    else attributes["validate-with"] = schema;
    const attempt = () => upgradeCib(element("cib", attributes, document.children));
    expect(attempt).toThrow(SchemaError);
    expect(attempt).toThrow(/manually edit to use a known schema/);
  });

  it("refuses what no later schema accepts, and says where and why", () => {
    const attempt = () =>
      upgradeCib(cib("pacemaker-3.0", { resources: primitive("a").replace("type", "kind") }));
    let error: unknown;
    try {
      attempt();
    } catch (caught) {
      error = caught;
    }
    if (!(error instanceof SchemaError)) throw new Error("not refused");
    expect(error).toMatchObject({ code: "invalid", exitStatus: 78, declared: "pacemaker-3.0" });
    expect(error.problems).toMatchObject([
      { code: "missing-attribute", id: "a", place: '/cib/configuration[1]/resources[1]/primitive[@id="a"]' },
      { code: "unexpected-attribute", id: "a" },
    ]);
  });

  it("accepts a document that breaks its own schema but not a later one", () => {
    const tags = '<tags><tag id="t"><obj_ref id="a"/></tag></tags>';
    const document = cib("pacemaker-1.2", { resources: primitive("a"), more: tags });
    expect(validateCib(document, "1.2")).not.toEqual([]);
    expect(upgradeCib(document).cib.attributes["validate-with"]).toBe("pacemaker-4.0");
  });

  it("skips a conversion that the next schema does not need, even if it would change something", () => {
    // A rule without score is accepted from 3.9 on only, which has no ban of the old option names any more in 4.0.
    const options = set("o", ["stonith_enabled", "false"]).replace(
      "<nvpair",
      '<rule id="r"><expression id="e" attribute="a" operation="defined"/></rule><nvpair',
    );
    expect(upgraded("pacemaker-2.5", { options })).toContain('name="stonith_enabled"');
  });
});

describe("the upgrade of access control lists (1.3)", () => {
  it("turns users into targets and permissions into the present form", () => {
    const more = `<acls><acl_role id="R"><read id="a" tag="x" attribute="y"/><deny id="b" xpath="/z" attribute="y"/>
      <write id="c" ref="p" attribute="y"/></acl_role><acl_user id="U"><role_ref id="R"/></acl_user>
      <acl_user id="V"><read id="d" tag="x"/></acl_user></acls>`;
    expect(upgraded("pacemaker-1.3", { resources: primitive("p"), more })).toContain(
      '<acls><acl_role id="R"><acl_permission id="a" kind="read" object-type="x" attribute="y"/>' +
        '<acl_permission id="b" kind="deny" xpath="/z[@y]"/><acl_permission id="c" kind="write" reference="p"/></acl_role>' +
        '<acl_target id="U"><role id="R"/></acl_target><acl_target id="V"><role id="auto-V"/></acl_target>' +
        '<acl_role id="auto-V"><acl_permission id="d" kind="read" object-type="x"/></acl_role></acls>',
    );
  });
});

describe("the upgrade of old options and settings (2.10)", () => {
  it("renames, drops and moves options", () => {
    const options = set(
      "o",
      ["stonith_enabled", "false"],
      ["expected-quorum-votes", "2"],
      ["default-resource-stickiness", "5"],
      ["default-resource-failure-stickiness", "-INFINITY"],
      ["default-action-timeout", "7"],
      ["transition_idle_timeout", "9"],
    );
    expect(upgraded("pacemaker-2.10", { options })).toBe(
      '<crm_config><cluster_property_set id="o"><nvpair id="o0" name="stonith-enabled" value="false"/>' +
        '<nvpair id="o5" name="cluster-delay" value="9"/></cluster_property_set></crm_config>' +
        '<op_defaults><meta_attributes id="_2TO3_-op-defaults"><nvpair id="o4" name="timeout" value="7"/></meta_attributes></op_defaults>' +
        '<rsc_defaults><meta_attributes id="_2TO3_-rsc-defaults"><nvpair id="o2" name="resource-stickiness" value="5"/>' +
        '<nvpair id="o3" name="migration-threshold" value="1"/></meta_attributes></rsc_defaults>',
    );
  });

  it("moves an option only where the defaults do not have it, and loses it where a rule guards it", () => {
    const options = set("o", ["is_managed_default", "false"]);
    const more = `<rsc_defaults><meta_attributes id="d"><nvpair id="d1" name="is-managed" value="true"/></meta_attributes></rsc_defaults>`;
    expect(upgraded("pacemaker-2.10", { options, more })).toBe(more);
    const guarded = options.replace("<nvpair", `${rule("r")}<nvpair`);
    expect(upgraded("pacemaker-2.10", { options: guarded })).toBe("");
  });

  it("moves the requirement of an operation to the resource", () => {
    const operations = '<operations><op id="o" name="start" interval="0" requires="quorum"/></operations>';
    expect(upgraded("pacemaker-2.10", { resources: primitive("a", operations) })).toBe(
      '<resources><primitive id="a" class="lsb" type="x"><operations><op id="o" name="start" interval="0"/></operations>' +
        '<meta_attributes id="_2TO3_a-meta"><nvpair id="_2TO3_o-meta-requires" name="requires" value="quorum"/></meta_attributes>' +
        "</primitive></resources>",
    );
  });

  it("moves settings of an operation from its parameters to its meta-attributes", () => {
    const operations = `<operations><op id="o" name="start" interval="0"><instance_attributes id="i">
      <nvpair id="i1" name="timeout" value="5"/><nvpair id="i2" name="p" value="q"/></instance_attributes></op></operations>`;
    expect(upgraded("pacemaker-2.10", { resources: primitive("a", operations) })).toContain(
      '<instance_attributes id="i"><nvpair id="i2" name="p" value="q"/></instance_attributes>' +
        '<meta_attributes id="_2TO3_o-meta"><nvpair id="i1" name="timeout" value="5"/></meta_attributes>',
    );
  });

  it("renames parameters of fence agents", () => {
    const parameters = `<instance_attributes id="i"><nvpair id="i1" name="pcmk_off_cmd" value="x"/>
      <nvpair id="i2" name="pcmk_arg_map" value="port:host"/></instance_attributes>`;
    expect(upgraded("pacemaker-2.10", { resources: primitive("f", parameters, "stonith") })).toContain(
      '<nvpair id="i1" name="pcmk_off_action" value="x"/><nvpair id="i2" name="pcmk_host_argument" value="host"/>',
    );
  });

  it("keeps of renamed meta-attributes only one that no other pair precedes", () => {
    const meta = (...names: string[]) =>
      `<meta_attributes id="m">${names.map((name, at) => `<nvpair id="m${at}" name="${name}" value="v"/>`).join("")}</meta_attributes>`;
    const resources = (...names: string[]) => ({ resources: primitive("a", meta(...names)) });
    expect(upgraded("pacemaker-2.10", resources("isolation", "isolation-host", "x"))).toContain(
      '<meta_attributes id="m"><nvpair id="m0" name="target-role" value="Stopped"/><nvpair id="m2" name="x" value="v"/></meta_attributes>',
    );
    expect(upgraded("pacemaker-2.10", resources("x", "isolation"))).not.toContain("target-role");
  });

  it("converts each place of a shared block for itself", () => {
    const meta = '<meta_attributes id="m"><nvpair id="m1" name="isolation" value="v"/></meta_attributes>';
    const resources = `${primitive("a", meta)}${primitive("b", '<meta_attributes id-ref="m"/>')}<group id="g">
      <meta_attributes id-ref="m"/>${primitive("c")}</group>`;
    const result = upgraded("pacemaker-2.10", { resources });
    expect(result).toContain(
      '<primitive id="b" class="lsb" type="x"><meta_attributes id-ref="m"/></primitive>',
    );
    expect(result).toContain(
      '<meta_attributes id="_cibtr-2_m"><nvpair id="__cibtr-2_m__m1" name="isolation" value="v"/></meta_attributes>',
    );
  });
});

describe("the upgrade of what 4.0 dropped (3.10)", () => {
  it("turns ping nodes into members that may run nothing", () => {
    expect(upgraded("pacemaker-3.10", { nodes: '<node id="1" uname="n" type="ping"/>' })).toBe(
      '<nodes><node id="1" uname="n" type="member"/></nodes><constraints><rsc_location id="pcmk__3_10_upgrade-ping-node-ban-n" ' +
        'rsc-pattern=".*" node="n" score="-INFINITY" resource-discovery="never"/></constraints>',
    );
  });

  it("turns a master into a promotable clone", () => {
    const id = "pcmk__3_10_upgrade-promotable-legacy-m-meta_attributes";
    expect(upgraded("pacemaker-3.10", { resources: `<master id="m">${primitive("a")}</master>` })).toBe(
      `<resources><clone id="m"><meta_attributes id="${id}" score="INFINITY"><nvpair id="${id}-promotable" name="promotable" ` +
        'value="true"/></meta_attributes><primitive id="a" class="lsb" type="x"/></clone></resources>',
    );
  });

  it("sorts blocks behind everything else and keeps of equal names the one that counts", () => {
    const block = (id: string, score: string, ...names: string[]) =>
      `<meta_attributes id="${id}" score="${score}">${names.map((name, at) => `<nvpair id="${id}${at}" name="${name}" value="v"/>`).join("")}</meta_attributes>`;
    const blocks =
      block("a", "+5", "x") + block("b", "-1") + block("c", "INFINITY", "restart-type", "y", "y");
    const result = upgraded("pacemaker-3.10", { resources: primitive("p", `${blocks}<operations/>`) });
    expect(result).toContain(
      '<operations/><meta_attributes id="c" score="INFINITY"><nvpair id="c1" name="y" value="v"/></meta_attributes>' +
        '<meta_attributes id="b" score="-1"/><meta_attributes id="a" score="+5">',
    );
  });

  it("splits a location constraint with several rules, and the permissions on it", () => {
    const constraints = `<rsc_location id="l" rsc="a">${rule("r")}${rule("s")}</rsc_location>`;
    const more =
      '<acls><acl_role id="R"><acl_permission id="p" kind="read" reference="l"/></acl_role></acls>';
    const result = upgraded("pacemaker-3.10", { resources: primitive("a"), constraints, more });
    expect(result).toContain(`<rsc_location id="pcmk__3_10_upgrade-l-1" rsc="a">${rule("r")}</rsc_location>`);
    expect(result).toContain(`<rsc_location id="pcmk__3_10_upgrade-l-2" rsc="a">${rule("s")}</rsc_location>`);
    expect(result).toContain(`xpath="//*[@id = 'pcmk__3_10_upgrade-l-1' or @id = 'pcmk__3_10_upgrade-l-2']"`);
  });

  it("puts the lifetime of a location into its rule", () => {
    const constraints = `<rsc_location id="l" rsc="a" node="n" score="5"><lifetime>${rule("r")}</lifetime></rsc_location>`;
    const prefix = "pcmk__3_10_upgrade-l";
    expect(upgraded("pacemaker-3.10", { resources: primitive("a"), constraints })).toContain(
      `<rsc_location id="l" rsc="a"><rule id="${prefix}-lifetime-and-rule" boolean-op="and"><rule id="${prefix}-node-score-rule" score="5">` +
        `<expression id="${prefix}-node-score-rule-expr" attribute="#uname" operation="eq" value="n"/></rule>${rule("r")}</rule></rsc_location>`,
    );
  });

  it("keeps a rule of another lifetime only if something outside refers to it", () => {
    const order = `<rsc_order id="o" first="a" then="b"><lifetime>${rule("r")}</lifetime></rsc_order>`;
    const resources = primitive("a") + primitive("b");
    expect(upgraded("pacemaker-3.10", { resources, constraints: order })).not.toContain("lifetime");
    const location = '<rsc_location id="l" rsc="a"><rule id-ref="r"/></rsc_location>';
    expect(upgraded("pacemaker-3.10", { resources, constraints: order + location })).toContain(
      '<rsc_location id="pcmk__3_10_upgrade-coloc-order-lifetime-rules" rsc-pattern="a^">',
    );
  });

  it("drops resources that cannot run any more, what becomes empty, and constraints on them", () => {
    const resources = `<group id="g">${primitive("u", "", "upstart")}</group><clone id="c">${primitive("n", "", "nagios")}</clone>${primitive("a")}`;
    const constraints = `<rsc_colocation id="x" rsc="a" with-rsc="g"/><rsc_order id="y"><resource_set id="s">
      <resource_ref id="c"/><resource_ref id="a"/></resource_set><resource_set id="t"><resource_ref id="u"/></resource_set></rsc_order>`;
    expect(upgraded("pacemaker-3.10", { resources, constraints })).toBe(
      `<resources>${primitive("a").replace("></primitive>", "/>")}</resources><constraints><rsc_order id="y"><resource_set id="s">` +
        '<resource_ref id="a"/></resource_set></rsc_order></constraints>',
    );
  });

  it("makes a copy the original where the original is gone", () => {
    const blocks = '<meta_attributes id="m"><nvpair id="m1" name="x" value="v"/></meta_attributes>';
    const resources = `${primitive("u", blocks, "upstart")}${primitive("a", '<meta_attributes id-ref="m"/>')}${primitive("b", '<meta_attributes id-ref="m"/>')}`;
    const result = upgraded("pacemaker-3.10", { resources });
    expect(result).toContain(`<primitive id="a" class="lsb" type="x">${blocks}</primitive>`);
    expect(result).toContain(
      '<primitive id="b" class="lsb" type="x"><meta_attributes id-ref="m"/></primitive>',
    );
  });

  it("refuses rules that refer to each other in a circle, and references without end", () => {
    const circle = '<rule id="r" score="0"><rule id-ref="r"/></rule>';
    const constraints = `<rsc_location id="l" rsc="a">${circle}${rule("s")}</rsc_location>`;
    expect(() => upgradeCib(cib("pacemaker-3.10", { resources: primitive("a"), constraints }))).toThrow(
      SchemaError,
    );
    const doubling = Array.from(
      { length: 40 },
      (_, at) => `<rule id="d${at}" score="0"><rule id-ref="d${at + 1}"/><rule id-ref="d${at + 1}"/></rule>`,
    ).map((each, at) => `<rsc_location id="l${at}" rsc="a">${each}</rsc_location>`);
    const last = `<rsc_location id="l40" rsc="a">${rule("d40")}${rule("s")}</rsc_location>`;
    const bomb = cib("pacemaker-3.10", { resources: primitive("a"), constraints: doubling.join("") + last });
    expect(() => upgradeCib(bomb)).toThrow(SchemaError);
  });
});

describe("documents however broken", () => {
  const sample = cib("pacemaker-3.10", {
    options: set("o", ["stonith_action", "poweroff"], ["batch-limit", "3"]),
    nodes: '<node id="1" uname="n" type="ping"/>',
    resources: `<master id="m"><meta_attributes id="mm" score="5"><nvpair id="mm1" name="x"/></meta_attributes>${primitive("a")}</master>
      ${primitive("b", '<operations><op id="bo" name="start" interval="0" requires="quorum"/></operations>', "upstart")}`,
    constraints: `<rsc_location id="l" rsc="m">${rule("r")}${rule("s")}</rsc_location><rsc_order id="k" first="b" then="m"/>`,
    more: '<acls><acl_role id="R"><acl_permission id="p" kind="read" reference="b"/></acl_role></acls>',
  });
  const schema = fc.constantFrom(...VERSIONS).map((version) => `pacemaker-${version}`);
  const damaged = fc.tuple(schema, fc.array(fc.nat(10_000), { maxLength: 6 })).map(([declared, cuts]) => {
    const document = cuts.reduce(damage, sample);
    return element("cib", { ...document.attributes, "validate-with": declared }, document.children);
  });

  it("are upgraded to something valid, which a second upgrade leaves alone, or refused", () => {
    fc.assert(
      fc.property(damaged, (document) => {
        let result: XmlElement;
        try {
          result = upgradeCib(document).cib;
        } catch (error) {
          expect(error).toBeInstanceOf(SchemaError);
          return;
        }
        expect(validateCib(result, "4.0")).toEqual([]);
        expect(upgradeCib(result).cib).toBe(result);
      }),
      { numRuns: 300 },
    );
  });

  it("have problems in exactly the versions that do not accept them", () => {
    fc.assert(
      fc.property(damaged, (document) => {
        const valid = validVersions(document);
        for (const version of VERSIONS) {
          expect(validateCib(document, version).length === 0).toBe((valid & versionBit(version)) !== 0);
        }
      }),
      { numRuns: 200 },
    );
  });
});

/** Removes an attribute or an element of a document, or doubles an element. */
function damage(root: XmlElement, choice: number): XmlElement {
  let left = choice >> 2;
  const kind = choice & 3;
  const visit = (current: XmlElement): readonly XmlNode[] => {
    if (current !== root && left-- === 0) {
      if (kind === 0) return [];
      if (kind === 1) return [current, current];
      const [first, ...names] = Object.keys(current.attributes);
      const kept = kind === 2 && first !== undefined ? names : Object.keys(current.attributes);
      return [
        element(current.name, Object.fromEntries(kept.map((name) => [name, current.attributes[name] ?? ""]))),
      ];
    }
    const children = current.children.flatMap((child) => (child.kind === "element" ? visit(child) : [child]));
    return [element(current.name, current.attributes, children)];
  };
  left %= 40;
  const [result] = visit(root);
  return result?.kind === "element" ? result : root;
}
