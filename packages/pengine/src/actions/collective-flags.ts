import type { Action } from "../model/action.js";
import type { ClusterNode } from "../model/node.js";
import type { Bundle, Clone, Group, Resource } from "../model/resource.js";
import { childrenOf, instancesOf } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { actionsOf } from "../request/request-action.js";
import { basicTask, notifiedTask } from "./collective-task.js";

/** Marks of an action as bits. */
export const Mark = { required: 1, runnable: 2, migratable: 4 } as const;

/** A set of {@link Mark} bits. */
export type MarkSet = number;

/** Told when looking at a collective's action makes it required or blocked for good. */
export interface MarkKeeper {
  require(action: Action): void;
  block(action: Action): void;
}

const plainKeeper: MarkKeeper = {
  require(action) {
    action.optional = false;
  },
  block(action) {
    action.runnable = false;
  },
};

/** The marks that are stored in an action. */
export function ownMarks(action: Action): MarkSet {
  return (
    (action.optional ? 0 : Mark.required) |
    (action.runnable ? Mark.runnable : 0) |
    (action.migratable ? Mark.migratable : 0)
  );
}

/** All that is stored in an action, to see whether it has changed: its marks, and whether it is always in the graph. */
export function comparableMarks(action: Action): number {
  return ownMarks(action) | (action.pseudo ? 8 : 0) | (action.alwaysGraphed ? 16 : 0);
}

/**
 * The actions of members or instances that a collective's action stands for: of each the newest with the
 * same task, on any node or on a given one.
 */
export interface MemberActions {
  readonly action: Action;
  /** Members must all be able to act, instances need not. */
  readonly of: "members" | "primitive instances" | "group instances";
  readonly anywhere: readonly Action[];
  readonly onNode: ReadonlyMap<ClusterNode, readonly Action[]>;
  /** Of groups: the number of members. */
  readonly size: number;
  /** Of groups: the group's action comes after its members'. */
  readonly completes: boolean;
  /** Of groups: members that are not active need not have the action. */
  readonly endsActivity: boolean;
  /** Of cloned groups: what each group's action stands for. */
  readonly nested: readonly MemberActions[];
}

/** Finds what a collective's action stands for; undefined for actions of primitives and of no resource. */
export function findMemberActions(action: Action): MemberActions | undefined {
  const { resource } = action;
  if (resource === null || resource.kind === "primitive") return undefined;
  return resource.kind === "group" ? membersOf(action, resource) : instanceActionsOf(action, resource);
}

function membersOf(action: Action, group: Group): MemberActions {
  const task = basicTask(notifiedTask(action.keyTask));
  return {
    action,
    of: "members",
    ...collect(group.children, task),
    size: group.children.length,
    completes: task !== action.keyTask,
    endsActivity: task === "stop" || task === "demote",
    nested: [],
  };
}

function instanceActionsOf(action: Action, collective: Clone | Bundle): MemberActions {
  const task = notifiedTask(action.keyTask);
  const instances = judgedInstances(action, collective);
  const ofGroups = instances[0]?.kind === "group";
  const found = collect(instances, ofGroups ? task : basicTask(task));
  return {
    action,
    of: ofGroups ? "group instances" : "primitive instances",
    ...found,
    size: instances.length,
    completes: false,
    endsActivity: false,
    nested: ofGroups ? found.anywhere.flatMap((instance) => findMemberActions(instance) ?? []) : [],
  };
}

const rolesOfChildren: ReadonlySet<string> = new Set(["promote", "demote"]);

/**
 * A bundle's promotions, demotions and notifications are those of what runs inside, if anything is configured to; all
 * else is its containers'.
 */
function judgedInstances(action: Action, collective: Clone | Bundle): readonly Resource[] {
  if (collective.kind === "clone") return collective.children;
  const task = notifiedTask(action.keyTask);
  if (task !== action.keyTask || rolesOfChildren.has(basicTask(task))) {
    return collective.bundledClone?.children ?? instancesOf(collective);
  }
  return instancesOf(collective);
}

/** A collective takes no part in live migration: what it is asked for stands for nothing that its parts do. */
const migrations: ReadonlySet<string> = new Set(["migrate_to", "migrate_from"]);

function collect(
  resources: readonly Resource[],
  task: string,
): { anywhere: Action[]; onNode: Map<ClusterNode, Action[]> } {
  const anywhere: Action[] = [];
  const onNode = new Map<ClusterNode, Action[]>();
  if (migrations.has(task)) return { anywhere, onNode };
  for (const resource of resources) {
    const actions = actionsOf(resource, task);
    const newest = actions.at(-1);
    if (newest === undefined) continue;
    anywhere.push(newest);
    const seen = new Set<ClusterNode>();
    for (let at = actions.length - 1; at >= 0; at -= 1) {
      const action = actions[at];
      const node = action?.node;
      if (action === undefined || node === null || node === undefined || seen.has(node)) continue;
      if (actions.length > 1) seen.add(node);
      const known = onNode.get(node);
      if (known === undefined) onNode.set(node, [action]);
      else known.push(action);
    }
  }
  return { anywhere, onNode };
}

