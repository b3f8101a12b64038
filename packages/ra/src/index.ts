export type { ActionRequest } from "./agent/action-request.js";
export { type AgentName, formatAgentName, parseAgentName } from "./agent/agent-name.js";
export { systemEnvironment } from "./agent/environment.js";
export { findAgent, listAgents, SYSTEM_AGENTS } from "./agent/find-agent.js";
export { type RunOptions, runAction } from "./agent/run-action.js";
export { revealSecrets, SECRETS_DIRECTORY } from "./agent/secrets.js";
export { type CancelTimer, type Clock, SystemClock } from "./clock/clock.js";
export { SimulatedClock } from "./clock/simulated-clock.js";
export type { AgentAction, AgentMetadata, AgentParameter } from "./metadata/metadata.js";
export { MetadataError, parseMetadata } from "./metadata/parse-metadata.js";
export { privateParameters, type ReloadAction, reloadAction, restartParameters } from "./metadata/reload.js";
export {
  findNodeProcesses,
  killNodeProcesses,
  killNodeProcessesSync,
  NODE_MARK,
  type NodeIdentity,
} from "./process/node-processes.js";
export { PipeSupply } from "./process/pipes.js";
export {
  type ProcessOutcome,
  type ProcessRequest,
  type ProcessResult,
  runProcess,
} from "./process/run-process.js";
export { type ActionResult, type CapturedText, resultWithoutOutput } from "./result/action-result.js";
export { describeStatus, ExecutionStatus } from "./result/execution-status.js";
export { describeExitCode, type ExitCode, OCF } from "./result/exit-code.js";
export { readableDuration } from "./result/readable-duration.js";
export { describeSignal } from "./result/signal.js";
export type { AgentRunner, MetadataAnswer } from "./runner/agent-runner.js";
export { ProcessRunner, type ProcessRunnerOptions } from "./runner/process-runner.js";
export { SimulatedAgents, type SimulatedReply } from "./runner/simulated-agents.js";
