import type { HistoryEntry } from "../history/entry.js";
import type { OperationResult, ResourceDefinition } from "../operation/operation.js";

/** What a local resource manager tells the cluster, in the order in which it happened. */
export type LrmEvent =
  /** Entries to be merged into the node's history, a pending one before the result it announces. */
  | {
      readonly kind: "history";
      readonly resource: ResourceDefinition;
      readonly entries: readonly HistoryEntry[];
      /** What becomes of the resource's shutdown lock, seconds since 1970 or 0; missing if nothing. */
      readonly shutdownLock?: number;
    }
  /** An entry, or without `entry` all of a resource's, to be removed from the node's history. */
  | { readonly kind: "history-removed"; readonly resource: string; readonly entry?: string }
  /** The answer to an operation that leaves no history: a notification, a refusal, what was cancelled or deleted. */
  | { readonly kind: "acknowledgement"; readonly result: OperationResult }
  /** A result was processed, whatever came of it; for alerts and logs. */
  | { readonly kind: "result"; readonly result: OperationResult };
