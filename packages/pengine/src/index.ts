export { posixRegExp } from "./constraints/posix-expression.js";
export { readConstraints } from "./constraints/read-constraints.js";
export type { BuiltGraph } from "./graph/build-graph.js";
export { type DotOptions, formatDot } from "./graph/format-dot.js";
export { formatGraph } from "./graph/format-graph.js";
export type {
  GraphAction,
  GraphHeader,
  GraphNode,
  GraphResource,
  GraphTrigger,
  Synapse,
  TransitionGraph,
} from "./graph/transition-graph.js";
export type { Answer } from "./incremental/answer.js";
export type { FullReason } from "./incremental/reason.js";
export { Scheduler, type SchedulerOptions, type Update } from "./incremental/scheduler.js";
export { findResource } from "./input/find-resource.js";
export { type OptionRule, type OptionType, optionRules } from "./input/option-table.js";
export { resourceParameters } from "./input/parameters.js";
export { featureSet, type RunInput, readConfiguration } from "./input/read-configuration.js";
export { isDisabled } from "./input/target-role.js";
export type { Action, Need } from "./model/action.js";
export { OnFail } from "./model/action.js";
export type { Colocation } from "./model/colocation.js";
export type { Location } from "./model/location.js";
export {
  type ClusterNode,
  isAvailable,
  isGuestNode,
  isPacemakerRemoteNode,
  isRemoteNode,
} from "./model/node.js";
export { Discovery, NodeTable } from "./model/node-table.js";
export type { Link, Ordering, OrderingSide, OrderSet } from "./model/ordering.js";
export { Order } from "./model/ordering.js";
export type {
  Bundle,
  Clone,
  Group,
  MultipleActive,
  OperationDefinition,
  Primitive,
  Replica,
  Requires,
  Resource,
  ResourceDefinition,
  ShutdownLock,
} from "./model/resource.js";
export { parseRole, Role, roleText } from "./model/role.js";
export type {
  ClusterOptions,
  ClusterState,
  FailedOperation,
  HealthStrategy,
  NoQuorumPolicy,
  PlacementEvent,
  PlacementStrategy,
  ScoreCause,
  ScoreListener,
} from "./model/state.js";
export type { Ticket, TicketConstraint } from "./model/ticket.js";
export type { ConfigurationWarning } from "./model/warning.js";
export { formatSummary } from "./report/format-summary.js";
export { inputAsRead } from "./report/input-as-read.js";
export { formatList, formatSections, type TextItem, type TextList, type TextStyle } from "./report/layout.js";
export { formatOperations, type OperationFilter } from "./report/operation-list.js";
export { exitText, statusText } from "./report/result-texts.js";
export { formatPlacementEvents } from "./report/scores.js";
export {
  configuredInstancesLine,
  formatStatus,
  instanceCountLine,
  maintenanceBanner,
  type StatusOptions,
  stopAllBanner,
} from "./report/status.js";
export { formatIso, formatTime, formatUtc, type TimeFormat } from "./report/time.js";
export type {
  FencingSummary,
  ResourceSummary,
  TransitionSummary,
  Verb,
} from "./report/transition-summary.js";
export { placementElement } from "./report/xml/placement.js";
export { type StatusXmlOptions, statusElement } from "./report/xml/status.js";
export { summaryElement } from "./report/xml/summary.js";
export type { Advice, AdviceCode } from "./review/advice.js";
export { reviewConfiguration } from "./review/review.js";
export {
  type Schedule,
  type ScheduleOptions,
  schedule,
  scheduleState,
  unpack,
  unpackLocations,
} from "./schedule.js";
export { type CurrentDigests, currentDigests } from "./status/current-digests.js";
