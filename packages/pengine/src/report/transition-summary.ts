import type { Action } from "../model/action.js";
import { type ClusterNode, isGuestNode } from "../model/node.js";
import type { Primitive, Resource } from "../model/resource.js";
import { currentNode } from "../model/resource-tree.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { findFirstAction } from "../request/find-actions.js";

/** What a transition will do, in the words that administrators know. */
export interface TransitionSummary {
  readonly fencing: readonly FencingSummary[];
  readonly resources: readonly ResourceSummary[];
}

export interface FencingSummary {
  readonly operation: string;
  readonly node: string;
  /** The resource that launches a guest node. */
  readonly launcher: string | null;
  readonly reason: string;
}

export type Verb =
  | "Migrate"
  | "Reload"
  | "Re-promote"
  | "Stop"
  | "Recover"
  | "Move"
  | "Restart"
  | "Demote"
  | "Promote"
  | "Start";

export interface ResourceSummary {
  readonly verb: Verb;
  readonly resource: string;
  readonly origin: string | null;
  readonly destination: string | null;
  readonly originalRole: Role;
  readonly nextRole: Role;
  readonly reason: string | null;
  /** The action that the line stands for cannot run. */
  readonly blocked: boolean;
}

/**
 * Sums up the transition. To be called once, before the graph is built: an active resource recorded as
 * Stopped counts as Started from here on, and actions without a node that are looked up for the assigned node
 * are given it.
 */
export function summarizeTransition(state: ClusterState): TransitionSummary {
  const resources: ResourceSummary[] = [];
  for (const resource of state.resources) summarizeTree(resource, resources);
  return { fencing: summarizeFencing(state), resources };
}

function summarizeFencing(state: ClusterState): FencingSummary[] {
  const fencing: FencingSummary[] = [];
  for (let position = state.actions.length - 1; position >= 0; position -= 1) {
    const action = state.actions[position];
    if (action === undefined || action.task !== "stonith" || action.optional) continue;
    const { node, reason } = action;
    if (node === null || reason === null) continue;
    fencing.push({
      operation: action.meta.get("stonith_action") ?? "",
      node: node.name,
      launcher: isGuestNode(node) ? (node.connection?.launcher?.id ?? null) : null,
      reason,
    });
  }
  return fencing;
}

function summarizeTree(resource: Resource, lines: ResourceSummary[]): void {
  switch (resource.kind) {
    case "primitive":
      return summarizePrimitive(resource, lines);
    case "bundle":
      for (const { ip, container, connection, child } of resource.replicas) {
        for (const part of [ip, container, connection, child]) {
          if (part !== null) summarizePrimitive(part, lines);
        }
      }
      return;
    default:
      for (const child of resource.children) summarizeTree(child, lines);
  }
}

/** What is looked at for one primitive. */
interface Facts {
  readonly primitive: Primitive;
  readonly current: ClusterNode | null;
  readonly next: ClusterNode | null;
  readonly moving: boolean;
  readonly start: Action | undefined;
  readonly stop: Action | undefined;
  readonly promote: Action | undefined;
  readonly demote: Action | undefined;
}

function summarizePrimitive(primitive: Primitive, lines: ResourceSummary[]): void {
  const current = currentNode(primitive);
  if (primitive.removed && current === null) return;
  if (current !== null && primitive.currentRole === Role.Stopped) primitive.currentRole = Role.Started;
  if (!primitive.managed) return;
  const next = primitive.assignedNode;
  if (current === null && next === null) return;
  const facts = collectFacts(primitive, current, next);
  if (primitive.currentRole === primitive.nextRole) {
    if (next !== null) pushIfAny(lines, summarizeSameRole(facts));
  } else summarizeRoleChange(facts, lines);
}

function pushIfAny(lines: ResourceSummary[], line: ResourceSummary | null): void {
  if (line !== null) lines.push(line);
}

