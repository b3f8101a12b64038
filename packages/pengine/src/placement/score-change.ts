import { MINUS_INFINITY, type Score } from "@sanode/cib";
import type { ClusterNode } from "../model/node.js";
import type { NodeBan, NodeTable } from "../model/node-table.js";
import type { Resource } from "../model/resource.js";
import { childrenOf } from "../model/resource-tree.js";
import type { ClusterState, ScoreCause } from "../model/state.js";
import { forgetPreferences } from "./remembered-preferences.js";

/*
 * The one place through which scores in a resource's own node table change, so that a listener can be told
 * of every change and its cause. Nothing is done for the listener when there is none.
 */

/**
 * Adds a score for a node to a resource and to everything below it (descendants first). Where the node is
 * missing in a table it enters with its base score, to which the score is then added.
 */
export function addNodeScore(
  state: ClusterState,
  resource: Resource,
  node: ClusterNode,
  score: Score,
  cause: ScoreCause,
): void {
  for (const child of childrenOf(resource)) addNodeScore(state, child, node, score, cause);
  addOwnNodeScore(state, resource, node, score, cause);
}

/** As {@link addNodeScore}, for the resource's own table only. */
export function addOwnNodeScore(
  state: ClusterState,
  resource: Resource,
  node: ClusterNode,
  score: Score,
  cause: ScoreCause,
): void {
  const table = resource.allowedNodes;
  const before = table.score(node);
  if (!table.has(node)) table.insert(node, node.baseScore);
  table.addScore(node, score);
  report(state, resource, node, before, cause);
}

/** Replaces the score of an existing entry of the resource's own table; does nothing where there is none. */
export function setNodeScore(
  state: ClusterState,
  resource: Resource,
  node: ClusterNode,
  score: Score,
  cause: ScoreCause,
): void {
  const table = resource.allowedNodes;
  if (!table.has(node)) return;
  const before = table.score(node);
  table.setScore(node, score);
  report(state, resource, node, before, cause);
}

/** Bans a resource's own table from certain nodes; does nothing where it has no entry. */
export function forbidNodes(state: ClusterState, resource: Resource, ban: NodeBan, cause: ScoreCause): void {
  if (state.scoreListener === null) resource.allowedNodes.forbid(ban);
  else for (const node of ban.nodes) setNodeScore(state, resource, node, MINUS_INFINITY, cause);
}

/** Bans a resource and everything below it from every node of the cluster, bundle nodes included. */
export function banEverywhere(state: ClusterState, resource: Resource, cause: ScoreCause): void {
  for (const node of state.nodes) addNodeScore(state, resource, node, MINUS_INFINITY, cause);
}

/** Gives a resource (not what is below it) another node table. */
export function replaceTable(
  state: ClusterState,
  resource: Resource,
  table: NodeTable,
  cause: ScoreCause,
): void {
  const before = resource.allowedNodes;
  resource.allowedNodes = table;
  forgetPreferences(state, resource);
  if (state.scoreListener === null || before === table) return;
  for (const node of state.nodes) {
    if (before.has(node) || table.has(node)) report(state, resource, node, before.score(node), cause);
  }
}

/** Tells the listener, if there is one and the score is not what it was. */
export function report(
  state: ClusterState,
  resource: Resource,
  node: ClusterNode,
  before: Score,
  cause: ScoreCause,
): void {
  if (state.scoreListener === null) return;
  const after = resource.allowedNodes.score(node);
  if (after !== before) state.scoreListener(resource, node, before, after, cause);
}
