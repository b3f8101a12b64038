import { ExecutionStatus, OCF, type ReloadAction } from "@sanode/ra";
import type { OperationRequest, OperationResult } from "../operation/operation.js";
import { foreignTransitionKey } from "../operation/transition-key.js";
import type { QueuedOperation, RunReport } from "../queue/operation-queue.js";
import type { ActiveOperation } from "./active-operations.js";
import type { ResourceMemory } from "./resource-memory.js";

/** Operations that do not change a resource's state, so that its recurring operations go on. */
export function isProbeOrNotification(task: string): boolean {
  return task === "monitor" || task === "notify";
}

/** An operation as it is run, made from the order, what is known of the resource, and how its agent reloads. */
export function buildOperation(
  request: OperationRequest,
  callId: number,
  memory: ResourceMemory,
  node: { readonly id: string; readonly name: string },
  reload: ReloadAction,
): QueuedOperation {
  const task = reloadTask(request.task, reload);
  const interval = task === "start" || task === "stop" ? 0 : Math.max(0, request.interval);
  const timeout = request.timeout > 0 ? request.timeout : interval;
  const ordered = withoutExpectedCode(request.parameters);
  const chosen = task === "stop" ? memory.stopParameters(ordered) : ordered;
  const parameters: Record<string, string> = {
    // What agents and digests count on, should whoever ordered the operation not have said it.
    CRM_meta_on_node: node.name,
    CRM_meta_on_node_uuid: node.id,
    CRM_meta_timeout: String(timeout),
    ...(interval > 0 && { CRM_meta_interval: String(interval) }),
    ...chosen,
  };
  return {
    callId,
    resource: request.resource.id,
    agent: request.resource.agent,
    task,
    interval,
    timeout,
    startDelay: Math.max(0, request.startDelay ?? 0),
    parameters,
  };
}

/** Which of the two reloads is meant is for the agent's meta-data to say. */
function reloadTask(task: string, reload: ReloadAction): string {
  if (task !== "reload" && task !== "reload-agent") return task;
  return reload === "reload" ? "reload" : "reload-agent";
}

function withoutExpectedCode(parameters: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { CRM_meta_op_target_rc: _expected, ...rest } = parameters;
  return rest;
}

/** A successful result of an operation before anything is known about its run. */
export function operationResult(request: OperationRequest, callId: number): OperationResult {
  return {
    resource: request.resource.id,
    task: request.task,
    interval: request.interval,
    callId,
    transitionKey: request.transitionKey ?? foreignTransitionKey(callId, OCF.SUCCESS),
    status: ExecutionStatus.DONE,
    exitCode: OCF.SUCCESS,
    exitReason: "",
    lastRcChange: 0,
    execTime: 0,
    queueTime: 0,
    parameters: request.parameters,
  };
}

/** Exit codes with which an operation that failed to run still says something about the resource. */
const TELLING = new Set<number>([OCF.NOT_RUNNING, OCF.RUNNING_PROMOTED, OCF.DEGRADED, OCF.DEGRADED_PROMOTED]);

/** The result that the queue's report amounts to. */
export function reportedResult({ operation, request }: ActiveOperation, report: RunReport): OperationResult {
  const { status, exitCode, exitReason, stdout, stderr } = report.result;
  const base: OperationResult = {
    ...operationResult(request, operation.callId),
    task: operation.task,
    interval: operation.interval,
    parameters: operation.parameters,
    lastRcChange: operation.interval > 0 && report.changeTime > 0 ? report.changeTime : report.runTime,
    execTime: report.execTime,
    queueTime: report.queueTime,
    output: { stdout, stderr },
  };
  // How a notification went is nobody's business but the agent's.
  if (operation.task === "notify" && status !== ExecutionStatus.CANCELLED) return base;
  const isTelling = status === ExecutionStatus.ERROR && TELLING.has(exitCode);
  return { ...base, status: isTelling ? ExecutionStatus.DONE : status, exitCode, exitReason };
}
