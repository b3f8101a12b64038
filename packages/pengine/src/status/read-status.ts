import { elements, firstElement } from "@sanode/cib";
import { findNode } from "../input/nodes.js";
import { reportError } from "../input/warnings.js";
import type { NodeHistory } from "../model/history.js";
import { type ClusterNode, isGuestNode } from "../model/node.js";
import { currentNode, currentRoleOf } from "../model/resource-tree.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { requestAction } from "../request/request-action.js";
import { readClusterNodeState } from "./node-state.js";
import { readNodeResources } from "./read-history.js";
import { judgeRemoteNode, readFenced, readRemoteNodeState } from "./remote-state.js";
import { statusMemory } from "./status-memory.js";
import { readTickets } from "./tickets.js";

/**
 * Reads the status section: tickets, the state of nodes, and the recorded histories, from which follow where
 * resources are active, in which role, and what has failed. Requests the actions that failures ask for; all
 * of it happens in document order, which shows in the numbers of actions and in the order of active nodes.
 */
export function readStatus(state: ClusterState): void {
  const status = firstElement(state.cib, "status");
  const { nodeHistories } = statusMemory(state);
  let next = 0;
  for (const child of status === undefined ? [] : elements(status)) {
    if (child.name === "tickets") {
      readTickets(state, child);
    } else if (child.name === "node_state") {
      const history = nodeHistories[next];
      next += 1;
      if (history !== undefined) readNodeState(state, history);
    }
  }
  readHistories(state, nodeHistories);
  stopFailedContainers(state);
  finishRemoteNodes(state);
}

function readNodeState(state: ClusterState, history: NodeHistory): void {
  if (history.element.attributes.id === undefined) {
    reportError(state, history.element, "missing-id", "a node_state without id is ignored");
  }
  const node = nodeOf(state, history);
  if (node === undefined) return;
  if (node.kind === "remote") readFenced(node, history.element);
  else readClusterNodeState(state, node, history.element);
}

function nodeOf(state: ClusterState, history: NodeHistory): ClusterNode | undefined {
  const { id } = history.element.attributes;
  if (id === undefined) return undefined;
  return findNode(state, id, history.uname ?? null) ?? undefined;
}

/**
 * Reads histories in sweeps, since what runs on a remote or guest node only means something once it is known
 * whether its connection runs. With fencing the histories that are still waiting in the end are read
 * all the same, to find out what must be fenced; without it those of lost nodes are never read.
 */
function readHistories(state: ClusterState, histories: readonly NodeHistory[]): void {
  while (sweep(state, histories, false)) {
    // Some history was read, so that others may not have to wait any more.
  }
  sweep(state, histories, state.options.fencingEnabled);
}

/** @returns whether any history was read */
function sweep(state: ClusterState, histories: readonly NodeHistory[], force: boolean): boolean {
  let progress = false;
  for (const history of histories) {
    if (history.uname === undefined) continue;
    const node = nodeOf(state, history);
    if (node === undefined || node.unpacked || (!force && mustWait(state, node))) continue;
    if (node.kind === "remote") {
      judgeRemoteNode(node);
      readRemoteNodeState(state, node, history.element);
    }
    node.unpacked = true;
    readNodeResources(state, node, history);
    progress = true;
  }
  return progress;
}

function mustWait(state: ClusterState, node: ClusterNode): boolean {
  const { connection } = node;
  if (isGuestNode(node)) {
    const launcher = connection?.launcher;
    return (
      connection?.currentRole !== Role.Started ||
      launcher === null ||
      launcher === undefined ||
      currentRoleOf(launcher) !== Role.Started
    );
  }
  const { shutdownLock, fencingEnabled } = state.options;
  if (node.kind === "remote") {
    return connection === null || (!shutdownLock && connection.currentRole !== Role.Started);
  }
  return !fencingEnabled && !shutdownLock && !node.online;
}

/** Last remembered first. */
function stopFailedContainers(state: ClusterState): void {
  for (const container of statusMemory(state).containersToStop.toReversed()) {
    const node = currentNode(container);
    if (node !== null) requestAction(state, { resource: container, task: "stop", node, optional: false });
  }
}

function finishRemoteNodes(state: ClusterState): void {
  for (const node of state.nodes) {
    if (node.kind !== "remote") continue;
    if (node.shutdown && node.connection !== null) node.connection.nextRole = Role.Stopped;
    if (!node.unpacked) judgeRemoteNode(node);
  }
}
