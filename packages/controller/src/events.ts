import type { XmlElement } from "@sanode/cib";
import type { OperationRecord } from "@sanode/fencing";
import type { OperationResult } from "@sanode/lrm";
import type { GraphAction, Schedule } from "@sanode/pengine";
import type { ActionOutcome, TransitionResult } from "@sanode/tengine";

/** One decision of the cluster and what is to be done about it. */
export interface Transition {
  /** Counts the decisions of this cluster, from 1. */
  readonly number: number;
  /** Why everything was decided anew. */
  readonly reason: string;
  /** What it was decided from. */
  readonly cib: XmlElement;
  readonly schedule: Schedule;
}

/** What observers of a cluster are told, at once and in the order in which it happens. */
export type ClusterEvent =
  /** A node came up. */
  | { readonly kind: "node-joined"; readonly node: string }
  /** A node went away, and nobody had asked it to. */
  | { readonly kind: "node-lost"; readonly node: string }
  /** A node was ended to be sure of it. */
  | { readonly kind: "node-fenced"; readonly node: string }
  /** Fencing was asked for, and is over: it succeeded, or it failed. Told before a node counts as fenced. */
  | { readonly kind: "fencing"; readonly record: OperationRecord }
  /** A node ended in good order. */
  | { readonly kind: "node-left"; readonly node: string }
  | { readonly kind: "quorum-changed"; readonly quorate: boolean }
  /** A result of an operation, also of those that a transition does not wait for. */
  | { readonly kind: "operation"; readonly node: string; readonly result: OperationResult }
  | { readonly kind: "transition-started"; readonly transition: Transition }
  | { readonly kind: "action-started"; readonly transition: Transition; readonly action: GraphAction }
  | {
      readonly kind: "action-ended";
      readonly transition: Transition;
      readonly action: GraphAction;
      readonly outcome: ActionOutcome;
    }
  | {
      readonly kind: "transition-ended";
      readonly transition: Transition;
      readonly result: TransitionResult;
    }
  /** A transient node attribute was set, or removed. */
  | {
      readonly kind: "attribute-changed";
      readonly node: string;
      readonly name: string;
      readonly value: string | null;
    }
  /** An alert agent failed; nothing else depends on it. */
  | { readonly kind: "alert-failed"; readonly alert: string; readonly problem: string }
  /** The configuration could not be kept for the next time; the cluster goes on with it. */
  | { readonly kind: "not-kept"; readonly error: unknown }
  /** Nothing is left to be done. */
  | { readonly kind: "settled" };

export type ClusterObserver = (event: ClusterEvent) => void;
