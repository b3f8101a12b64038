import { equalIgnoringCase, isTrue, parseInterval } from "@sanode/cib";
import type { ClusterNode } from "../model/node.js";
import type {
  Clone,
  Primitive,
  Replica,
  Resource,
  ResourceDefinition,
  ShutdownLock,
} from "../model/resource.js";
import { enclosingClone, visitTree } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { applyTo } from "./blocks.js";
import { connectionTable } from "./initial-table.js";
import { definitionParameters } from "./parameters.js";
import {
  isFencingDevice,
  isRemoteConnection,
  type Position,
  ResourceRecord,
  topLevel,
} from "./resource-state.js";
import { reportWarning } from "./warnings.js";

const noUtilization: ReadonlyMap<string, string> = new Map();

class PrimitiveRecord extends ResourceRecord implements Primitive {
  readonly kind = "primitive";
  readonly isFencingDevice: boolean;
  readonly isRemoteConnection: boolean;
  remoteNode: ClusterNode | null = null;
  reconnectIntervalMs = 0;
  launcher: Resource | null = null;
  utilization = noUtilization;
  replica: Replica | null = null;
  migrationAllowed: boolean;
  partialMigrationSource: ClusterNode | null = null;
  partialMigrationTarget: ClusterNode | null = null;
  readonly danglingMigrationSources: ClusterNode[] = [];
  shutdownLock: ShutdownLock | null = null;
  pending: Primitive["pending"] = null;
  unassignedByInterleave = false;

  constructor(state: ClusterState, definition: ResourceDefinition, position: Position) {
    super(state, definition, position);
    this.isFencingDevice = isFencingDevice(definition);
    this.isRemoteConnection = isRemoteConnection(definition);
    this.migrationAllowed = mayMigrate(this.meta, this.isRemoteConnection);
  }
}

/** Makes a primitive: at the top level, in a group, as an instance of a clone or as a part of a bundle. */
export function createPrimitive(
  state: ClusterState,
  definition: ResourceDefinition,
  position: Position = topLevel,
): Primitive {
  const primitive = new PrimitiveRecord(state, definition, position);
  if (primitive.isFencingDevice) state.fencingConfigured = true;
  if (primitive.isRemoteConnection) setUpConnection(state, primitive);
  const clone = position.parent === null ? null : enclosingClone(position.parent);
  if (mayBeIn(clone, definition)) primitive.utilization = utilizationOf(state, definition);
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

/**
 * A connection to a remote node that is to be retried after a while stays failed until then, whatever its failure
 * timeout. Those to guests and bundles, which have a container, are not asked for it.
 */
function setUpConnection(state: ClusterState, connection: Primitive): void {
  if (connection.meta.has("container")) {
    connection.allowedNodes = connectionTable(state);
    return;
  }
  connection.reconnectIntervalMs = reconnectInterval(state, connection.definition);
  if (connection.reconnectIntervalMs > 0) connection.failureTimeoutMs = connection.reconnectIntervalMs;
}

/** Whether a promotable clone, if it is one, can have such instances or members. */
export function mayBeIn(clone: Clone | null, definition: ResourceDefinition): boolean {
  return clone?.promotable !== true || supportsPromotion(definition);
}

/** A resource's own utilization; it is not inherited, and the same for all instances. */
function utilizationOf(state: ClusterState, definition: ResourceDefinition): ReadonlyMap<string, string> {
  const { utilizationBlocks: blocks, memory } = definition;
  if (blocks.blocks.length === 0) return noUtilization;
  if (memory.utilization === null) {
    const utilization = new Map<string, string>();
    applyTo(state, blocks, utilization);
    memory.utilization = utilization;
  }
  return memory.utilization;
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
