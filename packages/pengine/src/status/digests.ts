import { compareVersions, digestParameters, type XmlElement } from "@sanode/cib";
import { findOperation, operationMeta } from "../input/operations.js";
import { operationParameters, resourceParameters } from "../input/parameters.js";
import type { DigestVerdict, HistoryEntry, OperationDigests } from "../model/history.js";
import type { ClusterNode } from "../model/node.js";
import type { Primitive } from "../model/resource.js";
import { currentNode } from "../model/resource-tree.js";
import { addNote, type ClusterState } from "../model/state.js";
import { statusMemory } from "./status-memory.js";

/**
 * Compares the parameters that an operation was executed with, of which the history keeps digests, with those
 * that it would be executed with now.
 *
 * Digests are computed once per node, resource and operation, with the lists of the entry that is examined
 * first; and a verdict "restart" stands until another comparison changes it. So the order in which entries
 * are examined matters.
 */
export function compareDigests(
  state: ClusterState,
  resource: Primitive,
  node: ClusterNode,
  entry: HistoryEntry,
): DigestVerdict {
  const digests = operationDigests(state, resource, node, entry);
  digests.verdict = judge(state, digests, entry);
  return digests.verdict;
}

function judge(state: ClusterState, digests: OperationDigests, entry: HistoryEntry): DigestVerdict {
  const { attributes } = entry.element;
  const recordedMain = attributes["op-digest"];
  const recordedRestart = recordedRestartDigest(state, entry.element);
  const restart = recordedRestart === undefined ? null : restartDigest(state, digests);
  if (restart !== null && restart !== recordedRestart) return "restart";
  if (recordedMain === undefined) return "unknown";
  if (mainDigest(digests) === recordedMain) return "match";
  return entry.intervalMs === 0 && digests.verdict === "restart" ? "restart" : "mismatch";
}

/**
 * The digest of the parameters whose change asks for a restart. After the failure of a recurring operation has
 * expired it is one that no parameters have.
 */
export function recordedRestartDigest(state: ClusterState, entry: XmlElement): string | undefined {
  return statusMemory(state).neverMatching.has(entry) ? "expired" : entry.attributes["op-restart-digest"];
}

/**
 * Whether the digest without sensitive parameters (`op-secure-digest`) agrees; to be asked after
 * {@link compareDigests}.
 */
export function isSecureDigestEqual(
  state: ClusterState,
  resource: Primitive,
  node: ClusterNode,
  entry: HistoryEntry,
): boolean {
  const recorded = entry.element.attributes["op-secure-digest"];
  return (
    !state.live &&
    recorded !== undefined &&
    recorded === secureDigest(state, resource, operationDigests(state, resource, node, entry))
  );
}

/** What a fencing device's parameters for unfencing a node look like now, and whether they have changed. */
export interface UnfencingDigest {
  readonly main: string;
  readonly secure: string;
  /** Unknown if the node has no record of having been unfenced with this device. */
  readonly verdict: "match" | "mismatch" | "unknown";
}

/** Compares a device's parameters with those recorded in the node attributes `#digests-all` and `#digests-secure`. */
export function unfencingDigest(state: ClusterState, device: Primitive, node: ClusterNode): UnfencingDigest {
  const digests = cachedDigests(state, device, node, "stonith-on", 0, null);
  const main = mainDigest(digests);
  const secure = secureDigest(state, device, digests);
  const prefix = `${device.id}:${device.definition.agent?.type ?? ""}:`;
  const recorded = node.attributes.get("#digests-all");
  if (recorded === undefined) return { main, secure, verdict: "unknown" };
  if (recorded.includes(prefix + main)) return { main, secure, verdict: "match" };
  const parameters = `arameters to ${device.id} for unfencing ${node.name} changed`;
  if (node.attributes.get("#digests-secure")?.includes(prefix + secure) === true) {
    note(state, `Only 'private' p${parameters}`);
    return { main, secure, verdict: "match" };
  }
  note(state, `P${parameters}, try '${prefix}${secure}'`);
  return { main, secure, verdict: "mismatch" };
}

function note(state: ClusterState, text: string): void {
  if (!state.live) addNote(state, { about: "changed parameters", text });
}

function operationDigests(
  state: ClusterState,
  resource: Primitive,
  node: ClusterNode,
  entry: HistoryEntry,
): OperationDigests {
  return cachedDigests(state, resource, node, entry.task, entry.intervalMs, entry);
}

function cachedDigests(
  state: ClusterState,
  resource: Primitive,
  node: ClusterNode,
  task: string,
  intervalMs: number,
  entry: HistoryEntry | null,
): OperationDigests {
  const { digests } = statusMemory(state);
  let ofNode = digests.get(node);
  if (ofNode === undefined) {
    ofNode = new Map();
    digests.set(node, ofNode);
  }
  const key = `${resource.id}_${task}_${intervalMs}`;
  let found = ofNode.get(key);
  if (found === undefined) {
    found = createDigests(state, resource, node, task, intervalMs, entry);
    ofNode.set(key, found);
  }
  return found;
}

