import { MINUS_INFINITY } from "@sanode/cib";
import { OnFail } from "../model/action.js";
import type { HistoryEntry } from "../model/history.js";
import type { ClusterNode } from "../model/node.js";
import type { Primitive, Resource } from "../model/resource.js";
import { enclosingBundle, topAncestor } from "../model/resource-tree.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { addNodeScore } from "../placement/score-change.js";
import { foundUnusable } from "./history-entry.js";
import { statusMemory } from "./status-memory.js";

/** The going through one resource's history on one node: what is carried from entry to entry. */
export interface HistoryRun {
  readonly state: ClusterState;
  readonly node: ClusterNode;
  readonly resource: Primitive;
  /** The most severe failure handling so far. */
  worst: OnFail;
  /** The failure met last. */
  lastFailure: HistoryEntry | null;
}

export function startRun(state: ClusterState, node: ClusterNode, resource: Primitive): HistoryRun {
  return { state, node, resource, worst: OnFail.Ignore, lastFailure: null };
}

/** The resource or, where histories do not tell instances apart, the whole anonymous clone. */
export function affectedBy(resource: Primitive): Resource {
  return resource.unique ? resource : topAncestor(resource);
}

/** Bans a resource (the clone of an anonymous instance) from the node because of a result recorded there. */
export function banHere(run: HistoryRun, target: Resource, entry: HistoryEntry | null): void {
  const detail = entry?.key ?? null;
  addNodeScore(run.state, target, run.node, MINUS_INFINITY, { kind: "failure", detail });
}

/** Active in the lowest role that counts as such. */
export function makeActive(resource: Primitive): void {
  const top = topAncestor(resource);
  resource.currentRole = top.kind === "clone" && top.promotable ? Role.Unpromoted : Role.Started;
}

/** Failed, and the failed instance must be stopped. */
export function markFailed(resource: Primitive): void {
  resource.failed = true;
  resource.stopIfFailed = true;
}

/** Lists a failed operation for the status texts, once per key and node, if the node is there to tell. */
export function recordFailure(run: HistoryRun, entry: HistoryEntry): void {
  const { state, node, resource } = run;
  const { failedKeys, excusedFailures } = statusMemory(state);
  const masked = foundUnusable(entry);
  if (masked && enclosingBundle(resource) === null) excusedFailures.set(entry.element, node);
  if (!node.online) return;
  const key = `${node.index} ${entry.key}`;
  if (failedKeys.has(key)) return;
  failedKeys.add(key);
  state.failedOperations.push({ element: entry.element, node, resource, masked });
}
