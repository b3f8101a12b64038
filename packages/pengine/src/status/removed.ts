import type { Primitive } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { banEverywhere } from "../placement/score-change.js";

/**
 * What becomes of a resource that only the status knows: it may run nowhere, or, with the option
 * `stop-removed-resources` off, it is left alone. A removed connection takes its remote node with it.
 */
export function treatAsRemoved(state: ClusterState, resource: Primitive): Primitive {
  if (resource.remoteNode !== null) resource.remoteNode.shutdown = true;
  if (state.options.stopRemovedResources) {
    banEverywhere(state, resource, { kind: "removed", detail: null });
  } else {
    resource.managed = false;
  }
  return resource;
}
