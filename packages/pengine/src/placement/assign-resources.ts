import type { Resource } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { assign } from "./assign.js";
import { sortResources } from "./resource-order.js";
import { recordCapacities } from "./utilization.js";

/**
 * Decides where every resource goes. Connections of remote nodes come first, since what may run on those
 * nodes depends on them.
 */
export function assignResources(state: ClusterState): void {
  if (state.options.placementStrategy !== "default") sortResources(state);
  recordCapacities(state, "original");
  if (state.nodes.some((node) => node.kind === "remote")) {
    for (const resource of state.resources) {
      if (isConnection(resource)) assign(state, resource, resource.partialMigrationTarget, true);
    }
  }
  for (const resource of state.resources) {
    // Where no node is remote, connections go nowhere: what they are called is a member of the cluster.
    if (isConnection(resource)) continue;
    state.observer?.assigning(resource.id);
    assign(state, resource, null, true);
  }
  state.observer?.assigned();
  recordCapacities(state, "remaining");
}

function isConnection(resource: Resource): resource is Resource & { readonly kind: "primitive" } {
  return resource.kind === "primitive" && resource.isRemoteConnection;
}
