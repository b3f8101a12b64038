import { type DateTime, fromEpoch, parseXml, type XmlElement } from "@sanode/cib";
import { createPatchset, PatchsetError } from "@sanode/cib/patchset";
import { describe, expect, it } from "vitest";
import { formatDot } from "../graph/format-dot.js";
import { formatGraph } from "../graph/format-graph.js";
import { formatSummary } from "../report/format-summary.js";
import { formatPlacementEvents } from "../report/scores.js";
import { schedule } from "../schedule.js";
import type { Answer } from "./answer.js";
import { Scheduler, type Update } from "./scheduler.js";

const now = fromEpoch(1_700_000_000);
const shown = { scores: true, utilization: true };
const ids = ["a", "b", "c", "d", "e", "f"];

interface Parts {
  readonly root?: string;
  readonly updates?: number;
  readonly options?: string;
  readonly nodes?: string;
  readonly resources?: string;
  readonly settings?: Readonly<Record<string, string>>;
  readonly constraints?: string;
  readonly tags?: string;
  readonly attributes?: string;
  /** Added to the histories of a resource on the first node. */
  readonly histories?: Readonly<Record<string, string>>;
  readonly state?: string;
}

/** Six primitives, each active where a location wants it, on two nodes. */
function cluster(parts: Parts = {}): XmlElement {
  const {
    root = "",
    updates = 0,
    options = "",
    nodes = "",
    resources = "",
    settings = {},
    tags = "",
  } = parts;
  const { constraints = "", attributes = "", histories = {}, state = "" } = parts;
  return parseXml(`<cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="1" num_updates="${updates}" have-quorum="1" ${root}>
    <configuration>
      <crm_config><cluster_property_set id="options"><nvpair id="fencing" name="fencing-enabled" value="false"/>${options}</cluster_property_set></crm_config>
      <nodes><node id="1" uname="n1">${nodes}</node><node id="2" uname="n2"/></nodes>
      <resources>${ids.map((id) => primitive(id, settings[id])).join("")}${resources}</resources>
      <constraints>${ids.map((id) => `<rsc_location id="at-${id}" rsc="${id}" node="n1" score="10"/>`).join("")}${constraints}</constraints>
      ${tags}
    </configuration>
    <status>
      <node_state id="1" uname="n1" in_ccm="true" crmd="online" join="member" expected="member" ${state}>
        <lrm id="1"><lrm_resources>${ids.map((id) => history(id, "0", histories[id])).join("")}${histories.other ?? ""}</lrm_resources></lrm>
        <transient_attributes id="1"><instance_attributes id="t1">${attributes}</instance_attributes></transient_attributes>
      </node_state>
      <node_state id="2" uname="n2" in_ccm="true" crmd="online" join="member" expected="member">
        <lrm id="2"><lrm_resources>${ids.map((id) => history(id, "7")).join("")}</lrm_resources></lrm>
      </node_state>
    </status>
  </cib>`);
}

function primitive(id: string, setting = ""): string {
  const [name, value] = setting.split("=");
  const meta =
    name === ""
      ? ""
      : `<meta_attributes id="${id}-m"><nvpair id="${id}-s" name="${name}" value="${value}"/></meta_attributes>`;
  return `<primitive id="${id}" class="ocf" provider="pacemaker" type="Dummy">${meta}<operations><op id="${id}-o" name="monitor" interval="10s"/></operations></primitive>`;
}

function history(id: string, code: string, more = ""): string {
  return `<lrm_resource id="${id}" class="ocf" provider="pacemaker" type="Dummy">${result(id, "0", code, 1)}${more}</lrm_resource>`;
}

function result(id: string, interval: string, code: string, call: number, more = ""): string {
  return `<lrm_rsc_op id="${id}_monitor_${interval}" operation="monitor" interval="${interval}" call-id="${call}" rc-code="${code}" op-status="0" transition-key="1:1:${interval === "0" ? 7 : 0}:u" last-rc-change="1699999000" ${more}/>`;
}

const failed = (id: string): Readonly<Record<string, string>> => ({ [id]: result(id, "10000", "7", 5) });

function textOf(answer: Answer): string[] {
  return [
    ...formatPlacementEvents(answer.placementEvents, shown),
    ...formatSummary(answer.summary),
    formatGraph(answer.graph),
    answer.dot({ all: true, ids: true }),
  ];
}

function freshText(cib: XmlElement, at: DateTime = now): string[] {
  const { state, graph, summary } = schedule(cib, { now: at, recordPlacement: true });
  return [
    ...formatPlacementEvents(state.placementEvents ?? [], shown),
    ...formatSummary(summary),
    formatGraph(graph),
    formatDot(state, graph, { all: true, ids: true }),
  ];
}

/** Follows from one document to the next; the answer must be a fresh one's. */
function follow(before: XmlElement, after: XmlElement, at: DateTime = now): Update {
  const scheduler = new Scheduler(before, { now, recordPlacement: true });
  const update = scheduler.update(after, { now: at });
  expect(textOf(update.answer)).toEqual(freshText(after, at));
  return update;
}

const howOf = (update: Update): string => (update.how === "full" ? update.reason : update.how);

