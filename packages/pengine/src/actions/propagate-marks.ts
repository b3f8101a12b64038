import type { Action } from "../model/action.js";
import type { ClusterNode } from "../model/node.js";
import type { Resource } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { setReason } from "../request/reason.js";
import {
  findMemberActions,
  Mark,
  type MarkKeeper,
  type MarkSet,
  type MemberActions,
  ownMarks,
  summarizeMarks,
} from "./collective-flags.js";
import { basicTask, notifiedTask } from "./collective-task.js";

/** An action of a collective that stands for actions below it. */
interface Summary {
  readonly action: Action;
  /** The actions below have the same task, not only the same basic one. */
  readonly sameTask: boolean;
}

/**
 * The marks of all actions while they are propagated: the only place through which they change, so that it is
 * known when something last changed, and the only place where they are looked at as others see them, so that
 * what a collective's action stands for is found once.
 *
 * Time is a counter that advances with every change.
 */
export class PropagatedMarks {
  readonly state: ClusterState;
  /** The present moment. */
  now = 1;
  /** The last moment at which marks changed unseen. */
  allChanged = 0;
  /** By action number: the last change of its own marks. */
  private readonly ownChanged: Int32Array;
  /** By action number: the last change of an action with the same task that it stands for. */
  private readonly memberChanged: Int32Array;
  /** The same for all with the same basic task. */
  private readonly instanceChanged: Int32Array;
  private readonly summaries: (readonly Summary[] | undefined)[] = [];
  private readonly members = new Map<Action, MemberActions>();
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

  constructor(state: ClusterState) {
    this.state = state;
    const size = state.actions.length + 1;
    this.ownChanged = new Int32Array(size);
    this.memberChanged = new Int32Array(size);
    this.instanceChanged = new Int32Array(size);
  }

  /** Whether the marks of an action changed after a moment. */
  changedAfter(action: Action, moment: number): boolean {
    return (this.ownChanged[action.id] ?? 0) > moment;
  }

  /** Whether those of the members' actions that are updated with it did, or what is asked of them first. */
  updatesChangedAfter(action: Action, moment: number): boolean {
    if ((this.memberChanged[action.id] ?? 0) > moment) return true;
    return this.membersOf(action)?.of === "group instances" && this.instancesChangedAfter(action, moment);
  }

  /** Whether those of any action that it stands for did. */
  instancesChangedAfter(action: Action, moment: number): boolean {
    return (this.instanceChanged[action.id] ?? 0) > moment;
  }

  /** Makes an action required because of another one; false if it is already. */
  require(action: Action, cause: Action): boolean {
    if (!action.optional) return false;
    action.optional = false;
    setReason(action, "required", cause);
    this.noteChange(action);
    return true;
  }

  /**
   * Makes an action unable to run, because of another one if that is to be told; false if it is already.
   */
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

  makeOptional(action: Action): void {
    if (action.optional) return;
    action.optional = true;
    this.noteChange(action);
  }

  /** Tells that marks have been changed elsewhere. */
  noteUnseenChanges(): void {
    this.now += 1;
    this.allChanged = this.now;
  }

  /** Tells that an action's marks have been changed. */
  noteChange(action: Action): void {
    this.now += 1;
    this.ownChanged[action.id] = this.now;
    for (const summary of this.summariesOf(action)) {
      this.instanceChanged[summary.action.id] = this.now;
      if (summary.sameTask) this.memberChanged[summary.action.id] = this.now;
    }
  }

  /** What an action of a collective stands for; undefined for others. */
  membersOf(action: Action): MemberActions | undefined {
    if (isPlain(action)) return undefined;
    let found = this.members.get(action);
    if (found === undefined) {
      found = findMemberActions(action);
      if (found !== undefined) this.members.set(action, found);
    }
    return found;
  }

  /** The marks of an action as others see them; what is stored by looking is kept in mind. */
  effective(action: Action, node: ClusterNode | null): MarkSet {
    const found = this.membersOf(action);
    return found === undefined ? ownMarks(action) : summarizeMarks(found, node, this.keeper);
  }

  /**
   * The marks of one end of a link, seen from the other end's node. Only clones look different from there:
   * what is required of them counts there only, but they can run if they can anywhere.
   */
  viewed(action: Action, from: ClusterNode | null): MarkSet {
    return this.view(action, from, this.keeper);
  }

  /** As {@link viewed}, without storing anything. */
  glimpsed(action: Action, from: ClusterNode | null): MarkSet {
    return this.view(action, from, null);
  }

  private view(action: Action, from: ClusterNode | null, keeper: MarkKeeper | null): MarkSet {
    const found = this.membersOf(action);
    if (found === undefined) return ownMarks(action);
    const anywhere = summarizeMarks(found, null, keeper);
    if (from === null || action.resource?.kind !== "clone") return anywhere;
    return summarizeMarks(found, from, keeper) | (anywhere & Mark.runnable);
  }

  private summariesOf(action: Action): readonly Summary[] {
    if (action.resource === null || action.resource.parent === null) return noSummaries;
    let summaries = this.summaries[action.id];
    if (summaries === undefined) {
      summaries = findSummaries(action, action.resource);
      this.summaries[action.id] = summaries;
    }
    return summaries;
  }
}

const noSummaries: readonly Summary[] = [];

/** Actions of no resource and of primitives have marks of their own only. */
export function isPlain(action: Action): boolean {
  return action.resource === null || action.resource.kind === "primitive";
}

function findSummaries(action: Action, resource: Resource): readonly Summary[] {
  const basic = basicTask(action.keyTask);
  const summaries: Summary[] = [];
  for (let above = resource.parent; above !== null; above = above.parent) {
    for (const candidate of above.actions) {
      if (basicTask(notifiedTask(candidate.keyTask)) !== basic) continue;
      summaries.push({ action: candidate, sameTask: candidate.keyTask === action.keyTask });
    }
  }
  return summaries;
}
