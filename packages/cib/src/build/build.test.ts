import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { validateCib } from "../upgrade/schema/problems.js";
import { readCib } from "../view/cib.js";
import { descendants, firstElement, type XmlElement } from "../xml/tree.js";
import { formatXml } from "../xml/write.js";
import {
  after,
  agentIs,
  all,
  any,
  attribute,
  BuildError,
  before,
  bundle,
  calendar,
  clone,
  cluster,
  defined,
  during,
  dynamicCluster,
  group,
  notDefined,
  operationIs,
  primitive,
} from "./index.js";

const DUMMY = "ocf:pacemaker:Dummy";

/** Everything that can be said, in one configuration. */
const everything = cluster()
  .options({ "no-quorum-policy": "freeze", "symmetric-cluster": false, "node-health-red": "-INFINITY" })
  .options([
    { values: { "maintenance-mode": true }, when: all(calendar({ hours: "1-3", weekdays: 7 })), score: 5 },
  ])
  .resourceDefaults([
    { values: { "resource-stickiness": 100 } },
    { values: { "resource-stickiness": "INFINITY" }, when: any(agentIs({ class: "ocf", type: "pgsql" })) },
  ])
  .operationDefaults([{ values: { timeout: "60s" }, when: all(operationIs("monitor", "10s")) }])
  .node("alpha", { attributes: { rack: "r1" }, utilization: { cpu: 8 }, score: 5 })
  .node("beta", { id: "17", type: "remote", description: "far away" })
  .template("t", DUMMY, { operations: [{ name: "start", timeout: "PT2M" }] })
  .fenceDevice("f1", "fence_ipmilan", { parameters: { pcmk_host_list: "alpha beta" } })
  .resource(
    primitive("vip", "ocf:heartbeat:IPaddr2", {
      description: "the address",
      parameters: [
        {
          values: { ip: "10.0.0.9" },
          when: all(attribute("rack", "eq", "r1", { type: "string" }), defined("up")),
        },
        {
          values: { ip: "10.0.1.9" },
          when: all(notDefined("up"), any(after("2024-01-01"), before("2034-01-01"))),
        },
      ],
      meta: {
        "target-role": "Started",
        "migration-threshold": 3,
        "failure-timeout": "10min",
        critical: true,
      },
      utilization: { cpu: 1 },
      operations: [
        { name: "monitor", interval: "10s", timeout: "20s", onFail: "standby", startDelay: "5s" },
        { name: "monitor", interval: "10s", role: "Stopped", enabled: false, recordPending: true },
      ],
    }),
  )
  .resource(group("g", [primitive("g1", { template: "t" }), primitive("g2", "systemd:web@1.service")]))
  .resource(
    clone("c", primitive("c1", DUMMY), { meta: { promotable: true, "clone-max": 2 }, parameters: { a: 1 } }),
  )
  .resource(
    bundle("b", {
      engine: "podman",
      image: "i",
      replicas: 2,
      promotedMax: 1,
      network: {
        ipRangeStart: "10.0.2.1",
        controlPort: 3121,
        ports: [80, { port: 81, internalPort: 8081 }, "90-99"],
      },
      storage: [{ source: "/data", target: "/srv", perReplica: true, options: "rw" }],
      resource: primitive("b1", DUMMY),
    }),
  )
  .tag("web", ["vip", "g"])
  .locate("vip", { node: "alpha", score: 100, resourceDiscovery: "exclusive" })
  .locate({ pattern: "^g" }, { node: "beta", score: "-INFINITY", role: "Started" })
  .locate("c", {
    rule: all(during({ start: "2024-01-01", duration: { hours: 36 } }), during({ end: "2034-01-01" })),
    score: 7,
  })
  .locate([{ resources: ["vip", "web"], sequential: false }], {
    rule: any(defined("pref")),
    scoreAttribute: "pref",
  })
  .colocate("vip", { with: "c", withRole: "Promoted", influence: false, nodeAttribute: "rack" })
  .colocateSets([{ resources: ["vip", "g"], sequential: false, role: "Started" }, { resources: ["c"] }], {
    score: -5,
  })
  .order("c", "vip", { kind: "Optional", firstAction: "promote", thenAction: "start", symmetrical: false })
  .orderSets([{ resources: ["g", "vip"], requireAll: false, action: "stop" }, { resources: ["b"] }], {
    kind: "Serialize",
  })
  .ticket("T", "c", { role: "Promoted", lossPolicy: "demote" })
  .ticket("T", [{ resources: ["vip"] }], { lossPolicy: "freeze" })
  .fencingLevel({ node: "alpha", level: 1, devices: ["f1"] })
  .fencingLevel({ pattern: "b.*", level: 2, devices: ["f1"] })
  .fencingLevel({ attribute: "rack", value: "r2", level: 9, devices: ["f1"] })
  .alert("mail", "/usr/local/bin/mail", {
    meta: { timeout: "15s" },
    select: { nodes: true, attributes: ["load"] },
    recipients: [{ value: "ops@example.org", environment: { lang: "en" } }],
  })
  .accessRole("reader", [
    { access: "deny", element: "nvpair", attribute: "name" },
    { access: "read", xpath: "/cib" },
    { access: "write", reference: "vip" },
  ])
  .grant("alice", ["reader"])
  .grant("staff", ["reader"], { kind: "group" });

