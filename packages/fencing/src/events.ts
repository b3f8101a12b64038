import type { OperationRecord } from "./history/record.js";

/** What observers of a fencer are told. */
export type FencingEvent =
  /** An operation is over, whoever asked for it on whichever node. */
  | { readonly kind: "result"; readonly record: OperationRecord }
  /** An operation began, or records were forgotten. */
  | { readonly kind: "history-changed" }
  /** Another fencer told what it knows. */
  | { readonly kind: "history-synchronised" }
  /** A device was registered otherwise than by the configuration. */
  | { readonly kind: "device-added"; readonly device: string }
  | { readonly kind: "device-removed"; readonly device: string };

export type FencingObserver = (event: FencingEvent) => void;
