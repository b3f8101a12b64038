export {
  type OperationDigests,
  operationDigests,
} from "./history/digests.js";
export { entryElement, type HistoryEntry, mergeEntries, type ParameterDigest } from "./history/entry.js";
export {
  historyElement,
  NodeHistory,
  type ResourceHistory,
  resourceHistoryElement,
} from "./history/node-history.js";
export type { LrmEvent } from "./manager/events.js";
export { LocalResourceManager, type LocalResourceManagerOptions } from "./manager/local-resource-manager.js";
export { isFailure } from "./operation/failure.js";
export {
  type OperationRequest,
  type OperationResult,
  operationKey,
  type ResourceAction,
  type ResourceDefinition,
  requestFromAction,
} from "./operation/operation.js";
export { expectedExitCode, parseTransitionKey, type TransitionKey } from "./operation/transition-key.js";
