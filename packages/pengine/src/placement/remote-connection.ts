import type { Primitive } from "../model/resource.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { placementMemory } from "./placement-memory.js";

/**
 * Once the connection of a remote or guest node has been assigned, the node counts as online if it will run
 * somewhere, else as shutting down; resources assigned later are placed accordingly.
 */
export function connectRemoteNode(state: ClusterState, connection: Primitive): void {
  const node = connection.remoteNode;
  if (node === null || !connection.isRemoteConnection) return;
  if (connection.assignedNode === null || connection.nextRole === Role.Stopped) {
    node.shutdown = true;
    return;
  }
  placementMemory(state).returns += 1;
  node.online = true;
  if (!node.seen) node.unclean = false;
}
