import { descendants, digestParameters, fromEpoch, parseXml } from "@sanode/cib";
import type { GraphAction, GraphTrigger, TransitionGraph } from "../src/graph/transition-graph.js";
import type { ClusterState } from "../src/model/state.js";
import { schedule } from "../src/schedule.js";

/** Epoch seconds at which test clusters are scheduled. */
export const NOW = 1_600_000_000;

/** What the status says of a resource on a node; a resource that is not mentioned has no history there. */
export type Past =
  | "started"
  | "stopped"
  | "promoted"
  | "unpromoted"
  | "monitor failed"
  | "stop failed"
  | { readonly migratedTo: string }
  | { readonly xml: string };

/** How a node is: a member (unless told otherwise), lost, down since long, joining, or never seen. */
export type Membership = "member" | "lost" | "down" | "pending" | "unseen" | "remote";

export interface LivingNode {
  readonly is?: Membership;
  /** Transient attributes. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** A cluster in the middle of its life. Fencing is on when a fencing device is configured. */
export interface LivingCluster {
  /** Members have ids 1, 2, ... in this order; remote and guest nodes are only states. */
  readonly nodes?: Readonly<Record<string, LivingNode>>;
  readonly resources: string;
  readonly constraints?: string;
  readonly options?: Readonly<Record<string, string>>;
  /** By resource (the id that histories use), then by node. */
  readonly history?: Readonly<Record<string, Readonly<Record<string, Past>>>>;
  /** Recurring monitors with this interval (milliseconds) run with every started resource. */
  readonly monitorsMs?: number;
  readonly quorate?: boolean;
  /** The designated controller. */
  readonly dc?: string;
  readonly now?: number;
}

export interface Scheduled {
  readonly state: ClusterState;
  readonly graph: TransitionGraph;
  /** All actions in the graph by key and node: `A_start_0 n1`, `stonith-n2-reboot n2`, `cl_running_0`. */
  readonly names: readonly string[];
  readonly action: (name: string) => GraphAction;
  /** What an action waits for, by name, in alphabetical order. */
  readonly inputs: (name: string) => string[];
  readonly attribute: (name: string, attribute: string) => string | undefined;
  /** Fencing as the transition summary tells it: `reboot n2: peer is no longer part of the cluster`. */
  readonly fencing: readonly string[];
  /** Resource lines of the summary: `Start A n1`, `Stop B n1 due to ...`. */
  readonly summary: readonly string[];
}

/**
 * Schedules a small cluster from CIB to graph.
 *
 * @param edit changes the CIB's text for what a {@link LivingCluster} has no words for
 */
export function scheduled(cluster: LivingCluster, edit = (xml: string): string => xml): Scheduled {
  const now = fromEpoch(cluster.now ?? NOW);
  const { state, summary, graph } = schedule(parseXml(edit(document(cluster))), { now });
  const bySynapse = new Map(graph.synapses.map((synapse) => [nameOf(synapse.action), synapse]));
  const find = (name: string) => {
    const synapse = bySynapse.get(name);
    if (synapse === undefined) throw new Error(`no ${name} among ${[...bySynapse.keys()].join(", ")}`);
    return synapse;
  };
  return {
    state,
    graph,
    names: [...bySynapse.keys()],
    action: (name) => find(name).action,
    inputs: (name) => find(name).inputs.map(nameOf).sort(),
    attribute: (name, attribute) => find(name).action.attributes.find(([key]) => key === attribute)?.[1],
    fencing: summary.fencing.map(({ operation, node, reason }) => `${operation} ${node}: ${reason}`),
    summary: summary.resources.map(({ verb, resource, origin, destination, reason }) => {
      const places = [origin, destination].filter((place) => place !== null);
      return `${verb} ${resource} ${[...new Set(places)].join(" -> ")}${reason === null ? "" : ` due to ${reason}`}`;
    }),
  };
}

function nameOf(trigger: GraphTrigger): string {
  const key = trigger.internalOperationKey ?? trigger.operationKey;
  return trigger.node === null ? key : `${key} ${trigger.node.name}`;
}

/** A fencing device. */
export const fencingDevice = (id = "F", meta: Readonly<Record<string, string>> = {}): string =>
  `<primitive id="${id}" class="stonith" type="fence_test">${metaXml(id, meta)}</primitive>`;

/** The connection to a remote node of that name. */
export const remoteNode = (id: string, meta: Readonly<Record<string, string>> = {}): string =>
  `<primitive id="${id}" class="ocf" provider="pacemaker" type="remote">${metaXml(id, meta)}</primitive>`;

export const clone = (id: string, child: string, meta: Readonly<Record<string, string>> = {}): string =>
  `<clone id="${id}">${metaXml(id, meta)}${child}</clone>`;

export const order = (first: string, then: string, more = ""): string =>
  `<rsc_order id="o-${first}-${then}" first="${first}" then="${then}" ${more}/>`;

const metaXml = (id: string, meta: Readonly<Record<string, string>>): string =>
  pairs("meta_attributes", `${id}-meta`, meta);

function pairs(block: string, id: string, values: Readonly<Record<string, string>>): string {
  const entries = Object.entries(values);
  if (entries.length === 0) return "";
  const nvpairs = entries.map(
    ([name, value], at) => `<nvpair id="${id}-${at}" name="${name}" value="${value}"/>`,
  );
  return `<${block} id="${id}">${nvpairs.join("")}</${block}>`;
}

const twoMembers: Readonly<Record<string, LivingNode>> = { n1: {}, n2: {} };

function document(cluster: LivingCluster): string {
  const nodes = Object.entries(cluster.nodes ?? twoMembers);
  const members = nodes.filter(([, node]) => node.is !== "remote").map(([name]) => name);
  const idOf = (name: string): string => {
    const at = members.indexOf(name);
    return at < 0 ? name : String(at + 1);
  };
  const fencing = cluster.resources.includes('class="stonith"') ? "true" : "false";
  const options = { "stonith-enabled": fencing, ...cluster.options };
  const agents = agentsIn(cluster.resources);
  const states = nodes.filter(([, node]) => node.is !== "unseen");
  return `<cib validate-with="pacemaker-4.0" crm_feature_set="3.20.0" have-quorum="${cluster.quorate ?? true}"
dc-uuid="${idOf(cluster.dc ?? "")}" epoch="1" num_updates="1" admin_epoch="0"><configuration>
<crm_config>${pairs("cluster_property_set", "options", options)}</crm_config>
<nodes>${members.map((name) => `<node id="${idOf(name)}" uname="${name}"/>`).join("")}</nodes>
<resources>${cluster.resources}</resources><constraints>${cluster.constraints ?? ""}</constraints></configuration>
<status>${states.map(([name, node]) => stateXml(cluster, agents, idOf(name), name, node)).join("")}</status></cib>`;
}

/** Resource id -> agent attributes, as in the configuration. */
function agentsIn(resources: string): Map<string, string> {
  const agents = new Map<string, string>();
  for (const { name, attributes } of descendants(parseXml(`<resources>${resources}</resources>`))) {
    if (name !== "primitive") continue;
    const provider = attributes.provider === undefined ? "" : ` provider="${attributes.provider}"`;
    agents.set(attributes.id ?? "", `class="${attributes.class}"${provider} type="${attributes.type}"`);
  }
  return agents;
}

/** The agents of what bundles and guests imply; anything else is no longer configured. */
function unconfiguredAgent(cluster: LivingCluster, resource: string): string {
  if (/-podman-\d+$/.test(resource)) return 'class="ocf" provider="heartbeat" type="podman"';
  const isConnection = /-\d+$/.test(resource) || cluster.resources.includes(`value="${resource}"`);
  return `class="ocf" provider="pacemaker" type="${isConnection ? "remote" : "Dummy"}"`;
}

const memberships: Readonly<Record<Membership, string>> = {
  member: 'in_ccm="true" crmd="online" join="member" expected="member"',
  lost: 'in_ccm="false" crmd="offline" join="member" expected="member"',
  down: 'in_ccm="false" crmd="offline" join="down" expected="down"',
  pending: 'in_ccm="true" crmd="online" join="pending" expected="member"',
  unseen: "",
  remote: 'remote_node="true"',
};

function stateXml(
  cluster: LivingCluster,
  agents: ReadonlyMap<string, string>,
  id: string,
  name: string,
  node: LivingNode,
): string {
  const attributes = pairs("instance_attributes", `transient-${id}`, node.attributes ?? {});
  const histories = Object.entries(cluster.history ?? {}).map(([resource, byNode]) => {
    const past = byNode[name];
    if (past === undefined) return "";
    const agent = agents.get(resource) ?? unconfiguredAgent(cluster, resource);
    return `<lrm_resource id="${resource}" ${agent}>${pastXml(cluster, resource, name, past)}</lrm_resource>`;
  });
  return (
    `<node_state id="${id}" uname="${name}" ${memberships[node.is ?? "member"]}>` +
    `<transient_attributes id="${id}">${attributes}</transient_attributes>` +
    `<lrm id="${id}"><lrm_resources>${histories.join("")}</lrm_resources></lrm></node_state>`
  );
}

function pastXml(cluster: LivingCluster, resource: string, node: string, past: Past): string {
  const last = (task: string, exitCode: number, more = "") => operationXml(resource, task, 0, exitCode, more);
  const recurring = (exitCode: number) =>
    cluster.monitorsMs === undefined ? "" : operationXml(resource, "monitor", cluster.monitorsMs, exitCode);
  if (typeof past === "object") {
    if ("xml" in past) return past.xml;
    return last("migrate_to", 0, `migrate_source="${node}" migrate_target="${past.migratedTo}"`);
  }
  switch (past) {
    case "stopped":
      return last("monitor", 7);
    case "promoted":
      return last("promote", 0);
    case "monitor failed":
      return last("start", 0) + operationXml(resource, "monitor", cluster.monitorsMs ?? 10_000, 1);
    case "stop failed":
      return last("stop", 1);
    case "started":
    case "unpromoted":
      return last("start", 0) + recurring(0);
  }
}

const noParameters = digestParameters([]);
const timeoutOnly = digestParameters([["CRM_meta_timeout", "20000"]]);

/** One recorded operation of a resource without parameters, 100 seconds ago. */
export function operationXml(
  resource: string,
  task: string,
  intervalMs: number,
  exitCode: number,
  more = "",
): string {
  const key = `1:1:0:11111111-1111-1111-1111-111111111111`;
  return (
    `<lrm_rsc_op id="${resource}_${intervalMs === 0 ? "last" : task}_${intervalMs}" operation="${task}" ` +
    `operation_key="${resource}_${task}_${intervalMs}" transition-key="${key}" ` +
    `transition-magic="0:${exitCode};${key}" call-id="${intervalMs === 0 ? 1 : 2}" rc-code="${exitCode}" ` +
    `op-status="0" interval="${intervalMs}" last-rc-change="${NOW - 100}" ` +
    `op-digest="${intervalMs === 0 ? noParameters : timeoutOnly}" ${more}/>`
  );
}
