import type { Action } from "../model/action.js";
import { type Link, Order } from "../model/ordering.js";
import type { ClusterState } from "../model/state.js";
import { linkActions } from "../request/orderings.js";
import type { MarkSet } from "./collective-flags.js";
import { completionFor } from "./completion.js";
import { interleaves } from "./interleave.js";
import { blockDependents, blockingTask } from "./propagate-colocations.js";
import { applyLink, viewpoint } from "./propagate-link.js";
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

/** When an input was last applied without effect, and how its ends looked then (where they can look different). */
interface Checked {
  readonly at: number[];
  readonly first: MarkSet[];
  readonly then: MarkSet[];
}

/** A link that will never have an effect again. */
const NEVER = Number.MAX_SAFE_INTEGER;

/**
 * Refreshing an action applies its inputs; whenever something changed, what depends on it is refreshed in turn.
 * Inputs whose ends look as when they last had no effect are passed over.
 */
class Propagation {
  private readonly marks: PropagatedMarks;
  private readonly checked: (Checked | undefined)[] = [];
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

  private isStale(then: Action): boolean {
    for (let at = then.inputs.length - 1; at >= 0; at -= 1) {
      const link = then.inputs[at];
      if (link !== undefined && link.set !== 0 && this.isInputStale(then, at, link)) return true;
    }
    return false;
  }

  /** Whether anything that decides the effect of an input may have changed since it had none. */
  private isInputStale(then: Action, index: number, { action: first }: Link): boolean {
    const { marks } = this;
    const checked = this.checked[then.id];
    const moment = checked?.at[index];
    if (checked === undefined || moment === undefined || moment < marks.allChanged) return true;
    if (moment === NEVER) return false;
    if (marks.changedAfter(first, moment) || marks.changedAfter(then, moment)) return true;
    if (isPlain(first) && isPlain(then)) return false;
    return (
      marks.updatesChangedAfter(then, moment) ||
      marks.glimpsed(first, viewpoint(then)) !== checked.first[index] ||
      marks.glimpsed(then, viewpoint(first)) !== checked.then[index] ||
      (marks.instancesChangedAfter(first, moment) && interleaves(first, then))
    );
  }

  private noteChecked(then: Action, index: number, first: Action, moment: number): void {
    let checked = this.checked[then.id];
    if (checked === undefined) {
      checked = { at: [], first: [], then: [] };
      this.checked[then.id] = checked;
    }
    checked.at[index] = moment;
    if (isPlain(first) && isPlain(then)) return;
    checked.first[index] = this.marks.glimpsed(first, viewpoint(then));
    checked.then[index] = this.marks.glimpsed(then, viewpoint(first));
  }

  private *refreshing(then: Action): Refreshing<void> {
    const { marks } = this;
    const before = { optional: then.optional, runnable: then.runnable };
    const counts = then.requiredRunnable > 0;
    if (counts) {
      then.runnableInputs = 0;
      then.runnable = false;
    }
    let changed = false;
    // Newest first; inputs that are added meanwhile stand behind and are not visited.
    for (let at = then.inputs.length - 1; at >= 0; at -= 1) {
      const link = then.inputs[at];
      if (link === undefined || link.set === 0) continue;
      if (!counts && !this.isInputStale(then, at, link)) continue;
      const thenChanged = yield* this.applyInput(then, at, link);
      changed ||= thenChanged;
    }
    if (counts) {
      changed = then.optional !== before.optional || then.runnable !== before.runnable;
      if (then.runnable !== before.runnable) marks.noteChange(then);
    }
    if (!changed) return;
    if (before.runnable && !then.runnable) yield blockDependents(marks, then);
    yield then;
    yield* refreshOutputs(then);
  }

  /** Applies one input; true if the then action counts as changed. */
  private *applyInput(then: Action, index: number, link: Link): Refreshing<boolean> {
    const { marks } = this;
    const first = link.action;
    const moment = marks.now;
    if ((link.set & Order.sameNode) !== 0 && areApart(first, then)) {
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
      // The completion is waited for already.
      this.noteChecked(then, index, first, NEVER);
      return false;
    }
    const changed = yield* applyLink(marks, first, then, link);
    if (marks.now === moment) this.noteChecked(then, index, first, moment);
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
}

/** Both nodes are known, and they are different. */
function areApart(first: Action, then: Action): boolean {
  const a = viewpoint(first);
  const b = viewpoint(then);
  return a !== null && b !== null && a !== b;
}
