import { parseInterval } from "@sanode/cib";
import type { AgentName, CapturedText, ExecutionStatus, ExitCode } from "@sanode/ra";

/** What is run on a node under one id. */
export interface ResourceDefinition {
  readonly id: string;
  readonly agent: AgentName;
  /** The resource in whose container this one lives, if any. */
  readonly container?: string;
}

/** An order to run an operation. */
export interface OperationRequest {
  readonly resource: ResourceDefinition;
  /** `start`, `stop`, `monitor`, `promote`, … */
  readonly task: string;
  /** Milliseconds between the runs of a recurring operation; 0 for one that is run once. */
  readonly interval: number;
  /** Milliseconds that a run may take, 0 for no limit. */
  readonly timeout: number;
  /** Milliseconds to wait before the first run. */
  readonly startDelay?: number;
  /** Instance attributes, `crm_feature_set` and the operation's own `CRM_meta_…` values. */
  readonly parameters: Readonly<Record<string, string>>;
  /** `ACTION:TRANSITION:EXPECTED:UUID` of the transition that ordered it. */
  readonly transitionKey?: string;
  /** Since when the resource is locked to this node while it is shut down, in seconds since 1970. */
  readonly shutdownLock?: number;
}

/** What became of one operation, or of one run of a recurring one. */
export interface OperationResult {
  readonly resource: string;
  readonly task: string;
  /** Milliseconds. */
  readonly interval: number;
  /** Grows with every operation that a manager is given; -1 before it has one. */
  readonly callId: number;
  readonly transitionKey: string;
  readonly status: ExecutionStatus;
  readonly exitCode: ExitCode;
  readonly exitReason: string;
  /** When the exit code last changed, for the first result when the operation was run: seconds since 1970. */
  readonly lastRcChange: number;
  /** Milliseconds that the first run took; 0 for the repeated runs of a recurring operation. */
  readonly execTime: number;
  /** Milliseconds that the operation waited for its first run. */
  readonly queueTime: number;
  /** What the agent was given. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What the agent wrote; missing if none was run. */
  readonly output?: { readonly stdout: CapturedText; readonly stderr: CapturedText };
}

/** `RESOURCE_TASK_INTERVAL` */
export function operationKey(resource: string, task: string, interval: number): string {
  return `${resource}_${task}_${interval}`;
}

/** A graph's resource action, as far as it says what is to be run. */
export interface ResourceAction {
  readonly resource: ResourceDefinition;
  readonly task: string;
  /** The action's attributes and those of its `param` children. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly transitionKey: string;
  readonly shutdownLock?: number;
}

/** The order that an action of a transition graph amounts to: the times are among its attributes, in milliseconds. */
export function requestFromAction(action: ResourceAction): OperationRequest {
  const { CRM_meta_interval, CRM_meta_timeout, CRM_meta_start_delay } = action.parameters;
  return {
    ...action,
    interval: milliseconds(CRM_meta_interval),
    timeout: milliseconds(CRM_meta_timeout),
    startDelay: milliseconds(CRM_meta_start_delay),
  };
}

function milliseconds(text: string | undefined): number {
  return text === undefined ? 0 : parseInterval(`${text}ms`);
}