describe("a scheduler that follows a cluster", () => {
  it("answers the first time as schedule does", () => {
    const { current } = new Scheduler(cluster(), { now, recordPlacement: true });
    expect(current).toMatchObject({ how: "full", reason: "first" });
    expect(textOf(current.answer)).toEqual(freshText(cluster()));
  });

  it("gives the same answer when nothing has changed that anything is decided by", () => {
    const before = cluster();
    const scheduler = new Scheduler(before, { now });
    const { answer } = scheduler.current;
    const after = cluster({ updates: 1, root: 'cib-last-written="today"', state: 'crm-debug-origin="me"' });
    expect(scheduler.update(after)).toEqual({ how: "unchanged", answer });
    expect(scheduler.current.answer).toBe(answer);
    expect(scheduler.cib).toBe(after);
  });

  it("decides a failed resource anew, and nothing else", () => {
    const update = follow(cluster(), cluster({ histories: failed("c") }));
    expect(update).toMatchObject({ how: "partial", resources: ["c"] });
    expect(formatSummary(update.answer.summary).join()).toContain("Recover    c");
  });

  it("numbers actions as if all of them had been made in one run", () => {
    const scheduler = new Scheduler(cluster({ histories: failed("e") }), { now, recordPlacement: true });
    const after = cluster({ histories: { ...failed("e"), ...failed("b") } });
    expect(scheduler.update(after)).toMatchObject({ how: "partial", resources: ["b"] });
    expect(textOf(scheduler.current.answer)).toEqual(freshText(after));
  });

  it("goes on from an answer in part to the next", () => {
    const scheduler = new Scheduler(cluster(), { now, recordPlacement: true });
    const documents = [
      cluster({ histories: failed("c") }),
      cluster({ histories: { ...failed("c"), ...failed("a") } }),
      cluster({ histories: failed("a"), settings: { f: "target-role=Stopped" } }),
      cluster(),
    ];
    for (const document of documents) {
      expect(scheduler.update(document).how).toBe("partial");
      expect(textOf(scheduler.current.answer)).toEqual(freshText(document));
    }
  });

  it("leaves an answer as it is when the next one is made", () => {
    const scheduler = new Scheduler(cluster(), { now, recordPlacement: true });
    const { answer } = scheduler.update(cluster({ histories: failed("c") }));
    scheduler.update(cluster({ histories: failed("d") }));
    expect(textOf(answer)).toEqual(freshText(cluster({ histories: failed("c") })));
  });

  it("takes patchsets, and stays where it is when one does not fit", () => {
    const before = cluster();
    const after = cluster({ histories: failed("c"), updates: 1 });
    const patchset = createPatchset(before, after);
    if (patchset === null) throw new Error("there is a difference");
    const scheduler = new Scheduler(before, { now, recordPlacement: true });
    expect(scheduler.update(patchset, {}).how).toBe("partial");
    const { cib, current } = scheduler;
    expect(textOf(current.answer)).toEqual(freshText(after));
    expect(() => scheduler.update(patchset)).toThrow(PatchsetError);
    expect(scheduler.cib).toBe(cib);
    expect(scheduler.current).toBe(current);
  });

  it("decides connected resources together", () => {
    const constraints = '<rsc_order id="o" first="a" then="b"/>';
    const update = follow(cluster({ constraints }), cluster({ constraints, histories: failed("b") }));
    // Two of six are too many to be worth while only from nine resources on.
    expect(update).toMatchObject({ how: "partial", resources: ["a", "b"] });
  });

  it("connects resources by sets, tags and shared blocks", () => {
    const tags = '<tags><tag id="t"><obj_ref id="c"/><obj_ref id="d"/></tag></tags>';
    const constraints = '<rsc_colocation id="x" rsc="t" with-rsc="a" score="1"/>';
    const update = follow(
      cluster({ constraints, tags }),
      cluster({ constraints, tags, histories: failed("d") }),
    );
    expect(update).toMatchObject({ how: "partial", resources: ["a", "c", "d"] });
  });

  it("takes time to be passed over where nothing depends on it", () => {
    const later = fromEpoch(1_700_000_500);
    expect(howOf(follow(cluster(), cluster({ histories: failed("c") }), later))).toBe("partial");
    expect(howOf(follow(cluster(), cluster(), later))).toBe("unchanged");
  });
});

