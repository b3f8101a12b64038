import type { Action } from "../model/action.js";
import type { ClusterNode } from "../model/node.js";
import type { Resource } from "../model/resource.js";
import { localKey } from "./action-key.js";

const none: readonly Action[] = [];

/** All actions of a resource with a task and interval, wherever they are, oldest first. Changes nothing. */
export function actionsOf(resource: Resource, keyTask: string, intervalMs = 0): readonly Action[] {
  return resource.actionsByKey.get(localKey(keyTask, intervalMs)) ?? none;
}

/** The newest action of a resource with a task (interval 0), on any node. Changes nothing. */
export function newestAction(resource: Resource, keyTask: string): Action | undefined {
  return actionsOf(resource, keyTask).at(-1);
}

/**
 * The actions of a resource with a task and interval, oldest first. With a node only those on that node
 * count, and those **without any node, which are given it**: an action wanted wherever the resource will be
 * (a restart after a changed definition) becomes the action of the first node that is asked for.
 */
export function findActions(
  resource: Resource,
  keyTask: string,
  intervalMs: number,
  node: ClusterNode | null,
): readonly Action[] {
  const candidates = actionsOf(resource, keyTask, intervalMs);
  if (node === null || candidates.length === 0) return candidates;
  const found: Action[] = [];
  for (const action of candidates) {
    action.node ??= node;
    if (action.node === node) found.push(action);
  }
  return found;
}

/** The oldest of {@link findActions}, with the same effect on actions without a node. */
export function findFirstAction(
  resource: Resource,
  keyTask: string,
  intervalMs: number,
  node: ClusterNode | null,
): Action | undefined {
  const candidates = actionsOf(resource, keyTask, intervalMs);
  if (node === null) return candidates[0];
  let oldest: Action | undefined;
  for (const action of candidates) {
    action.node ??= node;
    if (action.node === node) oldest ??= action;
  }
  return oldest;
}

/** Those of {@link actionsOf} that are on this very node already. Changes nothing. */
export function actionsOn(
  resource: Resource,
  keyTask: string,
  intervalMs: number,
  node: ClusterNode,
): readonly Action[] {
  return actionsOf(resource, keyTask, intervalMs).filter((action) => action.node === node);
}
