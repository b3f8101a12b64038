import { type Clock, ExecutionStatus, OCF, readableDuration } from "@sanode/ra";
import type { AgentAnswer, AgentCall, FenceAgents, ResolvedAgent } from "./fence-agents.js";
import { type FencingResult, failure, SUCCESS } from "./fencing-result.js";

/** What a simulated agent answers. */
export interface SimulatedAnswer {
  /** 0 by default. */
  readonly exitStatus?: number;
  readonly output?: string;
  /** Milliseconds; Infinity for an agent that hangs. 0 by default. */
  readonly duration?: number;
}

/** Decides what an agent answers; undefined means that there is no such agent. */
export type SimulatedScript = (call: AgentCall) => SimulatedAnswer | undefined;

/** Fence agents that exist in memory only, on whatever clock they are given. */
export class SimulatedFenceAgents implements FenceAgents {
  /** All calls so far, in order; for a test to look at. */
  readonly calls: AgentCall[] = [];
  readonly #clock: Clock;
  readonly #script: SimulatedScript;

  constructor(clock: Clock, script: SimulatedScript) {
    this.#clock = clock;
    this.#script = script;
  }

  async resolve(type: string): Promise<ResolvedAgent> {
    return { agent: type, parameters: new Map() };
  }

  run(call: AgentCall): Promise<AgentAnswer> {
    this.calls.push(call);
    const answer = this.#script(call);
    if (answer === undefined) {
      const reason = `${call.agent}: No such file or directory`;
      return Promise.resolve(silent(failure(ExecutionStatus.NOT_INSTALLED, reason, OCF.ERR_INSTALLED)));
    }
    const { exitStatus = 0, output = "", duration = 0 } = answer;
    return new Promise((resolve) => {
      const inTime = call.timeout === 0 || duration <= call.timeout;
      const reason = `Fence agent did not complete within ${readableDuration(call.timeout)}`;
      const end = inTime ? { ...SUCCESS, exitStatus, output } : failure(ExecutionStatus.TIMED_OUT, reason);
      const finish = (result: FencingResult): void => {
        cancel();
        call.signal?.removeEventListener("abort", abort);
        resolve(silent(result));
      };
      const abort = (): void => finish(failure(ExecutionStatus.CANCELLED));
      const cancel = this.#clock.after(inTime ? duration : call.timeout, () => finish(end));
      if (call.signal?.aborted) abort();
      else call.signal?.addEventListener("abort", abort);
    });
  }
}

function silent(result: FencingResult): AgentAnswer {
  return { ...result, errorOutput: "" };
}
