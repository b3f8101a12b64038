import { equalIgnoringCase, isTrue, parseInteger, type Score } from "@sanode/cib";
import type { Action } from "../model/action.js";
import type { Colocation } from "../model/colocation.js";
import type { Location } from "../model/location.js";
import type { ClusterNode } from "../model/node.js";
import type { NodeTable } from "../model/node-table.js";
import type {
  MultipleActive,
  Primitive,
  Requires,
  Resource,
  ResourceDefinition,
  ResourceState,
} from "../model/resource.js";
import { enclosingClone } from "../model/resource-tree.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import type { TicketConstraint } from "../model/ticket.js";
import { initialTable } from "./initial-table.js";
import { finalMeta } from "./meta-attributes.js";
import { readResourceOptions } from "./resource-options.js";
import { judgeTargetRole } from "./target-role.js";
import { reportError, reportWarning, type WarningSink } from "./warnings.js";

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

/**
 * What resources of all kinds have in common, as it is before the status is read.
 *
 * A class, since there can be very many: engines lay out instances of a class much more compactly than objects of
 * this many properties put together from parts.
 */
export abstract class ResourceRecord implements ResourceState {
  readonly id: string;
  readonly definition: ResourceDefinition;
  readonly instance: number | null;
  parent: Resource | null;
  readonly meta: Map<string, string>;
  historyName: string | null = null;

  priority: number;
  readonly critical: boolean;
  readonly requires: Requires;
  multipleActive: MultipleActive;
  readonly stickiness: Score;
  readonly migrationThreshold: Score;
  failureTimeoutMs: number;
  readonly allowUnhealthyNodes: boolean;
  notify: boolean;
  readonly promotable: boolean;
  unique: boolean;
  readonly internal: boolean;

  managed: boolean;
  maintenance: boolean;
  blocked = false;
  failed = false;
  stopIfFailed = false;
  failureIgnored = false;
  removed = false;
  startPending = false;
  reload = false;
  exclusiveDiscovery = false;

  currentRole: Role = Role.Stopped;
  nextRole: Role;
  readonly activeNodes: ClusterNode[] = [];
  readonly knownNodes = new Set<ClusterNode>();

  allowedNodes: NodeTable;
  assigned = false;
  assigning = false;
  assignedNode: ClusterNode | null = null;
  assignedScores: NodeTable | null = null;

  readonly locations: Location[] = [];
  readonly asDependent: Colocation[] = [];
  readonly asPrimary: Colocation[] = [];
  readonly tickets: TicketConstraint[] = [];
  readonly launched: Primitive[] = [];
  readonly actions: Action[] = [];
  readonly actionsByKey = new Map<string, Action[]>();

  constructor(state: ClusterState, definition: ResourceDefinition, { parent, instance }: Position) {
    state.resourceCount += 1;
    const { configId } = definition;
    const id = instance === null ? configId : `${configId}:${instance}`;
    const meta = finalMeta(state, definition, parent, instance);
    const quiet = instance !== null && instance > 0;
    const options = readResourceOptions(state, {
      id,
      meta,
      isFencingDevice: isFencingDevice(definition),
      isRemoteConnection: isRemoteConnection(definition),
      quiet,
    });
    this.id = id;
    this.definition = definition;
    this.instance = instance;
    this.parent = parent;
    this.meta = meta;
    this.priority = options.priority;
    this.critical = options.critical;
    this.requires = options.requires;
    this.multipleActive = options.multipleActive;
    this.stickiness = options.stickiness;
    this.migrationThreshold = options.migrationThreshold;
    this.failureTimeoutMs = options.failureTimeoutMs;
    this.allowUnhealthyNodes = options.allowUnhealthyNodes;
    this.notify = options.notify;
    this.internal = options.internal;
    this.managed = options.managed;
    this.maintenance = options.maintenance;
    const isClone = definition.element.name === "clone";
    const clone = parent === null ? null : enclosingClone(parent);
    const cloned = isClone || clone !== null;
    this.promotable = isTrue(meta.get("promotable"));
    this.unique = !cloned || wantsUniqueInstances(meta);
    const inPromotable = isClone ? this.promotable : clone?.promotable === true;
    this.nextRole = readTargetRole(quiet ? null : state, id, meta.get("target-role"), inPromotable);
    this.allowedNodes = initialTable(state);
  }
}

/** @param sink told of what cannot be used, or should be written differently; null for nobody */
function readTargetRole(
  sink: WarningSink | null,
  id: string,
  text: string | undefined,
  promotable: boolean,
): Role {
  const request = judgeTargetRole(text, promotable);
  if (sink !== null && text !== undefined) {
    if (/^(?:default|slave|master)$/i.test(text)) {
      reportWarning(sink, id, "deprecated-value", `${id}: target-role=${text} is deprecated`);
    }
    if (request.kind === "invalid") {
      reportError(sink, id, "invalid-target-role", `${id}: target-role=${text} is ignored`);
    }
  }
  return request.kind === "limit" ? request.role : Role.Unknown;
}

/** Unless told, instances are unique if there may be several on a node. */
function wantsUniqueInstances(meta: ReadonlyMap<string, string>): boolean {
  const explicit = meta.get("globally-unique");
  if (explicit !== undefined) return isTrue(explicit);
  return (parseInteger(meta.get("clone-node-max")) ?? 0) > 1;
}