/** @param overrides parameters that come before what is configured */
export function createDigests(
  state: ClusterState,
  resource: Primitive,
  node: ClusterNode,
  task: string,
  intervalMs: number,
  entry: HistoryEntry | null,
  overrides: ReadonlyMap<string, string> = NO_OVERRIDES,
): OperationDigests {
  const own = resourceParameters(state, resource, node);
  const operation = findOperation(resource, task, intervalMs);
  const extra = operation === null ? undefined : operationParameters(state, resource, operation, node);
  const all = new Map(overrides);
  const host = usesHostAddress(state, resource) ? hostName(resource) : undefined;
  if (host !== undefined && !all.has("addr")) all.set("addr", host);
  addMissing(all, own);
  if (extra !== undefined) addMissing(all, extra);
  // Rules of the operation's meta-attributes are evaluated for one-time operations too, which moves the recheck.
  const timeout = operationMeta(state, resource, task, intervalMs).meta.get("timeout");
  if (intervalMs > 0 && !all.has(TIMEOUT)) {
    if (timeout !== undefined) all.set(TIMEOUT, timeout);
  }
  return {
    parameters: withoutInternal(all, intervalMs > 0),
    resourceParameters: overrides.size === 0 ? own : new Map([...own, ...overrides]),
    firstEntry: entry?.element ?? null,
    main: null,
    restart: null,
    secure: null,
    // Parameters of a one-time operation are no matter of reloading the agent.
    verdict: intervalMs === 0 && extra !== undefined && extra.size > 0 ? "restart" : "unknown",
  };
}

function addMissing(into: Map<string, string>, from: ReadonlyMap<string, string>): void {
  for (const [name, value] of from) if (!into.has(name)) into.set(name, value);
}

/** The connection of a bundle's replica that is reached under the name of the node its container is on. */
export function usesHostAddress(state: ClusterState, resource: Primitive): boolean {
  // The address is looked up first, of every resource: rules in its parameters are evaluated, which moves the recheck.
  const address = resourceParameters(state, resource, null).get("addr");
  return address === "#uname" && resource.replica?.connection === resource;
}

function hostName(connection: Primitive): string | undefined {
  const container = connection.replica?.container;
  if (container === undefined) return undefined;
  return (container.assignedNode ?? currentNode(container))?.name;
}

const NO_OVERRIDES: ReadonlyMap<string, string> = new Map();
const META = "CRM_meta_";
const TIMEOUT = "CRM_meta_timeout";
const internalNames: ReadonlySet<string> = new Set([
  "id",
  "crm_feature_set",
  "op-digest",
  "on_node",
  "on_node_uuid",
  "pcmk_external_ip",
]);

/** What the agent is given to see, without the cluster's own; recurring operations keep their timeout. */
function withoutInternal(parameters: ReadonlyMap<string, string>, recurring: boolean): Map<string, string> {
  const kept = new Map<string, string>();
  for (const [name, value] of parameters) {
    const internal = name.startsWith(META) ? !(recurring && name === TIMEOUT) : internalNames.has(name);
    if (!internal) kept.set(name, value);
  }
  return kept;
}

export function mainDigest(digests: OperationDigests): string {
  digests.main ??= digestParameters(digests.parameters);
  return digests.main;
}

/** Covers the parameters that cannot be changed by reloading the agent; null if the first entry had none. */
export function restartDigest(state: ClusterState, digests: OperationDigests): string | null {
  const { firstEntry } = digests;
  if (firstEntry === null || recordedRestartDigest(state, firstEntry) === undefined) return null;
  if (digests.restart === null) {
    const listed = wordsOf(firstEntry.attributes["op-force-restart"]);
    digests.restart =
      listed === undefined
        ? mainDigest(digests)
        : digestParameters([...digests.parameters].filter(([name]) => listed.has(name)));
  }
  return digests.restart;
}

const unfencingSecrets: ReadonlySet<string> = new Set(["passwd", "password", "user"]);

/** Covers the parameters that are not secret. Histories before feature set 3.16.0 made it in another way. */
export function secureDigest(state: ClusterState, resource: Primitive, digests: OperationDigests): string {
  if (digests.secure !== null) return digests.secure;
  const { firstEntry } = digests;
  const secrets = firstEntry === null ? unfencingSecrets : wordsOf(firstEntry.attributes["op-secure-params"]);
  const featureSet = firstEntry?.attributes.crm_feature_set ?? state.cib.attributes.crm_feature_set ?? "";
  const old = compareVersions(featureSet, "3.16.0") < 0;
  const covered = new Map(old ? digests.resourceParameters : digests.parameters);
  for (const name of covered.keys()) {
    if (secrets?.has(name) === true || (old && resource.isFencingDevice && isFencingParameter(name))) {
      covered.delete(name);
    }
  }
  digests.secure = digestParameters(withoutInternal(covered, false));
  return digests.secure;
}

function wordsOf(text: string | undefined): ReadonlySet<string> | undefined {
  return text === undefined ? undefined : new Set(text.split(/\s+/));
}

const fencingParameters: ReadonlySet<string> = new Set([
  "provides",
  "stonith-timeout",
  "pcmk_action_limit",
  "pcmk_delay_base",
  "pcmk_delay_max",
  "pcmk_host_argument",
  "pcmk_host_check",
  "pcmk_host_list",
  "pcmk_host_map",
]);

/** Parameters that the cluster itself reads and the fence agent never sees. */
function isFencingParameter(name: string): boolean {
  return fencingParameters.has(name) || /^pcmk_.*_(action|timeout|retries)$/.test(name);
}
