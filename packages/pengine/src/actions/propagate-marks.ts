import type { Action } from "../model/action.js";
import type { ClusterNode } from "../model/node.js";
import type { Resource } from "../model/resource.js";
import { assignedLocation } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { setReason } from "../request/reason.js";
import { actionsOf } from "../request/request-action.js";
import {
  addMember,
  combineMarks,
  findMemberActions,
  keepMarks,
  Mark,
  type MarkKeeper,
  type MarkSet,
  type MemberActions,
  ownMarks,
  sameTaskBelow,
} from "./collective-flags.js";
import { basicTask, notifiedTask } from "./collective-task.js";
import { StaleInputs } from "./stale-inputs.js";

/** An action of a collective that stands for actions below it, while marks are propagated. */
interface Collected {
  readonly found: MemberActions;
  /** The combined marks, on any node; null when they must be combined anew. */
  combined: MarkSet | null;
  /** Marks below have changed since the action was last refreshed. */
  changed: boolean;
  /** The combined marks when it was. */
  refreshed: MarkSet | null;
}

/** An action of a collective, as an action below it sees it. */
interface Summary {
  readonly collected: Collected;
  /** Updates of the collective's action ask or change the action below. */
  readonly updates: boolean;
  /** The collective's action stands for this very action, not for a newer one on another node. */
  readonly counts: boolean;
}

/**
 * The marks of all actions while they are propagated: the only place through which they change, so that it is
 * known which inputs have to be applied again, and the only place where they are looked at as others see them,
 * so that what a collective's action stands for is found once.
 */
export class PropagatedMarks {
  readonly state: ClusterState;
  readonly stale: StaleInputs;
  /** Advances with every change. */
  changes = 0;
  private readonly summaries: (readonly Summary[] | undefined)[] = [];
  private readonly collected = new Map<Action, Collected>();
  private readonly below = new Map<Action, readonly Action[]>();
  private readonly viewpoints = new Map<Resource, ClusterNode | null>();
  private readonly keeper: MarkKeeper = {
    require: (action) => {
      action.optional = false;
      this.noteChange(action);
    },
    block: (action) => {
      action.runnable = false;
      this.noteChange(action);
    },
  };
  private readonly kept = (group: MemberActions, node: ClusterNode | null): MarkSet =>
    this.effective(group.action, node);

  constructor(state: ClusterState) {
    this.state = state;
    this.stale = new StaleInputs(state.actions.length);
  }

  /** Makes an action required because of another one; false if it is already. */
  require(action: Action, cause: Action): boolean {
    if (!action.optional) return false;
    action.optional = false;
    setReason(action, "required", cause);
    this.noteChange(action);
    return true;
  }

  /** Makes an action unable to run because of another one, null if that is not to be told; false if it is already. */
  block(action: Action, cause: Action | null): boolean {
    if (!action.runnable) return false;
    action.runnable = false;
    if (cause !== null) setReason(action, "unrunnable", cause);
    this.noteChange(action);
    return true;
  }

  /** Takes an action out of live migration because of another one; false if it has no part in it. */
  forbidMigration(action: Action, cause: Action): boolean {
    if (!action.migratable) return false;
    action.migratable = false;
    setReason(action, "unmigrateable", cause);
    this.noteChange(action);
    return true;
  }

  /** Makes a pseudo-action a real one; false if it is already. */
  makeReal(action: Action): boolean {
    if (!action.pseudo) return false;
    action.pseudo = false;
    this.noteChange(action);
    return true;
  }

  /** Only for what members of collectives do not do together: their marks are combined as they are added. */
  makeOptional(action: Action): void {
    if (action.optional) return;
    action.optional = true;
    this.noteChange(action);
  }

  /** Tells that marks have been changed elsewhere. */
  noteUnseenChanges(): void {
    this.changes += 1;
    this.stale.markEverything();
    this.viewpoints.clear();
    for (const collected of this.collected.values()) {
      collected.combined = null;
      collected.changed = true;
    }
  }

  /** Tells that an action's marks have been changed. */
  noteChange(action: Action): void {
    this.changes += 1;
    this.stale.markAll(action);
    this.markOutputs(action);
    for (const summary of this.summariesOf(action)) this.noteMemberChange(summary, action);
  }

