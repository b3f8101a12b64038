import { formatScore, fromEpoch, parseXml } from "@sanode/cib";
import { addHealthLocations } from "../src/constraints/health.js";
import { addImplicitConstraints } from "../src/constraints/implicit.js";
import { readConstraints } from "../src/constraints/read-constraints.js";
import { readConfiguration } from "../src/input/read-configuration.js";
import type { ClusterState, PlacementEvent, ScoreListener } from "../src/model/state.js";
import { assignResources } from "../src/placement/assign-resources.js";
import { applyLocations } from "../src/placement/location.js";
import { applyShutdownLocks } from "../src/placement/shutdown-locks.js";
import { applyStickiness } from "../src/placement/stickiness.js";
import { applyThresholdsAndDiscovery } from "../src/placement/thresholds.js";
import { readStatus } from "../src/status/read-status.js";

/** A small cluster for tests of placement. All nodes are online; fencing is off unless an option says otherwise. */
export interface SmallCluster {
  /** Node names, or what each node has; ids are 1, 2, ... */
  readonly nodes?: readonly string[] | Readonly<Record<string, SmallNode>>;
  /** XML of the children of `resources`. */
  readonly resources: string;
  /** XML of the children of `constraints`. */
  readonly constraints?: string;
  readonly options?: Readonly<Record<string, string>>;
  /** Resource ids with the nodes on which they were started. */
  readonly active?: Readonly<Record<string, readonly string[]>>;
  readonly listener?: ScoreListener;
}

export interface SmallNode {
  readonly id?: string;
  readonly score?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly utilization?: Readonly<Record<string, string | number>>;
}

export interface Placement {
  readonly state: ClusterState;
  /** What was recorded, as text: `A n1 5`, `g:group n1 0`. */
  readonly lines: readonly string[];
  /** The last recorded scores of a resource by node, as printed. */
  readonly scores: (resource: string, label?: string) => Readonly<Record<string, string>>;
  /** The name of the node that a resource was assigned to. */
  readonly nodeOf: (resource: string) => string | null;
}

export const primitive = (id: string, meta: Record<string, string | number> = {}, inner = ""): string =>
  `<primitive id="${id}" class="ocf" provider="pacemaker" type="Dummy">` +
  `${pairs("meta_attributes", `${id}-meta`, meta)}${inner}</primitive>`;

export const group = (
  id: string,
  members: readonly string[],
  meta: Record<string, string | number> = {},
): string => `<group id="${id}">${pairs("meta_attributes", `${id}-meta`, meta)}${members.join("")}</group>`;

/** An `utilization` block. */
export const needs = (id: string, amounts: Record<string, string | number>): string =>
  pairs("utilization", `${id}-utilization`, amounts);

export const location = (resource: string, node: string, score: string | number, more = ""): string =>
  `<rsc_location id="l-${resource}-${node}-${score}" rsc="${resource}" node="${node}" score="${score}" ${more}/>`;

export const colocation = (dependent: string, primary: string, score: string | number, more = ""): string =>
  `<rsc_colocation id="c-${dependent}-${primary}" rsc="${dependent}" with-rsc="${primary}" score="${score}" ${more}/>`;

/** Runs a small cluster through everything up to the assignment of all resources. */
export function place(cluster: SmallCluster): Placement {
  const state = readConfiguration(parseXml(document(cluster)), {
    now: fromEpoch(1_700_000_000),
    recordPlacement: true,
    ...(cluster.listener === undefined ? {} : { scoreListener: cluster.listener }),
  });
  readStatus(state);
  addHealthLocations(state);
  readConstraints(state);
  applyShutdownLocks(state);
  applyLocations(state);
  applyStickiness(state);
  applyThresholdsAndDiscovery(state);
  addImplicitConstraints(state);
  assignResources(state);
  return placementOf(state);
}

function placementOf(state: ClusterState): Placement {
  const events = state.placementEvents ?? [];
  const assigned = new Map<string, string>();
  for (const event of events) {
    if (event.kind === "utilization") assigned.set(event.resource.id, event.node.name);
  }
  return {
    state,
    lines: events.flatMap(eventLines),
    scores: (resource, label = "primitive") => scoresOf(events, resource, label),
    nodeOf: (resource) => assigned.get(resource) ?? null,
  };
}

