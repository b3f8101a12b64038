import type { ActionRequest } from "../agent/action-request.js";
import { type AgentName, formatAgentName } from "../agent/agent-name.js";
import type { Clock } from "../clock/clock.js";
import type { AgentMetadata } from "../metadata/metadata.js";
import { type ActionResult, NODE_GONE, resultWithoutOutput } from "../result/action-result.js";
import { ExecutionStatus } from "../result/execution-status.js";
import { type ExitCode, OCF } from "../result/exit-code.js";
import { readableDuration } from "../result/readable-duration.js";
import type { AgentRunner, MetadataAnswer } from "./agent-runner.js";

/** What a simulated agent does when it is called. */
export interface SimulatedReply {
  /** By default what a well-behaved agent answers in the resource's state. */
  readonly exitCode?: ExitCode;
  readonly exitReason?: string;
  /** What became of the execution; "done" by default. */
  readonly status?: ExecutionStatus;
  /** Milliseconds that the action takes; Infinity for an agent that hangs. By default what the constructor was told. */
  readonly duration?: number;
}

/** Which calls a scripted reply answers: those that agree in everything that is given. */
export interface SimulatedMatch {
  readonly resource?: string;
  readonly action?: string;
}

interface Script {
  readonly match: SimulatedMatch;
  readonly reply: SimulatedReply;
  /** How many calls it will still answer. */
  left: number;
}

export type SimulatedState = "stopped" | "started" | "promoted";

/**
 * Agents that exist in memory only. Without a script every agent behaves well: it remembers each resource's state,
 * monitors tell it, and what is asked twice succeeds twice.
 *
 * Timeouts, abortion and the end of the node act as on real processes, on the clock that is handed in.
 */
export class SimulatedAgents implements AgentRunner {
  /** All calls so far, in order; for a test to look at. */
  readonly calls: ActionRequest[] = [];
  readonly #clock: Clock;
  readonly #duration: number;
  readonly #states = new Map<string, SimulatedState>();
  readonly #metadata = new Map<string, AgentMetadata>();
  readonly #scripts: Script[] = [];
  /** Ends each action under way. */
  readonly #running = new Set<() => void>();
  #dead = false;

  /** `duration` is how long an action takes by default, in milliseconds. */
  constructor(clock: Clock, duration = 0) {
    this.#clock = clock;
    this.#duration = duration;
  }

  /** From now on calls that match get this reply, `times` times or always. The latest script that matches counts. */
  script(match: SimulatedMatch, reply: SimulatedReply, times = Number.POSITIVE_INFINITY): void {
    this.#scripts.unshift({ match, reply, left: times });
  }

  /** Lets an agent have meta-data. */
  describe(agent: AgentName, metadata: AgentMetadata): void {
    this.#metadata.set(formatAgentName(agent), metadata);
  }

  state(resource: string): SimulatedState {
    return this.#states.get(resource) ?? "stopped";
  }

  /** Puts a resource into a state behind the cluster's back. */
  setState(resource: string, state: SimulatedState): void {
    this.#states.set(resource, state);
  }

  run(request: ActionRequest): Promise<ActionResult> {
    this.calls.push(request);
    if (this.#dead) return Promise.resolve(NODE_GONE);
    if (request.signal?.aborted) return Promise.resolve(CANCELLED);
    const reply = this.#reply(request);
    const duration = reply.duration ?? this.#duration;
    return new Promise((resolve) => {
      const late = request.timeout > 0 && duration > request.timeout;
      const end = (): void => finish(late ? timedOut(request) : this.#complete(request, reply, duration));
      const abort = (): void => finish(CANCELLED);
      const wait = late ? request.timeout : duration;
      const cancel = wait < Number.POSITIVE_INFINITY ? this.#clock.after(wait, end) : () => {};
      const finish = (result: ActionResult): void => {
        cancel();
        this.#running.delete(abort);
        request.signal?.removeEventListener("abort", abort);
        resolve(result);
      };
      this.#running.add(abort);
      request.signal?.addEventListener("abort", abort);
    });
  }

  async metadata(agent: AgentName): Promise<MetadataAnswer> {
    const name = formatAgentName(agent);
    const metadata = this.#metadata.get(name);
    return metadata === undefined ? { problem: `${name} has no meta-data` } : { metadata };
  }

  async killAll(): Promise<void> {
    this.#dead = true;
    this.#states.clear();
    for (const abort of [...this.#running]) abort();
  }

  #reply(request: ActionRequest): SimulatedReply {
    const script = this.#scripts.find(({ match, left }) => {
      const { resource = request.resource, action = request.action } = match;
      return left > 0 && resource === request.resource && action === request.action;
    });
    if (script === undefined) return {};
    script.left -= 1;
    return script.reply;
  }

  /** The action's effect on the resource, at its end. */
  #complete(request: ActionRequest, reply: SimulatedReply, duration: number): ActionResult {
    const state = this.state(request.resource);
    const exitCode = reply.exitCode ?? wellBehaved(request.action, state);
    if (exitCode === OCF.SUCCESS) this.#states.set(request.resource, stateAfter(request.action, state));
    const { status = ExecutionStatus.DONE } = reply;
    return resultWithoutOutput(status, exitCode, reply.exitReason, duration);
  }
}

const CANCELLED = resultWithoutOutput(ExecutionStatus.CANCELLED, OCF.SUCCESS);

function timedOut(request: ActionRequest): ActionResult {
  const reason = `Resource agent did not complete within ${readableDuration(request.timeout)}`;
  return resultWithoutOutput(ExecutionStatus.TIMED_OUT, OCF.ERR_GENERIC, reason, request.timeout);
}

function wellBehaved(action: string, state: SimulatedState): ExitCode {
  switch (action) {
    case "monitor":
      if (state === "promoted") return OCF.RUNNING_PROMOTED;
      return state === "started" ? OCF.SUCCESS : OCF.NOT_RUNNING;
    case "promote":
    case "demote":
    case "notify":
    case "reload":
    case "reload-agent":
    case "migrate_to":
      return state === "stopped" ? OCF.NOT_RUNNING : OCF.SUCCESS;
    case "start":
    case "stop":
    case "migrate_from":
    case "validate-all":
      return OCF.SUCCESS;
    default:
      return OCF.ERR_UNIMPLEMENTED;
  }
}

function stateAfter(action: string, state: SimulatedState): SimulatedState {
  switch (action) {
    case "start":
    case "demote":
    case "migrate_from":
      return "started";
    case "stop":
    case "migrate_to":
      return "stopped";
    case "promote":
      return "promoted";
    default:
      return state;
  }
}