  /** The marks of an action as others see them; what they say for good is stored. */
  effective(action: Action, node: ClusterNode | null): MarkSet {
    const collected = this.collectedOf(action);
    if (collected === undefined) return ownMarks(action);
    const { found } = collected;
    if (node !== null) return keepMarks(found, combineMarks(found, node, this.kept), node, this.keeper);
    collected.combined ??= combineMarks(found, null, this.kept);
    return keepMarks(found, collected.combined, null, this.keeper);
  }

  /**
   * The marks of one end of a link, seen from the other end's node. Only clones look different from there:
   * what is required of them counts there only, but they can run if they can anywhere.
   */
  viewed(action: Action, from: ClusterNode | null): MarkSet {
    const anywhere = this.effective(action, null);
    if (from === null || action.resource?.kind !== "clone") return anywhere;
    return this.effective(action, from) | (anywhere & Mark.runnable);
  }

  /** Whether there were changes below an action since they were last kept. */
  hasChangesBelow(action: Action): boolean {
    return !isPlain(action) && this.collected.get(action)?.changed === true;
  }

  /** Stores what changes below an action say of it for good; true if it may look different from somewhere. */
  keepChangesBelow(action: Action): boolean {
    const collected = this.collected.get(action);
    if (collected === undefined) return false;
    collected.changed = false;
    const before = collected.refreshed;
    collected.refreshed = this.effective(action, null);
    return collected.refreshed !== before || action.resource?.kind === "clone";
  }

  /** Where an action is seen from: its node; for the start of a group, the one node that all members are on. */
  viewpoint(action: Action): ClusterNode | null {
    const { resource } = action;
    if (resource?.kind !== "group" || action.keyTask !== "start") return action.node;
    let node = this.viewpoints.get(resource);
    if (node === undefined) {
      node = assignedLocation(resource);
      this.viewpoints.set(resource, node);
    }
    return node;
  }

  /** The actions that are updated with a collective's action, on one node if one is given. */
  sameTaskBelow(action: Action, node: ClusterNode | null): readonly Action[] {
    if (node !== null) return sameTaskBelow(action, node);
    let below = this.below.get(action);
    if (below === undefined) {
      below = sameTaskBelow(action, null);
      this.below.set(action, below);
    }
    return below;
  }

  private noteMemberChange({ collected, updates, counts }: Summary, member: Action): void {
    const { found } = collected;
    if (updates) this.stale.markAll(found.action);
    collected.changed = true;
    // Instances are also looked at one by one, and node by node; members only together.
    if (found.of === "members") {
      if (!counts) return;
      const before = collected.combined ?? combineMarks(found, null, this.kept);
      collected.combined = addMember(found, before, member);
      if (collected.combined === before) return;
    } else {
      collected.combined = null;
    }
    this.markOutputs(found.action);
  }

  private markOutputs(action: Action): void {
    for (const output of action.outputs) this.stale.mark(output.action, output.peer);
  }

  private collectedOf(action: Action): Collected | undefined {
    if (isPlain(action)) return undefined;
    let collected = this.collected.get(action);
    if (collected === undefined) {
      const found = findMemberActions(action);
      if (found === undefined) return undefined;
      collected = { found, combined: null, changed: false, refreshed: null };
      this.collected.set(action, collected);
    }
    return collected;
  }

  private summariesOf(action: Action): readonly Summary[] {
    if (action.resource === null || action.resource.parent === null) return noSummaries;
    let summaries = this.summaries[action.id];
    if (summaries === undefined) {
      summaries = this.findSummaries(action, action.resource);
      this.summaries[action.id] = summaries;
    }
    return summaries;
  }

  private findSummaries(action: Action, resource: Resource): readonly Summary[] {
    const basic = basicTask(action.keyTask);
    const summaries: Summary[] = [];
    for (let above = resource.parent; above !== null; above = above.parent) {
      for (const candidate of above.actions) {
        const sameTask = candidate.task === action.task;
        if (!sameTask && basicTask(notifiedTask(candidate.keyTask)) !== basic) continue;
        const collected = this.collectedOf(candidate);
        if (collected === undefined) continue;
        const updates = sameTask || collected.found.of === "group instances";
        const counts = actionsOf(resource, action.keyTask, action.intervalMs).at(-1) === action;
        summaries.push({ collected, updates, counts });
      }
    }
    return summaries;
  }
}

const noSummaries: readonly Summary[] = [];

/** Actions of no resource and of primitives have marks of their own only. */
export function isPlain(action: Action): boolean {
  return action.resource === null || action.resource.kind === "primitive";
}
