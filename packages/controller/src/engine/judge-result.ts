import { type HistoryEntry, operationKey, parseTransitionKey, type TransitionKey } from "@sanode/lrm";
import type { GraphHeader } from "@sanode/pengine";
import { ExecutionStatus, OCF } from "@sanode/ra";
import type { FailureWeight } from "../member/failure-attributes.js";

/** What a result is judged by. */
export interface JudgeContext {
  /** Identifies the transitions of this cluster. */
  readonly engine: string;
  /** The transition under way; undefined if there is none. */
  readonly transition: number | undefined;
  /** Whether the transition under way waits for that action. */
  readonly isAwaited: (actionId: number) => boolean;
  /** Says how much failed starts and stops count. */
  readonly offsets: Pick<GraphHeader, "failedStartOffset" | "failedStopOffset">;
  /** Whether the failure of that action of the transition under way does not matter. */
  readonly ignoresFailure: (actionId: number) => boolean;
}

/** What a result means to the cluster. */
export interface Judgement {
  /** Missing if it is no failure that is to be remembered. */
  readonly failure?: { readonly weight: FailureWeight };
  /**
   * Why everything has to be decided anew; missing for what the transition under way waits for and will deal
   * with.
   */
  readonly surprise?: string;
}

/** The transition of results that no transition asked for. */
const OUTSIDE = -1;

/**
 * Judges a result that a node has written to its history.
 *
 * Recurring operations write only their first result and changes, so that whatever comes of one that is not
 * awaited is news.
 *
 * Source: Pacemaker Explained, "Handling Resource Failure"; "Start Failures", "Stop Failures".
 */
export function judgeResult(entry: HistoryEntry, context: JudgeContext): Judgement {
  if (entry.status === ExecutionStatus.PENDING || entry.status === ExecutionStatus.CANCELLED) return {};
  const key = parseTransitionKey(entry.transitionKey);
  const what = operationKey(entry.resource, entry.task, entry.interval);
  if (key === undefined) return { surprise: `Result of ${what} without a transition` };
  const surprise = surpriseOf(what, key, entry, context);
  return {
    ...(isFailure(key, entry) && failureOf(key, entry, surprise === undefined, context)),
    ...(surprise !== undefined && { surprise }),
  };
}

function isFailure(key: TransitionKey, { status, exitCode }: HistoryEntry): boolean {
  if (status === ExecutionStatus.REFUSED) return false;
  return undegraded(exitCode) !== key.expected;
}

function undegraded(exitCode: number): number {
  if (exitCode === OCF.DEGRADED) return OCF.SUCCESS;
  return exitCode === OCF.DEGRADED_PROMOTED ? OCF.RUNNING_PROMOTED : exitCode;
}

/** Failures to be ignored are not counted for the result that is waited for; a later one of a recurring operation is. */
function failureOf(
  key: TransitionKey,
  entry: HistoryEntry,
  isAwaited: boolean,
  context: JudgeContext,
): Pick<Judgement, "failure"> {
  const weight = weightOf(key, entry, context);
  if (weight === undefined) return {};
  return { failure: { weight: isAwaited && context.ignoresFailure(key.action) ? null : weight } };
}

/**
 * Undefined for failures that are no matter of counting: what a probe or a migration finds is judged by the
 * scheduler.
 */
function weightOf(
  key: TransitionKey,
  { task, interval }: HistoryEntry,
  { offsets }: JudgeContext,
): "one" | "INFINITY" | undefined {
  if (interval > 0) return "one";
  switch (task) {
    case "start":
      return offsets.failedStartOffset === "INFINITY" ? "INFINITY" : "one";
    case "stop":
      return offsets.failedStopOffset;
    case "promote":
    case "demote":
      return "one";
    default:
      return key.transition === OUTSIDE ? "one" : undefined;
  }
}

function surpriseOf(
  what: string,
  key: TransitionKey,
  entry: HistoryEntry,
  context: JudgeContext,
): string | undefined {
  if (key.transition === OUTSIDE) return `${what} failed outside of any transition`;
  if (key.engine !== context.engine) return `Result of ${what} was asked for by somebody else`;
  if (key.transition === context.transition && context.isAwaited(key.action)) return undefined;
  return entry.interval > 0 ? `Result of ${what} changed` : `Result of ${what} came late`;
}
