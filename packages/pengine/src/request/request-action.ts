import { failurePolicy, findOperation, operationMeta, operationNeed } from "../input/operations.js";
import { operationParameters } from "../input/parameters.js";
import { type Action, OnFail } from "../model/action.js";
import type { ClusterNode } from "../model/node.js";
import type { Resource } from "../model/resource.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { localKey } from "./action-key.js";
import { findFirstAction } from "./find-actions.js";
import { updateRunnable } from "./runnable.js";

export { actionKey } from "./action-key.js";
export { actionsOf, actionsOn, findActions, findFirstAction, newestAction } from "./find-actions.js";

/** What is wanted of a resource. */
export interface ActionRequest {
  readonly resource: Resource;
  /** What is executed: "start", "monitor", "notify", ... */
  readonly task: string;
  /** The task part of the key where it differs from the task: "pre_notify_start". */
  readonly keyTask?: string;
  /** Milliseconds; 0 if not given. */
  readonly intervalMs?: number;
  /** Null: wherever the resource will be; such an action cannot run until it is given a node. */
  readonly node: ClusterNode | null;
  readonly optional: boolean;
}

/**
 * Finds or creates the action that a request describes; the same key for the same resource and node is the
 * same action. A new action takes the next number whether or not it is ever required.
 *
 * Every request judges anew whether the action can run ({@link updateRunnable}), so a request can unblock
 * an action, erase its reason, or mark a node for fencing. A required action never becomes optional by a
 * request, except that one-time actions of unmanaged resources always are.
 */
export function requestAction(state: ClusterState, request: ActionRequest): Action {
  const { resource, node } = request;
  const keyTask = request.keyTask ?? request.task;
  const intervalMs = request.intervalMs ?? 0;
  const action =
    findFirstAction(resource, keyTask, intervalMs, node) ?? createResourceAction(state, request, keyTask);
  updateOptional(action, resource, request.optional);
  if (!action.pseudo) updateRunnable(state, action, resource);
  if (action.parameters === null && action.node !== null) {
    const operation = findOperation(resource, configuredTask(request), intervalMs);
    action.parameters =
      operation === null ? noParameters : operationParameters(state, resource, operation, action.node);
  }
  return action;
}

/** What is wanted without a resource: fencing, shutdown, and points that other actions wait for. */
export interface ClusterActionRequest {
  readonly node?: ClusterNode | null;
  /** What is executed, if it differs from the key: "stonith", "do_shutdown". */
  readonly task?: string;
  /** Whether a new action is a pseudo-action; true if not given. */
  readonly pseudo?: boolean;
}

/** The action without a resource that has this key, if it exists. */
export function findClusterAction(state: ClusterState, key: string): Action | undefined {
  return state.clusterActions.get(key)?.[0];
}

/**
 * Finds or creates an action without a resource; keys are compared exactly. A new one is optional, runnable
 * and, unless asked otherwise, a pseudo-action; the caller changes marks as needed.
 */
export function requestClusterAction(
  state: ClusterState,
  key: string,
  request: ClusterActionRequest = {},
): Action {
  const known = findClusterAction(state, key);
  if (known !== undefined) return known;
  const action = newAction(state, {
    resource: null,
    node: request.node ?? null,
    task: request.task ?? key,
    keyTask: key,
    intervalMs: 0,
    meta: noMeta,
  });
  action.optional = true;
  action.pseudo = request.pseudo ?? true;
  state.clusterActions.set(key, [action]);
  return action;
}

/** Pseudo-actions of groups, clones and bundles: requested like any action, then marked. */
export function requestPseudoAction(
  state: ClusterState,
  resource: Resource,
  task: string,
  marks: { readonly optional: boolean; readonly runnable: boolean },
): Action {
  const action = requestAction(state, { resource, task, node: null, optional: marks.optional });
  action.pseudo = true;
  if (marks.runnable) action.runnable = true;
  return action;
}

const noParameters: ReadonlyMap<string, string> = new Map();
const noMeta: ReadonlyMap<string, string> = new Map();

interface NewAction {
  readonly resource: Resource | null;
  readonly node: ClusterNode | null;
  readonly task: string;
  readonly keyTask: string;
  readonly intervalMs: number;
  readonly meta: ReadonlyMap<string, string>;
}

function newAction(state: ClusterState, made: NewAction): Action {
  const action: Action = {
    id: state.actions.length + 1,
    resource: made.resource,
    node: made.node,
    task: made.task,
    keyTask: made.keyTask,
    intervalMs: made.intervalMs,
    optional: true,
    runnable: true,
    pseudo: false,
    alwaysGraphed: false,
    migratable: false,
    onDc: made.task === "lrm_delete",
    reschedule: false,
    migrationAbort: false,
    graphed: false,
    reason: null,
    meta: made.meta,
    expectedResult: null,
    parameters: null,
    need: "nothing",
    onFail: OnFail.Ignore,
    roleAfterFailure: Role.Unknown,
    priority: 0,
    inputs: [],
    outputs: [],
    outputSets: null,
    requiredRunnable: 0,
    runnableInputs: 0,
    cancelledTask: null,
  };
  state.actions.push(action);
  return action;
}

/** The operation that configures an action: a cancellation, where nothing was known to run, one called `cancel`. */
function configuredTask({ task, keyTask }: ActionRequest): string {
  return task === "cancel" ? task : (keyTask ?? task);
}

function createResourceAction(state: ClusterState, request: ActionRequest, keyTask: string): Action {
  const { resource, task, node } = request;
  const intervalMs = request.intervalMs ?? 0;
  const { meta } = operationMeta(state, resource, configuredTask(request), intervalMs, node);
  const action = newAction(state, { resource, node, task, keyTask, intervalMs, meta });
  action.optional = request.optional;
  action.need = operationNeed(resource, task);
  const policy = failurePolicy(state, resource, task, intervalMs, meta);
  action.onFail = policy.onFail;
  action.roleAfterFailure = policy.roleAfterFailure;
  resource.actions.push(action);
  const key = localKey(keyTask, intervalMs);
  const sameKey = resource.actionsByKey.get(key);
  if (sameKey === undefined) resource.actionsByKey.set(key, [action]);
  else sameKey.push(action);
  return action;
}

function updateOptional(action: Action, resource: Resource, optional: boolean): void {
  if (!resource.managed && action.node !== null && !action.pseudo && !action.meta.has("interval")) {
    action.optional = true;
  } else if (!optional) {
    action.optional = false;
  }
}
