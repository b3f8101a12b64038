import { digestParameters, formatScore, fromEpoch, parseXml } from "@sanode/cib";
import { findResource } from "../src/input/find-resource.js";
import { readConfiguration } from "../src/input/read-configuration.js";
import type { ClusterNode } from "../src/model/node.js";
import type { Primitive } from "../src/model/resource.js";
import { roleText } from "../src/model/role.js";
import type { ClusterState } from "../src/model/state.js";
import { actionKey } from "../src/request/action-key.js";
import { readStatus } from "../src/status/read-status.js";

/** Epoch seconds at which the recorded status is read. */
export const NOW = 1_700_000_000;

/** A node as the status has it. */
export interface RecordedNode {
  /** XML attributes of `node_state`; a healthy member's if not given. */
  readonly state?: string;
  /** Transient attributes. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** XML of `lrm_resource` elements. */
  readonly history?: string;
  /** Not recorded at all. */
  readonly missing?: true;
}

export interface RecordedCluster {
  /** It is a running cluster's own document. */
  readonly live?: boolean;
  readonly resources?: string;
  readonly constraints?: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly operationDefaults?: Readonly<Record<string, string>>;
  /** Names starting with `n` are members with ids 1, 2, ...; others are remote or guest nodes. */
  readonly nodes: Readonly<Record<string, RecordedNode>>;
  /** XML of further children of `status`. */
  readonly status?: string;
  readonly quorate?: boolean;
}

export const MEMBER = 'in_ccm="true" crmd="online" join="member" expected="member"';
/** A fencing device that nobody has seen run. */
export const FENCING = '<primitive id="fencing" class="stonith" type="fence_dummy"/>';

const pairs = (id: string, values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value], index) => `<nvpair id="${id}-${index}" name="${name}" value="${value}"/>`)
    .join("");

/** Reads a configuration and a status; fencing is off unless there is a fencing device. */
export function readRecorded(cluster: RecordedCluster): ClusterState {
  const resources = cluster.resources ?? "";
  const options = { "fencing-enabled": String(resources.includes('class="stonith"')), ...cluster.options };
  const members = Object.keys(cluster.nodes).filter((name) => name.startsWith("n"));
  const nodes = members.map((name, index) => `<node id="${index + 1}" uname="${name}"/>`).join("");
  const states = Object.entries(cluster.nodes).map(([name, node]) =>
    nodeState(name, members.indexOf(name) + 1, node),
  );
  const defaults = `<meta_attributes id="od">${pairs("od", cluster.operationDefaults ?? {})}</meta_attributes>`;
  const text =
    `<cib have-quorum="${cluster.quorate ?? true}" crm_feature_set="3.19.0"><configuration>` +
    `<crm_config><cluster_property_set id="o">${pairs("o", options)}</cluster_property_set></crm_config>` +
    `<nodes>${nodes}</nodes><resources>${resources}</resources>` +
    `<constraints>${cluster.constraints ?? ""}</constraints><op_defaults>${defaults}</op_defaults>` +
    `</configuration><status>${states.join("")}${cluster.status ?? ""}</status></cib>`;
  const state = readConfiguration(parseXml(text), {
    now: fromEpoch(NOW),
    recordPlacement: true,
    live: cluster.live === true,
  });
  readStatus(state);
  return state;
}

function nodeState(name: string, position: number, node: RecordedNode): string {
  if (node.missing === true) return "";
  const id = position > 0 ? String(position) : name;
  const attributes = node.state ?? (position > 0 ? MEMBER : 'remote_node="true"');
  const transient = `<transient_attributes id="${id}"><instance_attributes id="t${id}">${pairs(`t${id}`, node.attributes ?? {})}</instance_attributes></transient_attributes>`;
  const lrm = `<lrm id="${id}"><lrm_resources>${node.history ?? ""}</lrm_resources></lrm>`;
  return `<node_state id="${id}" uname="${name}" ${attributes}>${transient}${lrm}</node_state>`;
}

/** A primitive `ocf:pacemaker:Dummy` (or another type). */
export const primitive = (id: string, inner = "", type = "Dummy"): string =>
  `<primitive id="${id}" class="ocf" provider="pacemaker" type="${type}">${inner}</primitive>`;

export const meta = (id: string, values: Readonly<Record<string, string>>): string =>
  `<meta_attributes id="${id}-meta">${pairs(`${id}-meta`, values)}</meta_attributes>`;