function scoresOf(
  events: readonly PlacementEvent[],
  resource: string,
  label: string,
): Readonly<Record<string, string>> {
  let found: Record<string, string> = {};
  for (const event of events) {
    if (event.kind !== "scores" || event.label !== label || event.resource.id !== resource) continue;
    found = Object.fromEntries(event.scores.map(({ node, score }) => [node.name, formatScore(score)]));
  }
  return found;
}

function eventLines(event: PlacementEvent): string[] {
  switch (event.kind) {
    case "scores": {
      const name = event.label === "primitive" ? event.resource.id : `${event.resource.id}:${event.label}`;
      return event.scores.map(({ node, score }) => `${name} ${node.name} ${formatScore(score)}`);
    }
    case "capacity":
      return [`${event.moment} ${event.node.name}${amounts(event.utilization)}`];
    case "utilization":
      return [`${event.resource.id} on ${event.node.name}${amounts(event.utilization)}`];
    default:
      return [];
  }
}

function amounts(utilization: readonly (readonly [string, string])[]): string {
  return utilization.map(([name, value]) => ` ${name}=${value}`).join("");
}

function pairs(block: string, id: string, values: Readonly<Record<string, string | number>>): string {
  const entries = Object.entries(values);
  if (entries.length === 0) return "";
  const nvpairs = entries.map(
    ([name, value]) => `<nvpair id="${id}-${name}" name="${name}" value="${value}"/>`,
  );
  return `<${block} id="${id}">${nvpairs.join("")}</${block}>`;
}

function document(cluster: SmallCluster): string {
  const nodes = nodesOf(cluster);
  const options = { "fencing-enabled": "false", "stonith-enabled": "false", ...cluster.options };
  return `<cib validate-with="pacemaker-4.0" crm_feature_set="3.20.0" have-quorum="1" epoch="1" num_updates="1" admin_epoch="0">
<configuration><crm_config>${pairs("cluster_property_set", "options", options)}</crm_config>
<nodes>${nodes.map(nodeXml).join("")}</nodes>
<resources>${cluster.resources}</resources><constraints>${cluster.constraints ?? ""}</constraints></configuration>
<status>${nodes.map((node) => statusXml(node, cluster.active ?? {})).join("")}</status></cib>`;
}

interface NamedNode extends SmallNode {
  readonly id: string;
  readonly name: string;
}

function nodesOf({ nodes = ["n1", "n2"] }: SmallCluster): NamedNode[] {
  const entries = isNames(nodes)
    ? nodes.map((name): [string, SmallNode] => [name, {}])
    : Object.entries(nodes);
  return entries.map(([name, node], index) => ({ id: String(index + 1), ...node, name }));
}

function isNames(nodes: readonly string[] | Readonly<Record<string, SmallNode>>): nodes is readonly string[] {
  return Array.isArray(nodes);
}

function nodeXml({ id, name, score, attributes = {}, utilization = {} }: NamedNode): string {
  const scored = score === undefined ? "" : ` score="${score}"`;
  return (
    `<node id="${id}" uname="${name}"${scored}>${pairs("instance_attributes", `node-${id}`, attributes)}` +
    `${pairs("utilization", `node-${id}-utilization`, utilization)}</node>`
  );
}

function statusXml({ id, name }: NamedNode, active: Readonly<Record<string, readonly string[]>>): string {
  const histories = Object.entries(active).filter(([, nodes]) => nodes.includes(name));
  return (
    `<node_state id="${id}" uname="${name}" in_ccm="true" crmd="online" join="member" expected="member">` +
    `<lrm id="${id}"><lrm_resources>${histories.map(([resource]) => startedXml(resource)).join("")}` +
    "</lrm_resources></lrm></node_state>"
  );
}

function startedXml(resource: string): string {
  const key = "1:1:0:11111111-1111-1111-1111-111111111111";
  return (
    `<lrm_resource id="${resource}" class="ocf" provider="pacemaker" type="Dummy">` +
    `<lrm_rsc_op id="${resource}_last_0" operation="start" operation_key="${resource}_start_0" ` +
    `transition-key="${key}" transition-magic="0:0;${key}" call-id="1" rc-code="0" op-status="0" interval="0"/>` +
    "</lrm_resource>"
  );
}
