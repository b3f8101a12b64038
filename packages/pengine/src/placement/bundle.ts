import { clampScore, INFINITY, MINUS_INFINITY } from "@sanode/cib";
import { addColocation } from "../constraints/colocation.js";
import { type ClusterNode, isPacemakerRemoteNode } from "../model/node.js";
import type { Bundle, Clone, Primitive, Replica } from "../model/resource.js";
import { Role } from "../model/role.js";
import type { ClusterState, ScoreCause } from "../model/state.js";
import { entryNodes } from "../model/table-nodes.js";
import { assign } from "./assign.js";
import { assignClone } from "./clone.js";
import { sortInstances } from "./compare-instances.js";
import { distribute } from "./distribute.js";
import { recordScores } from "./print-scores.js";
import { setNodeScore } from "./score-change.js";
import { hasReachedThreshold } from "./thresholds.js";

const byBundle: ScoreCause = { kind: "bundle", detail: null };

/**
 * Assigns a bundle: its containers, then address, connection and contents of each replica, then the roles of
 * the contents. A bundle that has been assigned before goes through all steps again, which changes no
 * placement but records its scores once more.
 */
export function assignBundle(
  state: ClusterState,
  bundle: Bundle,
  _preferred: ClusterNode | null,
  _stopIfFails: boolean,
): ClusterNode | null {
  bundle.assigning = true;
  recordScores(state, "bundle", bundle);
  const containers = bundle.replicas.map((replica) => replica.container);
  distribute(state, bundle, sortInstances(state, bundle, containers), {
    // As many attempts as there are replicas in the configuration, though their agent may have fewer instances.
    max: bundle.configuredReplicas,
    perNode: bundle.replicasPerHost,
  });
  for (const replica of bundle.replicas) assignReplica(state, bundle, replica);
  if (bundle.bundledClone !== null) assignContents(state, bundle, bundle.bundledClone);
  bundle.assigned = true;
  bundle.assigning = false;
  return null;
}

function assignReplica(state: ClusterState, bundle: Bundle, replica: Replica): void {
  const { ip, connection, child } = replica;
  if (ip !== null) assign(state, ip, null, true);
  if (connection !== null) {
    tieToHostConnection(state, replica.container, connection);
    assign(state, connection, null, true);
  }
  if (child !== null && bundle.bundledClone !== null) assignChild(state, bundle.bundledClone, replica, child);
}

/** A container on a remote node is reached through that node's host only. */
function tieToHostConnection(state: ClusterState, container: Primitive, connection: Primitive): void {
  const host = container.assignedNode;
  if (host === null || !isPacemakerRemoteNode(host) || host.connection === null) return;
  if (connection.asDependent.some((colocation) => colocation.primary === host.connection)) return;
  addColocation(state, {
    id: "#replica-remote-with-host-remote",
    score: INFINITY,
    nodeAttribute: "#uname",
    dependent: connection,
    primary: host.connection,
    dependentRole: Role.Unknown,
    primaryRole: Role.Unknown,
    influence: true,
    explicit: false,
  });
}

/** The contents can only be in their own container. */
function assignChild(state: ClusterState, clone: Clone, replica: Replica, child: Primitive): void {
  for (const node of entryNodes(state, child.allowedNodes)) {
    if (node !== replica.node) setNodeScore(state, child, node, MINUS_INFINITY, byBundle);
  }
  if (replica.node !== null && !hasReachedThreshold(state, child, replica.node)) {
    setNodeScore(state, child, replica.node, INFINITY, byBundle);
  }
  // The clone is not assigned first this time: the bundle does it when all contents have their place.
  const before = clone.assigning;
  clone.assigning = true;
  assign(state, child, replica.node, true);
  clone.assigning = before;
}

function assignContents(state: ClusterState, bundle: Bundle, clone: Clone): void {
  const own = new Set(bundle.replicas.map((replica) => replica.node));
  for (const node of entryNodes(state, clone.allowedNodes)) {
    setNodeScore(state, clone, node, own.has(node) ? clampScore(0) : MINUS_INFINITY, byBundle);
  }
  assignClone(state, clone, null, true);
}
