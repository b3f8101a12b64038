/** Something in a block of pairs that is not as it should be. */
export interface BlockProblem {
  readonly severity: "error" | "warning";
  readonly code: "unknown-reference" | "invalid-score" | "deprecated-default";
  /** The name of the element. */
  readonly element: string;
  /** The element's id, or the one it refers to. */
  readonly id: string | undefined;
  /** For people. */
  readonly message: string;
}
