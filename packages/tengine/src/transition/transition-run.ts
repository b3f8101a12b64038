import type { GraphAction, Synapse, TransitionGraph } from "@sanode/pengine";
import { ReadyQueue } from "./ready-queue.js";

/** Synapses of this priority go on whatever has failed before them; an abort of this priority stops all others. */
export const HIGHEST_PRIORITY = 1_000_000;

/**
 * How far a run has come.
 *
 * - `running`: actions are in flight or can be started
 * - `complete`: every action was done or failed
 * - `stopped`: an abort has kept actions from being started
 * - `terminated`: actions wait for others that will never be done, and nothing has been aborted
 */
export type RunStatus = "running" | "complete" | "stopped" | "terminated";

/** Why nothing of a lower priority is started any more. */
export interface Abort {
  readonly priority: number;
  readonly reason: string;
}

type Phase = "waiting" | "ready" | "started" | "ended" | "skipped";

/**
 * One transition graph on its way: which actions may be started now, told one at a time, and what follows when they
 * have ended. It acts on nothing and knows no time: whoever drives it executes the actions that `next` hands out and
 * reports with `ended`.
 *
 * The graph is gone through in passes, in the order of its synapses: an action that becomes ready behind the place where
 * the pass is belongs to this pass, one before it to the next.
 */
export class TransitionRun {
  readonly graph: TransitionGraph;
  readonly #synapses: readonly Synapse[];
  readonly #phases: Phase[];
  /** Inputs that are still awaited, by synapse. */
  readonly #missing: Int32Array;
  /** Synapses that wait for a synapse, ascending. */
  readonly #successors: readonly (readonly number[])[];
  readonly #byAction: ReadonlyMap<number, number>;
  #thisPass = new ReadyQueue();
  #nextPass = new ReadyQueue();
  /** Synapses up to here have had their turn in this pass. */
  #position = -1;
  #hasFired = false;
  #inFlight = 0;
  #unended: number;
  #abort: Abort | null = null;

  constructor(graph: TransitionGraph) {
    const { synapses } = graph;
    this.graph = graph;
    this.#synapses = synapses;
    this.#phases = synapses.map(() => "waiting");
    this.#missing = Int32Array.from(synapses, ({ inputs }) => inputs.length);
    this.#byAction = new Map(synapses.map(({ action }, index) => [action.id, index]));
    this.#successors = successorsOf(synapses, this.#byAction);
    this.#unended = synapses.length;
    for (const [index, { inputs }] of synapses.entries()) if (inputs.length === 0) this.#ready(index);
  }

  /** Actions handed out whose end has not been reported. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** The abort of the highest priority so far. */
  get aborted(): Abort | null {
    return this.#abort;
  }

  /** Actions that have not ended; in a complete run there are none. */
  get unended(): readonly GraphAction[] {
    return this.#synapses.filter((_, index) => this.#phases[index] !== "ended").map(({ action }) => action);
  }

  /** Only final once `next` has returned null. */
  get status(): RunStatus {
    if (this.#unended === 0) return "complete";
    if (this.#inFlight > 0 || this.#thisPass.size > 0 || this.#nextPass.size > 0) return "running";
    return this.#abort === null ? "terminated" : "stopped";
  }

  /**
   * The action to be started now; null if there is none before another one has ended.
   *
   * @param admits asked for every action but pseudo-actions; what it refuses is offered again in the next pass
   */
  next(admits: (action: GraphAction) => boolean = () => true): GraphAction | null {
    for (;;) {
      const index = this.#thisPass.pop();
      if (index === undefined) {
        const goesOn = this.#hasFired && this.#nextPass.size > 0;
        this.#startPass();
        if (goesOn) continue;
        return null;
      }
      this.#position = index;
      const synapse = this.#synapses[index];
      if (synapse === undefined) continue;
      const { action } = synapse;
      const isPseudo = action.element === "pseudo_event";
      if (!isPseudo && synapse.priority < (this.#abort?.priority ?? 0)) {
        this.#phases[index] = "skipped";
      } else if (isPseudo || admits(action)) {
        this.#phases[index] = "started";
        this.#inFlight += 1;
        this.#hasFired = true;
        return action;
      } else this.#nextPass.push(index);
    }
  }

  /**
   * Reports that an action handed out has ended. What waits for an action that failed is never started, unless it has the
   * highest priority. To be followed by an `abort` in case of failure, as far as the driver's rules say so.
   *
   * @returns false if the action was not in flight; then nothing changes
   */
  ended(actionId: number, outcome: "done" | "failed"): boolean {
    const index = this.#byAction.get(actionId);
    if (index === undefined || this.#phases[index] !== "started") return false;
    this.#phases[index] = "ended";
    this.#inFlight -= 1;
    this.#unended -= 1;
    for (const successor of this.#successors[index] ?? []) {
      if (outcome === "done" || (this.#synapses[successor]?.priority ?? 0) >= HIGHEST_PRIORITY) {
        this.#satisfy(successor);
      }
    }
    return true;
  }

  /** Lets nothing below a priority be started from now on, but for pseudo-actions; what is in flight goes on. */
  abort(priority: number, reason: string): void {
    if (this.#abort === null || priority > this.#abort.priority) this.#abort = { priority, reason };
  }

  /** The priority of the synapse that an action of the graph belongs to; 0 for any other action. */
  priorityOf(actionId: number): number {
    return this.#synapses[this.#byAction.get(actionId) ?? -1]?.priority ?? 0;
  }

  #startPass(): void {
    [this.#thisPass, this.#nextPass] = [this.#nextPass, this.#thisPass];
    this.#position = -1;
    this.#hasFired = false;
  }

  #satisfy(index: number): void {
    const missing = (this.#missing[index] ?? 0) - 1;
    this.#missing[index] = missing;
    if (missing === 0) this.#ready(index);
  }

  #ready(index: number): void {
    this.#phases[index] = "ready";
    (index > this.#position ? this.#thisPass : this.#nextPass).push(index);
  }
}

/** Inputs without a synapse have no place here: what waits for them is never ready. */
function successorsOf(synapses: readonly Synapse[], byAction: ReadonlyMap<number, number>): number[][] {
  const successors: number[][] = synapses.map(() => []);
  for (const [index, { inputs }] of synapses.entries()) {
    for (const input of inputs) {
      const source = byAction.get(input.id);
      if (source !== undefined) successors[source]?.push(index);
    }
  }
  return successors;
}
