import { lowerAscii } from "@sanode/cib";
import { OnFail } from "../model/action.js";
import type { OperationDefinition, Resource, ResourceDefinition } from "../model/resource.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { reportError } from "./warnings.js";

/**
 * Takes away an `on-fail` that the operation may not have, and gives a demotion without one that of the monitors of the
 * promoted role. Source: the table of operation properties in Pacemaker Explained; regression cases on_fail_demote*.
 */
export function validateOnFail(
  state: ClusterState,
  definition: ResourceDefinition,
  operation: OperationDefinition | null,
  task: string,
  meta: Map<string, string>,
): void {
  const text = meta.get("on-fail");
  const word = text === undefined ? undefined : lowerAscii(text);
  if (task === "lrm_delete") {
    meta.set("on-fail", "ignore");
  } else if (task === "stop") {
    if (word === "standby" || word === "demote" || word === "stop") remove();
  } else if (task === "demote" && word === undefined) {
    const promoted = definition.operations.findLast(tellsWhatToDoWithPromoted);
    if (promoted !== undefined) meta.set("on-fail", promoted.element.attributes["on-fail"] ?? "");
  } else if (word === "demote" && operation?.name !== "promote" && !isPromotedMonitor(operation)) {
    remove();
  }
  if (word === "fence" && !state.options.fencingEnabled) {
    const message = `${definition.configId}: ${task} with on-fail=fence acts as stop, as fencing is disabled`;
    reportError(state, definition.configId, "fence-without-fencing", message);
  }

  function remove(): void {
    meta.delete("on-fail");
    const message = `${definition.configId}: ${task} may not have on-fail=${text}`;
    reportError(state, definition.configId, "invalid-on-fail", message);
  }
}

/** The role in the XML attribute counts, not one in a block. */
function isPromotedMonitor(operation: OperationDefinition | null): boolean {
  if (operation === null || operation.name !== "monitor" || operation.intervalMs === 0) return false;
  const role = lowerAscii(operation.role ?? "");
  return role === "promoted" || role === "master";
}

function tellsWhatToDoWithPromoted(operation: OperationDefinition): boolean {
  const onFail = operation.element.attributes["on-fail"];
  return (
    operation.enabled &&
    isPromotedMonitor(operation) &&
    onFail !== undefined &&
    lowerAscii(onFail) !== "demote"
  );
}

/** What a failure of an action leads to. */
export interface FailurePolicy {
  readonly onFail: OnFail;
  /** What the resource may become at most afterwards. */
  readonly roleAfterFailure: Role;
}

/**
 * Interprets `on-fail` for an action whose attributes are given as {@link operationMeta} made them.
 *
 * It depends on the resource's launcher and on whether it is managed, so it must be asked anew when these change.
 */
export function failurePolicy(
  state: ClusterState,
  resource: Resource,
  task: string,
  intervalMs: number,
  meta: ReadonlyMap<string, string>,
): FailurePolicy {
  const onFail = judge(state, resource, task, intervalMs, meta.get("on-fail"));
  return { onFail, roleAfterFailure: roleAfter(resource, task, onFail) };
}

function judge(
  state: ClusterState,
  resource: Resource,
  task: string,
  intervalMs: number,
  text: string | undefined,
): OnFail {
  const isProbe = task === "monitor" && intervalMs === 0;
  const launched = resource.kind === "primitive" && resource.launcher !== null;
  const losesRemoteNode = isRemoteNodeConnection(resource) && task !== "start" && !isProbe;
  if (task === "lrm_delete") return OnFail.Ignore;
  // An unmanaged connection cannot be reset, whatever is configured.
  const explicit = losesRemoteNode && !resource.managed ? undefined : explicitPolicy(state, text, launched);
  if (explicit !== undefined) return explicit;
  if (launched) return OnFail.RestartContainer;
  if (losesRemoteNode) return resource.managed ? OnFail.ResetRemote : OnFail.Stop;
  if (task === "stop") return state.options.fencingEnabled ? OnFail.Fence : OnFail.Block;
  return OnFail.Restart;
}

/** The policy that the text names; undefined if it names none, or one that needs a launcher where there is none. */
function explicitPolicy(
  state: ClusterState,
  text: string | undefined,
  launched: boolean,
): OnFail | undefined {
  switch (lowerAscii(text ?? "")) {
    case "ignore":
    case "nothing":
      return OnFail.Ignore;
    case "block":
      return OnFail.Block;
    case "stop":
      return OnFail.Stop;
    case "restart":
      return OnFail.Restart;
    case "standby":
      return OnFail.Standby;
    case "demote":
      return OnFail.Demote;
    case "migrate":
      return OnFail.Ban;
    case "fence":
      return state.options.fencingEnabled ? OnFail.Fence : OnFail.Stop;
    case "restart-container":
      return launched ? OnFail.RestartContainer : undefined;
    default:
      return undefined;
  }
}

/** The connection to a remote node, as against a guest. */
function isRemoteNodeConnection(resource: Resource): boolean {
  return (
    resource.kind === "primitive" &&
    resource.isRemoteConnection &&
    resource.remoteNode !== null &&
    resource.launcher === null
  );
}

function roleAfter(resource: Resource, task: string, onFail: OnFail): Role {
  const waits = resource.kind === "primitive" && resource.reconnectIntervalMs > 0;
  if (onFail === OnFail.Stop || (onFail === OnFail.ResetRemote && waits)) return Role.Stopped;
  return task === "promote" ? Role.Unpromoted : Role.Started;
}
