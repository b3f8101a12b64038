import type { Action } from "../model/action.js";
import { type Link, Order } from "../model/ordering.js";
import type { ClusterState } from "../model/state.js";
import { linkActions } from "../request/orderings.js";
import { completionFor } from "./completion.js";
import { blockDependents, blockingTask } from "./propagate-colocations.js";
import { applyAtOnce, applyRules, beginLink } from "./propagate-link.js";
import { isPlain, PropagatedMarks } from "./propagate-marks.js";
import { finish, type Refreshing } from "./refreshing.js";
import { refreshOutputs } from "./update-by-kind.js";
import { Changed } from "./update-primitive.js";
import { voidImpossibleLinks } from "./void-links.js";

/**
 * Carries requirements and inability to run along the links between actions until nothing changes any more.
 * Every action is refreshed once, the newest first; what a change asks for follows at once. The order decides
 * which reason is given for a change, and a few changes themselves.
 */
export function propagate(state: ClusterState): void {
  const propagation = new Propagation(state);
  for (let at = state.actions.length - 1; at >= 0; at -= 1) {
    const action = state.actions[at];
    if (action !== undefined) propagation.refresh(action);
  }
  voidImpossibleLinks(state);
}

/** Blocks what must run with resources whose starts and promotions are known to be impossible by now. */
export function blockDependentsOfBlocked(state: ClusterState): void {
  const propagation = new Propagation(state);
  for (let at = state.actions.length - 1; at >= 0; at -= 1) {
    const action = state.actions[at];
    if (action !== undefined && !action.runnable && blockingTask(action) !== null) {
      propagation.blockDependents(action);
    }
  }
}

/**
 * Refreshing an action applies its inputs; whenever something changed, what depends on it is refreshed in turn.
 * Inputs that had no effect and whose ends have not changed since are passed over.
 */
class Propagation {
  private readonly marks: PropagatedMarks;
  private readonly counted = new Set<Action>();
  private readonly refreshIfStale = (action: Action): Refreshing<void> | null =>
    this.isStale(action) ? this.refreshing(action) : null;

  constructor(state: ClusterState) {
    this.marks = new PropagatedMarks(state);
  }

  /** Refreshes an action and all that follows from it. */
  refresh(action: Action): void {
    const work = this.refreshIfStale(action);
    if (work !== null) finish(work, this.refreshIfStale);
  }

  /** Blocks the dependents of an action that cannot run, and refreshes them. */
  blockDependents(action: Action): void {
    finish(blockDependents(this.marks, action), this.refreshIfStale);
  }

  /** What counts is blocked until it has been counted, though there may be nothing to count. */
  private isStale(action: Action): boolean {
    if (action.requiredRunnable > 0 && !this.counted.has(action)) return true;
    return this.staleInput(action, action.inputs.length) >= 0 || this.looksDifferent(action);
  }

  /**
   * The newest stale input before a given one; -1 if there is none. Inputs that cannot change marks are none: all
   * they do is that the action is looked at.
   */
  private staleInput(action: Action, before: number): number {
    const { marks } = this;
    for (let at = marks.stale.newest(action, before); at >= 0; at = marks.stale.newest(action, at)) {
      const link = action.inputs[at];
      if (link !== undefined && link.set !== 0) {
        if (!isMereSequence(link, action)) return at;
        marks.effective(action, null);
      }
      marks.stale.clear(action, at);
    }
    return -1;
  }

  private *refreshing(then: Action): Refreshing<void> {
    if (then.requiredRunnable > 0) return yield* this.recounting(then);
    const { runnable } = then;
    this.keepChangesBelow(then);
    let changed = false;
    // Newest first; inputs that are added meanwhile stand behind and are not visited.
    let at = this.staleInput(then, then.inputs.length);
    while (at >= 0) {
      const link = then.inputs[at];
      if (link !== undefined && (yield* this.applyInput(then, at, link))) changed = true;
      at = this.staleInput(then, at);
    }
    if (changed) yield* this.followChange(then, runnable);
  }

  /**
   * Counts all inputs that can run anew; whether the counting action can is only known at the end. That it is in the
   * graph from now on is a change too, here only.
   */
  private *recounting(then: Action): Refreshing<void> {
    const { optional, runnable, alwaysGraphed } = then;
    this.counted.add(then);
    then.runnableInputs = 0;
    then.runnable = false;
    for (let at = then.inputs.length - 1; at >= 0; at -= 1) {
      const link = then.inputs[at];
      if (link !== undefined && link.set !== 0) yield* this.applyInput(then, at, link);
    }
    if (then.optional === optional && then.runnable === runnable && then.alwaysGraphed === alwaysGraphed)
      return;
    this.marks.noteChange(then);
    yield* this.followChange(then, runnable);
  }

  private *followChange(action: Action, wasRunnable: boolean): Refreshing<void> {
    if (wasRunnable && !action.runnable) yield blockDependents(this.marks, action);
    yield action;
    yield* refreshOutputs(action);
  }

  /** A collective's action that has inputs is looked at whenever it is refreshed. */
  private looksDifferent(action: Action): boolean {
    return this.marks.hasChangesBelow(action) && action.inputs.some((link) => link.set !== 0);
  }

  /** Where a collective's action looks different, links that show what comes before it apply again. */
  private keepChangesBelow(action: Action): void {
    if (!this.looksDifferent(action) || !this.marks.keepChangesBelow(action)) return;
    for (const [at, { set }] of action.inputs.entries()) {
      if ((set & Order.graphFirst) !== 0) this.marks.stale.mark(action, at);
    }
  }

  /** Applies one input; true if the then action counts as changed. */
  private *applyInput(then: Action, index: number, link: Link): Refreshing<boolean> {
    const { marks } = this;
    const first = link.action;
    const { changes } = marks;
    if ((link.set & Order.sameNode) !== 0 && this.areApart(first, then)) {
      link.set = 0;
      return false;
    }
    if ((link.set & Order.cancelFirst) !== 0 && !then.optional) this.cancel(first);
    const completion = completionFor(first, then);
    if (completion !== undefined) {
      if (linkActions(completion, then, link.set, link.ordering)) {
        link.set = 0;
        return true;
      }
      marks.stale.clear(then, index);
      return false;
    }
    const application = beginLink(marks, first, then, link);
    if (!applyAtOnce(application)) yield* applyRules(application);
    const { changed } = application;
    if (marks.changes === changes) marks.stale.clear(then, index);
    if ((changed & Changed.first) !== 0) {
      yield* refreshOutputs(first);
      yield first;
    }
    return (changed & Changed.then) !== 0;
  }

  private cancel(action: Action): void {
    if (action.resource === null) return;
    this.marks.makeOptional(action);
    if (action.keyTask === "reload-agent") action.resource.reload = false;
  }

  /** Both nodes are known, and they are different. */
  private areApart(first: Action, then: Action): boolean {
    const a = this.marks.viewpoint(first);
    const b = this.marks.viewpoint(then);
    return a !== null && b !== null && a !== b;
  }
}

/** Whether an ordering says no more than that one action comes after the other. Clones are seen in different ways. */
function isMereSequence({ action: first, set }: Link, then: Action): boolean {
  return set === Order.seq && isPlain(first) && then.resource?.kind !== "clone";
}
