import { clampScore } from "@sanode/cib";
import { linkRemoteNode } from "../input/launchers.js";
import { createNode, findNodeByName } from "../input/nodes.js";
import type { Primitive } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { banEverywhere } from "../placement/score-change.js";

/**
 * What becomes of a resource that only the status knows: it may run nowhere, or, with the option
 * `stop-removed-resources` off, it is left alone. A removed connection takes its remote node with it.
 */
export function treatAsRemoved(state: ClusterState, resource: Primitive): Primitive {
  if (resource.isRemoteConnection) reviveRemoteNode(state, resource);
  if (state.options.stopRemovedResources) {
    banEverywhere(state, resource, { kind: "removed", detail: null });
  } else {
    resource.managed = false;
  }
  return resource;
}

/** The node has gone from the configuration with its connection, but what runs there must be stopped first. */
function reviveRemoteNode(state: ClusterState, connection: Primitive): void {
  const { id } = connection;
  if (findNodeByName(state, id) === undefined) {
    createNode(state, { id, name: id, kind: "remote", baseScore: clampScore(0) });
  }
  linkRemoteNode(state, connection);
  if (connection.remoteNode !== null) connection.remoteNode.shutdown = true;
}