export const parameters = (id: string, values: Readonly<Record<string, string>>): string =>
  `<instance_attributes id="${id}-ia">${pairs(`${id}-ia`, values)}</instance_attributes>`;

/** `<op>` elements, each given by its attributes. */
export const operations = (id: string, ...ops: string[]): string =>
  `<operations>${ops.map((op, index) => `<op id="${id}-op${index}" ${op}/>`).join("")}</operations>`;

/** What is recorded of an operation, where it differs from a success. */
export interface Recorded {
  readonly rc?: number;
  /** `op-status`; 4 for an unexpected exit code if not given. */
  readonly status?: number;
  readonly expected?: number;
  /** Seconds. */
  readonly interval?: number;
  readonly call?: number;
  readonly id?: string;
  /** Seconds before now. */
  readonly age?: number;
  /** Further XML attributes. */
  readonly more?: string;
}

/** An `lrm_resource`; operations without call id happened in the order given. */
export function history(
  resource: string,
  ...entries: (readonly [task: string, recorded?: Recorded])[]
): string {
  const type = resource === "r1" ? "remote" : "Dummy";
  const recorded = entries.map(([task, detail], index) =>
    recordedOperation(resource, task, index + 1, detail ?? {}),
  );
  return `<lrm_resource id="${resource}" class="ocf" provider="pacemaker" type="${type}">${recorded.join("")}</lrm_resource>`;
}

function recordedOperation(resource: string, task: string, position: number, detail: Recorded): string {
  const interval = (detail.interval ?? 0) * 1000;
  const expected = detail.expected ?? (task === "monitor" && interval === 0 ? 7 : 0);
  const rc = detail.rc ?? expected;
  const status = detail.status ?? (rc === expected ? 0 : 4);
  const key = `${resource}_${task}_${interval}`;
  const transition = `1:1:${expected}:uuid`;
  const changed = detail.age === undefined ? "" : ` last-rc-change="${NOW - detail.age}"`;
  const digest = detail.more?.includes("op-digest") === true ? "" : ` op-digest="${plainDigest(interval)}"`;
  return (
    `<lrm_rsc_op id="${detail.id ?? key}" operation_key="${key}" operation="${task}" interval="${interval}"` +
    ` rc-code="${rc}" op-status="${status}" call-id="${detail.call ?? position}" transition-key="${transition}"` +
    ` transition-magic="${status}:${rc};${transition}"${changed}${digest} ${detail.more ?? ""}/>`
  );
}

/** The digest of an operation of a resource without parameters. */
function plainDigest(intervalMs: number): string {
  return digestParameters(intervalMs > 0 ? [["CRM_meta_timeout", "20000"]] : []);
}

export function nodeNamed(state: ClusterState, name: string): ClusterNode {
  const node = state.nodes.find((candidate) => candidate.name === name);
  if (node === undefined) throw new Error(`no node ${name}`);
  return node;
}

export function primitiveNamed(state: ClusterState, id: string): Primitive {
  const resource = findResource(state, id);
  if (resource?.kind !== "primitive") throw new Error(`no primitive ${id}`);
  return resource;
}

/** `Started n1 n2`, with `FAILED`, `unmanaged`, `blocked`, `ignored` and the next role where they apply. */
export function describeResource(state: ClusterState, id: string): string {
  const resource = primitiveNamed(state, id);
  const words = [
    resource.failed ? "FAILED" : "",
    roleText(resource.currentRole),
    ...resource.activeNodes.map(({ name }) => name),
    resource.managed ? "" : "unmanaged",
    resource.blocked ? "blocked" : "",
    resource.failureIgnored ? "ignored" : "",
    resource.nextRole > 0 ? `-> ${roleText(resource.nextRole)}` : "",
  ];
  return words.filter((word) => word !== "").join(" ");
}

/** The resource's scores for the members: `0 -INFINITY`. */
export function scoresOf(state: ClusterState, id: string): string {
  const table = findResource(state, id)?.allowedNodes;
  const members = state.nodes.filter(({ kind }) => kind === "cluster");
  return members.map((node) => (table?.has(node) === true ? formatScore(table.score(node)) : "-")).join(" ");
}

/** All actions requested so far, in order: `1 A_stop_0 n1`, optional ones in brackets. */
export function requested(state: ClusterState): string[] {
  return state.actions.map((action) => {
    const text = `${action.id} ${actionKey(action)} ${action.node?.name ?? "anywhere"}`;
    return action.optional ? `(${text})` : text;
  });
}
