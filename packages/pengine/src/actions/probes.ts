import { type ClusterNode, isPacemakerRemoteNode } from "../model/node.js";
import { Discovery } from "../model/node-table.js";
import { Order } from "../model/ordering.js";
import type { Bundle, Clone, Resource } from "../model/resource.js";
import { Step } from "../model/run-observer.js";
import type { ClusterState } from "../model/state.js";
import { fenceNode } from "../request/fencing.js";
import { actionSide, addOrdering, taskSide } from "../request/orderings.js";
import { makeProbe } from "./probe-action.js";
import { needsProbe } from "./probe-need.js";
import { ProbedInstances } from "./probed-instances.js";
import { ProbedResources } from "./probed-resources.js";
import { connectionState, remoteConnection } from "./remote-connection.js";

/**
 * Makes the probes: one-time monitors that find out whether a resource runs on a node, wherever the status
 * does not tell. Node by node in name order, for each node resource by resource; resources have been assigned
 * already, so nodes whose connection is going to come up are probed too.
 *
 * See "enable-startup-probes" and "resource-discovery-enabled" in Pacemaker Explained; regression cases
 * `remote-startup-probes`, `remote-fence-unclean-3` and `rsc-discovery-per-node`.
 */
export function makeProbes(state: ClusterState): void {
  if (!state.options.startupProbes) return;
  const pass: ProbePass = { state, instances: new ProbedInstances() };
  const resources = new ProbedResources(state);
  for (const node of state.nodes) {
    if (!node.online) {
      const connection = remoteConnection(node);
      if (connection !== null && connectionState(connection) === "failed") {
        fenceNode(state, node, "the connection is unrecoverable");
      }
    } else if (!node.unclean && isDiscoveryEnabled(node)) {
      for (const resource of resources.on(node)) {
        state.observer?.at(Step.probes, node, resource.id);
        probe(pass, resource, node);
      }
    }
  }
}

/** The attribute `resource-discovery-enabled` counts for remote and guest nodes only. */
function isDiscoveryEnabled(node: ClusterNode): boolean {
  return node.discoveryEnabled || !isPacemakerRemoteNode(node);
}

interface ProbePass {
  readonly state: ClusterState;
  readonly instances: ProbedInstances;
}

function probe(pass: ProbePass, resource: Resource, node: ClusterNode): void {
  switch (resource.kind) {
    case "primitive":
      if (needsProbe(pass.state, resource, node)) makeProbe(pass.state, resource, node);
      break;
    case "group":
      for (const member of resource.children) probe(pass, member, node);
      break;
    case "clone":
      probeClone(pass, resource, node);
      break;
    case "bundle":
      probeBundle(pass, resource, node);
      break;
  }
}

/** Of an anonymous clone one instance is probed: it stands for all (regression case `clone-anon-probe-1`). */
function probeClone(pass: ProbePass, clone: Clone, node: ClusterNode): void {
  if (clone.exclusiveDiscovery && clone.allowedNodes.discovery(node) !== Discovery.Exclusive) {
    // Instances are told of the nodes available to them, and this is none.
    clone.allowedNodes.remove(node);
    return;
  }
  pass.instances.sort(clone);
  if (clone.globallyUnique) {
    for (const instance of clone.children) probe(pass, instance, node);
  } else {
    const instance = pass.instances.standingFor(clone, node);
    if (instance !== undefined) probe(pass, instance, node);
  }
}

function probeBundle(pass: ProbePass, bundle: Bundle, node: ClusterNode): void {
  const { state } = pass;
  for (const replica of bundle.replicas) {
    const { container, connection } = replica;
    if (replica.ip !== null) probe(pass, replica.ip, node);
    if (replica.child !== null && replica.node === node) probe(pass, replica.child, node);
    if (needsProbe(state, container, node)) {
      const action = makeProbe(state, container, node);
      if (bundle.replicasPerHost === 1) {
        // A container must not start where another one, yet unknown, may be running.
        for (const other of bundle.replicas) {
          if (other === replica) continue;
          const then = taskSide(other.container, "start");
          addOrdering(state, actionSide(action), then, Order.seq | Order.sameNode);
        }
      }
    }
    if (connection !== null && needsProbe(state, connection, node)) {
      const action = makeProbe(state, connection, node);
      addOrdering(state, taskSide(container, "start"), actionSide(action), Order.innerProbe);
    }
  }
}
