import type { Action } from "../model/action.js";
import { type ClusterNode, isGuestNode } from "../model/node.js";
import { Order } from "../model/ordering.js";
import type { Primitive } from "../model/resource.js";
import { enclosingBundle, requiresFencing, topAncestor, visitPrimitives } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { linkActions } from "../request/orderings.js";
import { newestAction } from "../request/request-action.js";
import { notifyOfImpliedStop } from "./notification-fencing.js";

/** The actions of a managed primitive that fencing may have to do with, newest first. */
interface PrimitiveActions {
  readonly primitive: Primitive;
  readonly needFencing: readonly Action[];
  /** Starts that need quorum. */
  readonly needQuorum: readonly Action[];
  readonly stops: readonly Action[];
  readonly demotes: readonly Action[];
}

/**
 * Orders what is done about resources relative to the fencing of nodes. The actions are gathered once, when
 * the first node is fenced; fencing adds no starts, stops or demotes.
 */
export class FencingOrderings {
  private readonly state: ClusterState;
  private gathered: readonly PrimitiveActions[] | null = null;

  constructor(state: ClusterState) {
    this.state = state;
  }

  /**
   * Orders starts and promotes after a node's fencing, as far as they need it, and turns stops and demotes on
   * that node into pseudo-actions, which the fencing implies.
   *
   * @param fencing the fencing or, for a guest, pseudo-fencing
   */
  orderAgainst(fencing: Action, node: ClusterNode): void {
    this.gathered ??= gatherActions(this.state);
    for (const actions of this.gathered) {
      orderUpActions(actions, fencing, node);
      implyStops(this.state, actions, fencing, node);
      implyDemotes(actions, fencing, node);
    }
  }
}

function gatherActions(state: ClusterState): PrimitiveActions[] {
  const gathered: PrimitiveActions[] = [];
  for (const resource of state.resources) {
    visitPrimitives(resource, (primitive) => {
      if (primitive.managed && primitive.actions.length > 0) gathered.push(gatherFrom(primitive));
    });
  }
  return gathered;
}

function gatherFrom(primitive: Primitive): PrimitiveActions {
  const newestFirst = [...primitive.actions].reverse();
  return {
    primitive,
    needFencing: newestFirst.filter((action) => action.need === "fencing"),
    needQuorum: newestFirst.filter((action) => action.need === "quorum" && action.task === "start"),
    stops: newestFirst.filter((action) => action.keyTask === "stop"),
    demotes: newestFirst.filter((action) => action.keyTask === "demote"),
  };
}

function orderUpActions(actions: PrimitiveActions, fencing: Action, node: ClusterNode): void {
  for (const action of actions.needFencing) linkActions(fencing, action, Order.seq);
  if (actions.needQuorum.length === 0) return;
  const { primitive } = actions;
  if (!primitive.allowedNodes.has(node) || isKnownOn(primitive, node)) return;
  for (const start of actions.needQuorum) linkActions(fencing, start, Order.seq | Order.blockThen);
}

/** What is known of one instance of an anonymous clone is known of all. */
function isKnownOn(primitive: Primitive, node: ClusterNode): boolean {
  if (primitive.knownNodes.has(node)) return true;
  const { parent } = primitive;
  return parent !== null && parent.kind === "clone" && !parent.globallyUnique && parent.knownNodes.has(node);
}

/** Whether the fencing of a node must be waited for, as against assuming that the resource is gone anyway. */
function isImplied(primitive: Primitive, node: ClusterNode): boolean {
  return requiresFencing(primitive) || isGuestNode(node);
}

function implyStops(
  state: ClusterState,
  actions: PrimitiveActions,
  fencing: Action,
  node: ClusterNode,
): void {
  const { primitive } = actions;
  for (const stop of actions.stops) {
    if (!isOn(stop, node)) continue;
    stop.pseudo = true;
    stop.runnable = true;
    if (isImplied(primitive, node)) {
      if (enclosingBundle(primitive) === null) linkActions(fencing, stop, Order.guestOk);
      const topStop = newestAction(topAncestor(primitive), "stop");
      if (topStop !== undefined) linkActions(fencing, topStop, Order.guestOk);
    }
    if (primitive.notify) notifyOfImpliedStop(state, primitive, node, fencing);
  }
}

function implyDemotes(actions: PrimitiveActions, fencing: Action, node: ClusterNode): void {
  const { primitive } = actions;
  if (node.online && !node.unclean && !primitive.failed) return;
  const ordered = isImplied(primitive, node) && enclosingBundle(primitive) === null;
  for (const demote of actions.demotes) {
    if (!isOn(demote, node)) continue;
    demote.pseudo = true;
    demote.runnable = true;
    if (ordered) linkActions(fencing, demote, Order.seq | Order.guestOk);
  }
}

/** An action without a node is bound to the first node that is fenced. */
function isOn(action: Action, node: ClusterNode): boolean {
  action.node ??= node;
  return action.node === node;
}