function collectFacts(primitive: Primitive, current: ClusterNode | null, next: ClusterNode | null): Facts {
  const start = findFirstAction(primitive, "start", 0, next);
  const stop =
    start?.runnable === true
      ? findFirstAction(primitive, "stop", 0, current)
      : findFirstAction(primitive, "stop", 0, null);
  return {
    primitive,
    current,
    next,
    moving: current !== null && next !== null && current !== next,
    start,
    stop: stop ?? stopElsewhere(primitive),
    promote: findFirstAction(primitive, "promote", 0, next),
    demote: findFirstAction(primitive, "demote", 0, next),
  };
}

/** With `multiple-active=stop_unexpected` the expected node has no stop; another one tells the story. */
function stopElsewhere(primitive: Primitive): Action | undefined {
  const unexpected = primitive.multipleActive === "stop_unexpected" && primitive.activeNodes.length > 1;
  return unexpected ? findFirstAction(primitive, "stop", 0, null) : undefined;
}

function summarizeSameRole(facts: Facts): ResourceSummary | null {
  const { primitive, current, next, start, stop, promote, demote } = facts;
  const migrateFrom = findFirstAction(primitive, "migrate_from", 0, next);
  if (migrateFrom?.runnable === true && current !== null) {
    return line("Migrate", facts, current, next, start, start);
  }
  if (primitive.reload) return line("Reload", facts, current, next, start, start);
  if (start === undefined || start.optional) {
    const repromote = isRequired(demote) && isRequired(promote);
    return repromote ? line("Re-promote", facts, current, next, promote, demote) : null;
  }
  if (!start.runnable) return line("Stop", facts, current, null, stop, reasonOr(stop, start));
  if (facts.moving) return line(primitive.failed ? "Recover" : "Move", facts, current, next, stop, stop);
  if (primitive.failed) return line("Recover", facts, current, null, stop, stop);
  return line("Restart", facts, current, next, start, start);
}

function summarizeRoleChange(facts: Facts, lines: ResourceSummary[]): void {
  const { primitive, start, stop } = facts;
  if (stop !== undefined && (primitive.nextRole === Role.Stopped || start?.runnable === false)) {
    for (const node of primitive.activeNodes) {
      const own = findFirstAction(primitive, "stop", 0, node);
      lines.push(line("Stop", facts, node, null, own, reasonOr(own, start)));
    }
    return;
  }
  pushIfAny(lines, summarizeActiveChange(facts));
}

function summarizeActiveChange(facts: Facts): ResourceSummary | null {
  const { primitive, current, next, start, stop, promote, demote } = facts;
  if (stop !== undefined && primitive.failed && primitive.stopIfFailed) {
    return line("Recover", facts, current, next, stop, start ?? stop);
  }
  if (facts.moving) return line("Move", facts, current, next, stop, stop);
  if (primitive.reload) return line("Reload", facts, current, next, start, start);
  if (isRequired(stop)) return line("Restart", facts, current, next, start, start);
  if (primitive.currentRole === Role.Promoted) return line("Demote", facts, current, next, demote, demote);
  if (primitive.nextRole === Role.Promoted) return line("Promote", facts, current, next, promote, promote);
  if (primitive.currentRole === Role.Stopped && primitive.nextRole > Role.Stopped) {
    return line("Start", facts, current, next, start, start);
  }
  return null;
}

function isRequired(action: Action | undefined): boolean {
  return action !== undefined && !action.optional;
}

/** The stop if it tells a reason, else the start, if there is one. */
function reasonOr(stop: Action | undefined, start: Action | undefined): Action | undefined {
  if (stop !== undefined && stop.reason !== null) return stop;
  return start ?? stop;
}

function line(
  verb: Verb,
  facts: Facts,
  origin: ClusterNode | null,
  destination: ClusterNode | null,
  action: Action | undefined,
  source: Action | undefined,
): ResourceSummary {
  return {
    verb,
    resource: facts.primitive.id,
    origin: origin?.name ?? null,
    destination: destination?.name ?? null,
    originalRole: facts.primitive.currentRole,
    nextRole: facts.primitive.nextRole,
    reason: source?.reason ?? null,
    blocked: action?.runnable === false,
  };
}
