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
