import { downedNodes, routerNode } from "../actions/remote-routing.js";
import type { Action } from "../model/action.js";
import type { ClusterNode } from "../model/node.js";
import type { Resource } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { actionKey } from "../request/action-key.js";
import { ActionAttributes } from "./action-attributes.js";
import type { GraphAction, GraphNode, GraphResource, GraphTrigger } from "./transition-graph.js";

/** The name under which history knows an action's resource, if that is not its id. */
export function historyNameOf(action: Action): string | null {
  return action.resource?.historyName ?? null;
}

/** Makes the records of a graph's actions; what many of them have in common is made once. */
export class GraphActions {
  private readonly state: ClusterState;
  private readonly triggers: (GraphTrigger | undefined)[] = [];
  /** Of nodes that actions reach by themselves. */
  private readonly nodes = new Map<ClusterNode, GraphNode>();
  private readonly resources = new Map<Resource, GraphResource>();
  private readonly attributes: ActionAttributes;

  constructor(state: ClusterState) {
    this.state = state;
    this.attributes = new ActionAttributes(state);
  }

  /** The part of an action that triggers repeat. */
  trigger(action: Action): GraphTrigger {
    let trigger = this.triggers[action.id];
    if (trigger === undefined) {
      trigger = this.makeTrigger(action);
      this.triggers[action.id] = trigger;
    }
    return trigger;
  }

  /** The full record of an action. */
  whole(action: Action): GraphAction {
    const { state } = this;
    const { element, mode, id, operation, operationKey, internalOperationKey, node } = this.trigger(action);
    const { attributes, parameters } = this.attributes.of(action, node);
    return {
      element,
      mode,
      id,
      operation,
      operationKey,
      internalOperationKey,
      node,
      shutdownLock: shutdownLockOf(action),
      resource: element === "pseudo_event" ? null : this.resource(action.resource),
      attributes,
      parameters,
      downed: node === null ? none : downedNodes(state, action),
      maintenance: action.task === "maintenance_nodes" ? changedMaintenance(state) : none,
    };
  }

  private makeTrigger(action: Action): GraphTrigger {
    const { element, mode } = elementOf(action);
    const historyName = historyNameOf(action);
    const key = actionKey(action);
    return {
      element,
      mode,
      id: action.id,
      operation: action.task,
      operationKey: historyName === null ? key : historyKey(historyName, action),
      internalOperationKey: historyName === null ? null : key,
      node: this.node(action, element),
    };
  }

  /** Pseudo-actions have no node in the graph, except the fencing of guests. */
  private node(action: Action, element: string): GraphNode | null {
    const { node } = action;
    if (node === null || (element === "pseudo_event" && action.task !== "stonith")) return null;
    const { name, id } = node;
    const router = routerNode(this.state, action);
    if (router !== null) return { name, id, router: router.name };
    let record = this.nodes.get(node);
    if (record === undefined) {
      record = { name, id, router: null };
      this.nodes.set(node, record);
    }
    return record;
  }

  private resource(resource: Resource | null): GraphResource | null {
    if (resource === null) return null;
    let record = this.resources.get(resource);
    if (record === undefined) {
      record = graphResource(resource);
      this.resources.set(resource, record);
    }
    return record;
  }
}

const none: readonly never[] = [];

function elementOf(action: Action): Pick<GraphTrigger, "element" | "mode"> {
  if (action.pseudo) return { element: "pseudo_event", mode: null };
  switch (action.task) {
    case "stonith":
    case "do_shutdown":
    case "clear_failcount":
      return { element: "crm_event", mode: null };
    case "lrm_delete":
      return { element: "crm_event", mode: "cib" };
    default:
      return { element: "rsc_op", mode: null };
  }
}

/** The key under which history will know the action. */
function historyKey(historyName: string, action: Action): string {
  if (action.task === "notify") {
    const type = action.meta.get("notify_type") ?? "";
    const operation = action.meta.get("notify_operation") ?? "";
    return `${historyName}_${type}_notify_${operation}_0`;
  }
  return `${historyName}_${action.cancelledTask ?? action.task}_${action.meta.get("interval") ?? "0"}`;
}

/** While the node shuts down, only the stop carries the lock. */
function shutdownLockOf(action: Action): number | null {
  const { resource, node } = action;
  if (action.pseudo || node === null || resource?.kind !== "primitive") return null;
  const lock = resource.shutdownLock;
  if (lock === null || lock.node !== node) return null;
  return node.shutdown && action.task !== "stop" ? null : lock.since;
}

function graphResource(resource: Resource): GraphResource {
  const { definition, historyName } = resource;
  const { agent, configId } = definition;
  const names =
    resource.removed && historyName !== null
      ? { id: historyName, longId: resource.id }
      : resource.unique
        ? { id: resource.id, longId: null }
        : {
            id: configId,
            longId: historyName !== null && historyName !== configId ? historyName : resource.id,
          };
  return {
    ...names,
    class: agent?.class ?? "",
    provider: agent?.provider ?? null,
    type: agent?.type ?? "",
  };
}

/** Remote, guest and bundle nodes whose maintenance state differs from the recorded one, in name order. */
export function changedMaintenance(state: ClusterState): { id: string; inMaintenance: boolean }[] {
  return state.nodes
    .filter((node) => node.kind === "remote" && node.maintenance !== node.maintenanceRecorded)
    .map((node) => ({ id: node.id, inMaintenance: node.maintenance }));
}
