/** Something tolerated in the configuration that its author should know, readable by program. */
export interface ConfigurationWarning {
  readonly severity: "error" | "warning";
  /** Stable, e.g. "unknown-resource", "invalid-option-value". */
  readonly code: string;
  /** The element's id, or its name where it has none. */
  readonly element: string;
  readonly message: string;
}
