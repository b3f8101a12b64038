import { clampScore, INFINITY, MINUS_INFINITY } from "@sanode/cib";
import type { ClusterNode } from "../model/node.js";
import { Order } from "../model/ordering.js";
import type { Primitive, Resource } from "../model/resource.js";
import { enclosingClone, visitTree } from "../model/resource-tree.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { placementMemory } from "../placement/placement-memory.js";
import { forbidNodes, setNodeScore } from "../placement/score-change.js";
import { requestFencing } from "../request/fencing.js";
import { actionSide, addOrdering, orderTasks, taskSide } from "../request/orderings.js";
import { requestClusterAction } from "../request/request-action.js";
import { addColocation } from "./colocation.js";

/** An unmanaged primitive gets no constraints of its own. */
export function addPrimitiveConstraints(state: ClusterState, primitive: Primitive): void {
  if (!primitive.managed) return;
  orderRoles(state, primitive);
  // A probe overwrites what would be deleted.
  orderTasks(state, primitive, "lrm_delete", primitive, "monitor", Order.sameNode | Order.cancelFirst);
  if (primitive.requires === "unfencing" && !primitive.isFencingDevice) orderUnfencing(state, primitive);
  if (primitive.utilization.size > 0 && state.options.placementStrategy !== "default") {
    orderLoad(state, primitive);
  }
  if (primitive.launcher !== null) addLauncherConstraints(state, primitive, primitive.launcher);
  if (primitive.isRemoteConnection || primitive.isFencingDevice) banFromRemoteNodes(state, primitive);
}

function orderRoles(state: ClusterState, primitive: Primitive): void {
  orderTasks(state, primitive, "stop", primitive, "start", Order.seq | Order.pullThen | Order.restart);
  if (enclosingClone(primitive)?.promotable === true || primitive.currentRole > Role.Unpromoted) {
    orderTasks(state, primitive, "demote", primitive, "stop", Order.pullFirstPromoted);
    orderTasks(state, primitive, "start", primitive, "promote", Order.blockThen);
  }
}

/** A node is unfenced after the resource has left it and before it comes back. */
function orderUnfencing(state: ClusterState, primitive: Primitive): void {
  for (const node of allowedNodes(state, primitive)) {
    const unfence = actionSide(requestFencing(state, node, "on", { optional: true }));
    addOrdering(state, taskSide(primitive, "stop"), unfence, Order.seq | Order.sameNode);
    addOrdering(state, unfence, taskSide(primitive, "start"), Order.pullThenHere | Order.sameNode);
  }
}

/** Capacity is freed by what stops on a node before something new starts or arrives there. */
function orderLoad(state: ClusterState, primitive: Primitive): void {
  for (const node of primitive.activeNodes) {
    addOrdering(state, taskSide(primitive, "stop"), actionSide(loadStopped(state, node)), Order.load);
  }
  for (const node of allowedNodes(state, primitive)) {
    const gate = actionSide(loadStopped(state, node));
    addOrdering(state, gate, taskSide(primitive, "start"), Order.load);
    addOrdering(state, gate, taskSide(primitive, "migrate_to"), Order.load);
  }
}

function loadStopped(state: ClusterState, node: ClusterNode) {
  const action = requestClusterAction(state, `load_stopped_${node.name}`, { node });
  action.optional = false;
  return action;
}

/** Nodes in the resource's table, in name order. */
function allowedNodes(state: ClusterState, primitive: Primitive): ClusterNode[] {
  return state.nodes.filter((node) => primitive.allowedNodes.has(node));
}

/** What follows from being launched by another resource: a guest's connection, or contents of a container. */
function addLauncherConstraints(state: ClusterState, primitive: Primitive, launcher: Resource): void {
  if (primitive.isRemoteConnection) {
    if (primitive.replica === null) {
      visitTree(launcher, (part) => banFromRemoteNodes(state, part));
    }
    orderTasks(state, launcher, "monitor", primitive, "stop", Order.seq);
  }
  const host = remoteNodeMadeBy(primitive, launcher);
  if (host !== null) {
    for (const node of allowedNodes(state, primitive)) {
      if (node !== host)
        setNodeScore(state, primitive, node, MINUS_INFINITY, { kind: "remote", detail: host.name });
    }
    return;
  }
  orderTasks(state, launcher, "start", primitive, "start", Order.pullThen | Order.blockThen);
  orderTasks(state, primitive, "stop", launcher, "stop", Order.pullFirst);
  const nested = primitive.isRemoteConnection && primitive.replica !== null;
  addColocation(state, {
    id: "#resource-with-container",
    // A bundle's connection may live on another node than its container.
    score: nested ? clampScore(10_000) : INFINITY,
    nodeAttribute: "#uname",
    dependent: primitive,
    primary: launcher,
    dependentRole: Role.Unknown,
    primaryRole: Role.Unknown,
    influence: true,
    explicit: false,
  });
}

/** The remote or guest node that a launched resource must run on, if its launcher is or makes one. */
function remoteNodeMadeBy(primitive: Primitive, launcher: Resource): ClusterNode | null {
  if (launcher.kind !== "primitive" || primitive.isRemoteConnection) return null;
  if (launcher.remoteNode !== null) return launcher.remoteNode;
  return launcher.launched.find((part) => part.remoteNode !== null)?.remoteNode ?? null;
}

/** Existing entries only: a missing node is not allowed anyway. Stale entries without connection are left alone. */
function banFromRemoteNodes(state: ClusterState, resource: Resource): void {
  forbidNodes(state, resource, placementMemory(state).connected, { kind: "remote", detail: null });
}