describe("a configuration that is built", () => {
  test("satisfies the schema and means what its view says", () => {
    const document = everything.build();
    expect(validateCib(document, "4.0")).toEqual([]);
    expect(readCib(document)).toEqual(everything.view());
  });

  test("has the ids that pcs would have made, told apart by numbers", () => {
    const small = cluster()
      .options({ "cluster-name": "c" })
      .node("n1", { attributes: { standby: "on" } })
      .resource(
        primitive("a", DUMMY, {
          parameters: { state: "/run/a" },
          operations: [
            { name: "monitor", interval: "10s" },
            { name: "monitor", interval: "10s", role: "Stopped" },
          ],
        }),
      )
      .resource(primitive("b", "systemd:b"))
      .locate("a", { node: "n1", score: "INFINITY" })
      .colocate("a", { with: "b" })
      .order("b", "a")
      .build();
    expect(configuration(small)).toBe(`<configuration>
  <crm_config>
    <cluster_property_set id="cib-bootstrap-options">
      <nvpair id="cib-bootstrap-options-cluster-name" name="cluster-name" value="c"/>
    </cluster_property_set>
  </crm_config>
  <nodes>
    <node id="1" uname="n1">
      <instance_attributes id="nodes-1">
        <nvpair id="nodes-1-standby" name="standby" value="on"/>
      </instance_attributes>
    </node>
  </nodes>
  <resources>
    <primitive id="a" class="ocf" provider="pacemaker" type="Dummy">
      <instance_attributes id="a-instance_attributes">
        <nvpair id="a-instance_attributes-state" name="state" value="/run/a"/>
      </instance_attributes>
      <operations>
        <op id="a-monitor-interval-10s" name="monitor" interval="10s"/>
        <op id="a-monitor-interval-10s-1" name="monitor" interval="10s" role="Stopped"/>
      </operations>
    </primitive>
    <primitive id="b" class="systemd" type="b"/>
  </resources>
  <constraints>
    <rsc_location id="location-a-n1-INFINITY" rsc="a" node="n1" score="INFINITY"/>
    <rsc_colocation id="colocation-a-b-INFINITY" score="INFINITY" rsc="a" with-rsc="b"/>
    <rsc_order id="order-b-a-mandatory" first="b" then="a"/>
  </constraints>
</configuration>
`);
  });

  test("is not changed by what is changed afterwards in the settings that it was given", () => {
    const parameters: Record<string, string> = { ip: "10.0.0.1" };
    const built = cluster().resource(primitive("vip", DUMMY, { parameters }));
    parameters.ip = "10.0.0.2";
    expect(configuration(built.build())).toContain("10.0.0.1");
  });

  test("keeps the order of calls, and gives every element that has an id one of its own", () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9_.-]{0,5}$/), {
      minLength: 1,
      maxLength: 8,
    });
    const scores = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { maxLength: 5 });
    fc.assert(
      fc.property(names, scores, (ids, preferences) => {
        let built = dynamicCluster().node("n");
        for (const id of ids) {
          built = built.resource(primitive(id, DUMMY, { parameters: { id, "odd name": "<&>" } }));
          for (const score of preferences) built = built.locate(id, { node: "n", score });
        }
        const document = built.build();
        expect(readCib(document).resources.map(({ id }) => id)).toEqual(ids);
        const elements = [...descendants(document)].filter(({ name }) => name !== "node");
        const all = elements.flatMap(({ attributes }) => attributes.id ?? []);
        expect(new Set(all).size).toBe(all.length);
      }),
      { numRuns: 50 },
    );
  });
});

describe("a mistake is told by the call that makes it:", () => {
  test("an id that is taken, also by one that was made", () => {
    const web = cluster().resource(primitive("a", DUMMY, { parameters: { x: 1 } }));
    for (const id of ["a", "a-instance_attributes-x"]) {
      expect(() => web.resource(primitive(id, DUMMY))).toThrow(
        new BuildError("duplicate-id", `the id "${id}" is used twice: give this one another`, id),
      );
    }
    expect(() => cluster().node("n").node("n")).toThrow('there already is a node "n"');
  });

  test("an id that is unknown, with what to do", () => {
    const web = dynamicCluster().node("n").resource(primitive("a", DUMMY));
    expect(() => web.order("a", "b")).toThrow(
      'there is no resource, template or tag "b": add it before it is referred to, or correct the id',
    );
  });
});

test("what the schema does not accept is refused by build, with all problems", () => {
  const wrong = cluster().resource(bundle("b", { engine: "docker", image: "i", replicas: 1.5 }));
  expect(() => wrong.build()).toThrow(BuildError);
  expect(() => wrong.build()).toThrow(/replicas/);
});

function configuration(document: XmlElement): string {
  return formatXml(firstElement(document, "configuration") ?? document);
}
