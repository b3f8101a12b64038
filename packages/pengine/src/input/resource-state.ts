import { equalIgnoringCase, isTrue, parseInteger } from "@sanode/cib";
import type { Resource, ResourceDefinition, ResourceState } from "../model/resource.js";
import { enclosingClone } from "../model/resource-tree.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { initialTable } from "./initial-table.js";
import { finalMeta } from "./meta-attributes.js";
import { readResourceOptions } from "./resource-options.js";
import { checkTargetRole, requestedRole } from "./target-role.js";

/** Where in the tree a resource is made. */
export interface Position {
  readonly parent: Resource | null;
  /** Number of the clone instance; null outside clones. */
  readonly instance: number | null;
}

/** At the top of the tree. */
export const topLevel: Position = { parent: null, instance: null };

/** Whether a definition is of a fencing device. */
export function isFencingDevice(definition: ResourceDefinition): boolean {
  return definition.agent !== null && equalIgnoringCase(definition.agent.class, "stonith");
}

/** Whether a definition is of a connection to Pacemaker Remote. */
export function isRemoteConnection(definition: ResourceDefinition): boolean {
  const { agent } = definition;
  return (
    agent !== null &&
    equalIgnoringCase(agent.class, "ocf") &&
    equalIgnoringCase(agent.provider ?? "", "pacemaker") &&
    equalIgnoringCase(agent.type, "remote")
  );
}

/** What resources of all kinds have in common, as it is before the status is read. */
export function createResourceState(
  state: ClusterState,
  definition: ResourceDefinition,
  { parent, instance }: Position,
): ResourceState {
  const index = state.resourceCount;
  state.resourceCount += 1;
  const { configId } = definition;
  const id = instance === null ? configId : `${configId}:${instance}`;
  const meta = finalMeta(state, definition, parent, instance);
  const cloned = definition.element.name === "clone" || (parent !== null && enclosingClone(parent) !== null);
  const quiet = instance !== null && instance > 0;
  const options = readResourceOptions(state, {
    id,
    meta,
    isFencingDevice: isFencingDevice(definition),
    isRemoteConnection: isRemoteConnection(definition),
    quiet,
  });
  const promotable = cloned && isTrue(meta.get("promotable"));
  if (!quiet) checkTargetRole(state, { id, meta, promotable });
  return {
    index,
    id,
    definition,
    instance,
    parent,
    meta,
    historyName: null,
    ...options,
    promotable,
    unique: !cloned || wantsUniqueInstances(meta),
    blocked: false,
    failed: false,
    stopIfFailed: false,
    failureIgnored: false,
    removed: false,
    startPending: false,
    reload: false,
    exclusiveDiscovery: false,
    currentRole: Role.Stopped,
    nextRole: requestedRole({ meta, promotable }),
    activeNodes: [],
    knownNodes: new Set(),
    allowedNodes: initialTable(state),
    assigned: false,
    assigning: false,
    assignedNode: null,
    assignedScores: null,
    locations: [],
    asDependent: [],
    asPrimary: [],
    tickets: [],
    launched: [],
    actions: [],
    actionsByKey: new Map(),
  };
}

/** Unless told, instances are unique if there may be several on a node. */
function wantsUniqueInstances(meta: ReadonlyMap<string, string>): boolean {
  const explicit = meta.get("globally-unique");
  if (explicit !== undefined) return isTrue(explicit);
  return (parseInteger(meta.get("clone-node-max")) ?? 0) > 1;
}
