export { describeUpgrade } from "./simulate/describe-upgrade.js";
export { describeEvent, type EventText, type Modification, type SimulationEvent } from "./simulate/event.js";
export type { InjectedAttribute } from "./simulate/fail-count.js";
export { hasInjections, InjectionError, type Injections, inject } from "./simulate/injections.js";
export { type OperationSpec, parseOperationSpec, type SpecError } from "./simulate/operation-spec.js";
export type { ReportOptions, SimulationReport, StatusMoment } from "./simulate/report.js";
export {
  FeatureSetError,
  type SessionOptions,
  SimulationSession,
} from "./simulate/session.js";
export {
  type SimulatedTransition,
  type SimulateOptions,
  simulateTransition,
} from "./simulate/simulate-transition.js";
export { type ReportLine, TextReport, type TextReportOptions } from "./simulate/text-report.js";
export { XmlReport, type XmlReportOptions } from "./simulate/xml-report.js";
export {
  actionInterval,
  actionParameters,
  actionValue,
  expectedExitCode,
  isFailedResult,
  resultTimeout,
} from "./transition/action-values.js";
export {
  type ActionOutcome,
  type ExecuteOptions,
  type Executor,
  executeTransition,
  type StopSignal,
  type TransitionEvent,
  type TransitionResult,
} from "./transition/execute.js";
export { type Abort, HIGHEST_PRIORITY, type RunStatus, TransitionRun } from "./transition/transition-run.js";
