/**
 * Something in a configuration that Pacemaker accepts without a word and that its author hardly wants. It is no error:
 * the policy engine does what is written.
 */
export interface Advice {
  /** Stable, to be read by program. */
  readonly code: AdviceCode;
  /** The id of the element that it is about, or its name where it has none. */
  readonly element: string;
  /** What is so, and what follows from it. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
}

export type AdviceCode =
  | "contradicting-colocations"
  | "colocation-within-group"
  | "banned-everywhere"
  | "unknown-node"
  | "order-loop"
  | "unreachable-rule"
  | "expired-rule"
  | "misspelled-name"
  | "unused-template"
  | "no-monitor"
  | "role-not-monitored"
  | "fencing-disabled"
  | "unknown-fencing-device";
