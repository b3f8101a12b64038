import { equalIgnoringCase, isTrue, parseInterval } from "@sanode/cib";
import type { Clone, Primitive, ResourceDefinition } from "../model/resource.js";
import { enclosingClone, visitTree } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { connectionTable } from "./initial-table.js";
import { definitionParameters } from "./parameters.js";
import {
  createResourceState,
  isFencingDevice,
  isRemoteConnection,
  type Position,
  topLevel,
} from "./resource-state.js";
import { reportWarning } from "./warnings.js";

/** Makes a primitive: at the top level, in a group, as an instance of a clone or as a part of a bundle. */
export function createPrimitive(
  state: ClusterState,
  definition: ResourceDefinition,
  position: Position = topLevel,
): Primitive {
  const clone = position.parent === null ? null : enclosingClone(position.parent);
  const fencing = isFencingDevice(definition);
  if (fencing) state.fencingConfigured = true;
  const common = createResourceState(state, definition, position);
  const connection = isRemoteConnection(definition);
  const reconnectIntervalMs = connection ? reconnectInterval(state, definition) : 0;
  const primitive: Primitive = {
    ...common,
    kind: "primitive",
    isFencingDevice: fencing,
    isRemoteConnection: connection,
    failureTimeoutMs: reconnectIntervalMs > 0 ? reconnectIntervalMs : common.failureTimeoutMs,
    remoteNode: null,
    reconnectIntervalMs,
    launcher: null,
    utilization: definition.utilization,
    replica: null,
    migrationAllowed: mayMigrate(common.meta, connection),
    partialMigrationSource: null,
    partialMigrationTarget: null,
    danglingMigrationSources: [],
    shutdownLock: null,
    pending: null,
    unassignedByInterleave: false,
  };
  if (connection && primitive.meta.has("container")) primitive.allowedNodes = connectionTable(state);
  if (clone !== null && primitive.unique && !hasUniqueInstances(definition)) {
    if ((position.instance ?? 0) === 0) {
      const message = `${clone.id} can only be an anonymous clone, as ${primitive.id} has no unique instances`;
      reportWarning(state, clone.id, "anonymous-clone", message);
    }
    makeAnonymous(state, clone);
    primitive.unique = false;
  }
  return primitive;
}

/** Only OCF agents have a promoted role. */
export function supportsPromotion(definition: ResourceDefinition): boolean {
  return definition.agent !== null && equalIgnoringCase(definition.agent.class, "ocf");
}

/** Agents of other standards cannot tell one of their instances on a node from another. */
function hasUniqueInstances(definition: ResourceDefinition): boolean {
  return isFencingDevice(definition) || supportsPromotion(definition);
}

/** Read without a node. Source: "Remote Node Connection Options" in Pacemaker Explained. */
function reconnectInterval(state: ClusterState, definition: ResourceDefinition): number {
  return parseInterval(definitionParameters(state, definition, null).get("reconnect_interval"));
}

function mayMigrate(meta: ReadonlyMap<string, string>, connection: boolean): boolean {
  const text = meta.get("allow-migrate");
  return text === undefined ? connection && !meta.has("container") : isTrue(text);
}

/**
 * Agents without unique instances make the whole clone anonymous. Only what is below the clone at this moment
 * changes, so in a cloned group some members of the instance being made may stay unique.
 * Regression case force-anon-clone-max.
 */
function makeAnonymous(state: ClusterState, clone: Clone): void {
  clone.nodeMax = 1;
  clone.max = Math.min(clone.max, state.nodes.length);
  clone.globallyUnique = false;
  clone.meta.set("globally-unique", "false");
  visitTree(clone, (resource) => {
    resource.unique = false;
  });
}
