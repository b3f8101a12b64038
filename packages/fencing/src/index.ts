export { describeFailure, type FailureDescription } from "./agent/describe-failure.js";
export type { AgentAnswer, AgentCall, FenceAgents, ResolvedAgent } from "./agent/fence-agents.js";
export type { FencingResult } from "./agent/fencing-result.js";
export { failure, SUCCESS, succeeded } from "./agent/fencing-result.js";
export { ProcessFenceAgents, type ProcessFenceAgentsOptions } from "./agent/process-fence-agents.js";
export {
  type SimulatedAnswer,
  SimulatedFenceAgents,
  type SimulatedScript,
} from "./agent/simulated-fence-agents.js";
export {
  type ConfiguredDevice,
  hasFencingDevices,
  type PassedOver,
  readDevices,
} from "./configuration/read-devices.js";
export type { DeviceDefinition } from "./device/definition.js";
export type { ActionTerms, DeviceQuery, DeviceReport, FencingAction } from "./device/fencing-device.js";
export { parseHostMap, parseTargetList } from "./device/targets.js";
export { FencingError, type FencingErrorCode } from "./errors.js";
export type { FencingEvent, FencingObserver } from "./events.js";
export { DeviceResources } from "./executor/device-resources.js";
export { Fencer, type FencerOptions, type UnusedDevice } from "./fencer.js";
export {
  describeAction,
  formatEventCount,
  formatRecord,
  formatStatusLine,
} from "./history/format-history.js";
export { isPending, type OperationRecord, type OperationState } from "./history/record.js";
export { laterSuccess, reduceHistory } from "./history/reduce.js";
export { Observers } from "./observers.js";
export type { PeerReply } from "./operation/replies.js";
export type { FencingMessage, FencingNetwork } from "./peer/fencing-message.js";
export { LocalFencingNetwork } from "./peer/local-network.js";
export type { FenceRequest, FencingOutcome } from "./request.js";
export { callAgent, type DirectCall } from "./tools/agent-call.js";
export {
  type FencingPlan,
  type PlannedRequest,
  type PlannedStep,
  type PlannedUse,
  planFencing,
} from "./tools/plan.js";
export { formatMetadata, shownMetadata } from "./tools/shown-metadata.js";
export { type Level, readTopology, Topology } from "./topology/topology.js";
export { doesWatchdogFencing, type WatchdogFencing, watchdogFencing } from "./watchdog/watchdog-fencing.js";
export { watchdogTimeout } from "./watchdog/watchdog-timeout.js";
