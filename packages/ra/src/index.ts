export type { ActionRequest } from "./agent/action-request.js";
export { type AgentName, formatAgentName, parseAgentName } from "./agent/agent-name.js";
export { type AgentProcess, notInstalled, runAgentProcess } from "./agent/agent-process.js";
export { systemEnvironment } from "./agent/environment.js";
export { findAgent, listAgents, SYSTEM_AGENTS } from "./agent/find-agent.js";
export { runAction } from "./agent/run-action.js";
export { absolutePaths, type RunOptions } from "./agent/run-options.js";
export { revealSecrets, SECRETS_DIRECTORY } from "./agent/secrets.js";
export {
  AGENT_CLASSES,
  type AgentClass,
  type AgentClassName,
  type MetadataText,
} from "./classes/agent-class.js";
export { HostAgents, type HostAgentsOptions } from "./classes/host-agents.js";
export { findScript, listScripts, scriptPath } from "./classes/script-directory.js";
export { FENCE_DIRECTORY } from "./classes/stonith.js";
export { listStonithPlugins, stonithPluginMetadata } from "./classes/stonith-plugins.js";
export type { SystemdOptions } from "./classes/systemd.js";
export { type CancelTimer, type Clock, SystemClock } from "./clock/clock.js";
export { SimulatedClock } from "./clock/simulated-clock.js";
export type {
  AgentAction,
  AgentMetadata,
  AgentParameter,
  Deprecation,
  Translations,
} from "./metadata/metadata.js";
export { nearNames } from "./metadata/near-names.js";
export { MetadataError, parseMetadata } from "./metadata/parse-metadata.js";
export { privateParameters, type ReloadAction, reloadAction, restartParameters } from "./metadata/reload.js";
export {
  type ParameterFinding,
  type ParameterFindingCode,
  validateParameters,
} from "./metadata/validate-parameters.js";
export { type ControlGroupProblem, controlGroupProblem } from "./process/control-group.js";
export {
  findNodeProcesses,
  killNodeProcesses,
  killNodeProcessesSync,
  NODE_MARK,
  type NodeIdentity,
} from "./process/node-processes.js";
export { type ActionResult, type CapturedText, resultWithoutOutput } from "./result/action-result.js";
export { describeStatus, ExecutionStatus } from "./result/execution-status.js";
export { describeExitCode, type ExitCode, OCF } from "./result/exit-code.js";
export { readableDuration } from "./result/readable-duration.js";
export type { AgentRunner, MetadataAnswer } from "./runner/agent-runner.js";
export { ProcessRunner, type ProcessRunnerOptions } from "./runner/process-runner.js";
export { SimulatedAgents, type SimulatedReply } from "./runner/simulated-agents.js";