const noActions: readonly Action[] = [];

/** Beside {@link Mark}, in what is combined of members' marks: the group's action is blocked for good. */
const BLOCKED_FOR_GOOD = 8;

/**
 * Combines the marks of members' or instances' actions, on one node if one is given. The result is required if
 * one of them is. A group's can run if all its members' can, a clone's or bundle's if one instance's can.
 *
 * @param marksOf gives the kept marks of a cloned group's action
 */
export function combineMarks(
  found: MemberActions,
  node: ClusterNode | null,
  marksOf: (group: MemberActions, node: ClusterNode | null) => MarkSet,
): MarkSet {
  let marks = 0;
  if (found.of === "group instances") {
    for (const group of found.nested) marks |= marksOf(group, node);
    return marks & ~Mark.migratable;
  }
  const actions = node === null ? found.anywhere : (found.onNode.get(node) ?? noActions);
  if (found.of === "members") return combineMembers(found, actions);
  for (const action of actions) marks |= ownMarks(action);
  return marks & ~Mark.migratable;
}

function combineMembers(found: MemberActions, actions: readonly Action[]): MarkSet {
  const missing = actions.length < found.size && !found.endsActivity;
  let marks: MarkSet = missing ? 0 : Mark.runnable;
  for (const action of actions) marks = addMember(found, marks, action);
  return marks;
}

/** Adds a member's action, or its changed marks, to the combined marks: requirements and blocks only grow. */
export function addMember(found: MemberActions, combined: MarkSet, member: Action): MarkSet {
  let marks = combined;
  if (!member.optional) marks |= Mark.required;
  if (found.completes && !member.runnable) marks = (marks & ~Mark.runnable) | BLOCKED_FOR_GOOD;
  return marks;
}

/**
 * Stores what combined marks say of a collective's action for good: that it is required, and that it cannot
 * run as far as that does not come from missing members or from looking at one node only.
 *
 * @returns the marks as others see them
 */
export function keepMarks(
  found: MemberActions,
  combined: MarkSet,
  node: ClusterNode | null,
  keeper: MarkKeeper,
): MarkSet {
  const { action } = found;
  if (action.optional && (combined & Mark.required) !== 0) keeper.require(action);
  if (action.runnable) {
    const blocked =
      found.of === "members"
        ? (combined & BLOCKED_FOR_GOOD) !== 0
        : node === null && (combined & Mark.runnable) === 0;
    if (blocked) keeper.block(action);
  }
  return combined & ~BLOCKED_FOR_GOOD;
}

/** Combines and keeps, groups of a clone before the clone. */
function summarizeMarks(found: MemberActions, node: ClusterNode | null): MarkSet {
  return keepMarks(found, combineMarks(found, node, summarizeMarks), node, plainKeeper);
}

/** The marks of an action as others see them. */
export interface EffectiveFlags {
  readonly optional: boolean;
  readonly runnable: boolean;
  readonly migratable: boolean;
}

/**
 * The marks of an action as others see them, on one node if one is given: a primitive's own, a collective's
 * combined from its members or instances (which also changes what is stored, see {@link keepMarks}).
 * A collective takes no part in live migration.
 */
export function effectiveFlags(
  _state: ClusterState,
  action: Action,
  node: ClusterNode | null,
): EffectiveFlags {
  const found = findMemberActions(action);
  const marks = found === undefined ? ownMarks(action) : summarizeMarks(found, node);
  return {
    optional: (marks & Mark.required) === 0,
    runnable: (marks & Mark.runnable) !== 0,
    migratable: (marks & Mark.migratable) !== 0,
  };
}

/** The newest action of a resource with a task, on one node if one is given. */
export function newestOn(resource: Resource, task: string, node: ClusterNode | null): Action | undefined {
  const actions = actionsOf(resource, task);
  if (node === null) return actions.at(-1);
  for (let at = actions.length - 1; at >= 0; at -= 1) {
    const action = actions[at];
    if (action?.node === node) return action;
  }
  return undefined;
}

/**
 * The actions that are updated with a collective's action: of each member of a group, instance of a clone or
 * container of a bundle the newest with the same task, on one node if one is given. What an action executes counts,
 * not its key: of one notification any other may be found. Completions of groups have none.
 */
export function sameTaskBelow(action: Action, node: ClusterNode | null): readonly Action[] {
  const { resource, task } = action;
  if (resource === null) return noActions;
  const below = resource.kind === "bundle" ? instancesOf(resource) : childrenOf(resource);
  const actions: Action[] = [];
  for (const part of below) {
    const found = newestExecuting(part, task, node);
    if (found !== undefined) actions.push(found);
  }
  return actions;
}

function newestExecuting(resource: Resource, task: string, node: ClusterNode | null): Action | undefined {
  for (let at = resource.actions.length - 1; at >= 0; at -= 1) {
    const action = resource.actions[at];
    if (action?.task === task && (node === null || action.node === node)) return action;
  }
  return undefined;
}