describe("everything is decided anew, and the reason told, when", () => {
  const rules: Readonly<Record<string, readonly [before: Parts, after: Parts, reason: string]>> = {
    "quorum is lost": [{}, { root: 'dc-uuid="1"' }, "cluster-properties"],
    "an option changes": [
      {},
      { options: '<nvpair id="x" name="symmetric-cluster" value="false"/>' },
      "configuration",
    ],
    "a constraint is made": [
      {},
      { constraints: '<rsc_location id="l" rsc="a" node="n2" score="99"/>' },
      "configuration",
    ],
    "a resource is made": [{}, { resources: primitive("g") }, "resource-structure"],
    "a resource gets another priority": [{}, { settings: { d: "priority=5" } }, "resource-priority"],
    "a resource launches another": [{}, { settings: { d: "container=a" } }, "resource-structure"],
    "a fencing device changes": [
      { resources: '<primitive id="f1" class="stonith" type="fence_dummy"/>' },
      {
        resources:
          '<primitive id="f1" class="stonith" type="fence_dummy"><meta_attributes id="f1m"/></primitive>',
      },
      "shared-definition",
    ],
    "a node leaves": [{}, { state: 'shutdown="1"' }, "node-state"],
    "a failure puts its node into standby": [
      { settings: {} },
      { attributes: '<nvpair id="s" name="standby" value="on"/>' },
      "node-attributes",
    ],
    "a rule may look at fail counts": [
      {
        constraints:
          '<rsc_location id="l" rsc="a"><rule id="r" score="5"><expression id="e" attribute="fail-count-b" operation="defined"/></rule></rsc_location>',
      },
      {
        constraints:
          '<rsc_location id="l" rsc="a"><rule id="r" score="5"><expression id="e" attribute="fail-count-b" operation="defined"/></rule></rsc_location>',
        attributes: '<nvpair id="s" name="fail-count-b" value="1"/>',
      },
      "node-attributes",
    ],
    "a history is of no configured resource": [
      {},
      { histories: { other: history("gone", "7") } },
      "unconfigured-history",
    ],
    "resources are recorded that are configured no more": [
      { histories: { other: history("gone", "0") } },
      { histories: { other: history("gone", "0"), ...failed("a") } },
      "removed-resources",
    ],
    "there are remote nodes": [
      { resources: '<primitive id="r1" class="ocf" provider="pacemaker" type="remote"/>' },
      {
        resources: '<primitive id="r1" class="ocf" provider="pacemaker" type="remote"/>',
        histories: failed("a"),
      },
      "remote-nodes",
    ],
    "nodes have capacities": [
      { nodes: '<utilization id="u"><nvpair id="u1" name="cpu" value="4"/></utilization>' },
      {
        nodes: '<utilization id="u"><nvpair id="u1" name="cpu" value="4"/></utilization>',
        histories: failed("a"),
      },
      "utilization",
    ],
    "a node shuts down": [
      { attributes: '<nvpair id="s" name="shutdown" value="1"/>' },
      { attributes: '<nvpair id="s" name="shutdown" value="1"/>', histories: failed("a") },
      "cluster-actions",
    ],
    "ids occur twice": [
      {
        constraints: '<rsc_location id="l" rsc="a" node="n1" score="1"/>',
        histories: { other: history("a", "0") },
      },
      {
        constraints: '<rsc_location id="l" rsc="a" node="n1" score="1"/>',
        histories: { other: history("a", "0"), ...failed("b") },
      },
      "unusual-document",
    ],
  };

  it.each(Object.entries(rules))("%s", (_, [before, after, reason]) => {
    expect(howOf(follow(cluster(before), cluster(after)))).toBe(reason);
  });

  it("time has passed and rules look at it, or it goes back", () => {
    const timed = { settings: { a: "failure-timeout=60" } };
    expect(howOf(follow(cluster(timed), cluster(timed), fromEpoch(1_700_000_001)))).toBe("time");
    expect(howOf(follow(cluster(), cluster(), fromEpoch(1_699_999_999)))).toBe("time");
  });

  it("too many resources have changed, or too many are connected", () => {
    const more = Array.from({ length: 10 }, (_, at) => `g${at}`);
    const resources = (setting = ""): string => more.map((id) => primitive(id, setting)).join("");
    const changed = cluster({ resources: resources("target-role=Stopped") });
    expect(howOf(follow(cluster({ resources: resources() }), changed))).toBe("many-changes");
    const constraints = more.map((id) => `<rsc_order id="o-${id}" first="a" then="${id}"/>`).join("");
    const stopped = cluster({ resources: resources(), constraints, settings: { a: "target-role=Stopped" } });
    expect(howOf(follow(cluster({ resources: resources(), constraints }), stopped))).toBe("large-component");
  });

  it("a resource goes elsewhere, and others choose by how many a node has", () => {
    const unbound = [primitive("x"), primitive("y")].join("");
    const update = follow(
      cluster({ resources: unbound }),
      cluster({ resources: unbound, settings: { b: "target-role=Stopped" } }),
    );
    expect(howOf(update)).toBe("placement-by-load");
  });

  it("histories come in between others", () => {
    const before = cluster();
    const turned = (cib: XmlElement): XmlElement =>
      cib.name === "lrm_resources"
        ? { ...cib, children: cib.children.toReversed() }
        : {
            ...cib,
            children: cib.children.map((child) => (child.kind === "element" ? turned(child) : child)),
          };
    expect(howOf(follow(before, turned(before)))).toBe("history-order");
  });

  it("as many parts were replaced as are kept", () => {
    const scheduler = new Scheduler(cluster(), { now });
    const documents = [cluster({ histories: failed("a") }), cluster()];
    const reasons = new Set<string>();
    for (let step = 0; step < 300; step += 1) {
      reasons.add(howOf(scheduler.update(documents[step % 2] ?? cluster())));
    }
    expect(reasons).toEqual(new Set(["partial", "kept-parts"]));
  });
});
