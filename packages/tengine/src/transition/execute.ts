import type { GraphAction, TransitionGraph } from "@sanode/pengine";
import { type Abort, HIGHEST_PRIORITY, type RunStatus, TransitionRun } from "./transition-run.js";

/** What became of an action. */
export type ActionOutcome = { readonly kind: "done" } | { readonly kind: "failed"; readonly reason: string };

/** Carries out the actions of a graph: the one way by which a transition touches the world. */
export interface Executor {
  /**
   * Starts an action and resolves when its result is known, for a recurring operation that of its first run. A rejection
   * counts as an action that could not be sent: it fails, and the transition is aborted as a whole. Pseudo-actions are
   * not handed to the executor, except the fencing of guests, which has a node.
   */
  execute(action: GraphAction): Promise<ActionOutcome>;
}

/** What is needed of an `AbortSignal`. */
export interface StopSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

export interface ExecuteOptions {
  /** Stops the transition: nothing but pseudo-actions is started any more, what is in flight is awaited. */
  readonly signal?: StopSignal;
  /** How many actions may be in flight at once; as many as there are if absent or not positive. */
  readonly batchLimit?: number;
  /** Whether an action may be started now, for limits by node; asked again when another action has ended. */
  readonly admits?: (action: GraphAction) => boolean;
  /** Told in the order in which things happen. */
  readonly onEvent?: (event: TransitionEvent) => void;
}

export type TransitionEvent =
  | { readonly kind: "started"; readonly action: GraphAction }
  | { readonly kind: "ended"; readonly action: GraphAction; readonly outcome: ActionOutcome }
  | { readonly kind: "aborted"; readonly abort: Abort };

/** How a transition ended. */
export interface TransitionResult {
  readonly status: Exclude<RunStatus, "running">;
  readonly abort: Abort | null;
  /** Actions in the order in which they ended, with what became of them. */
  readonly ended: readonly { readonly action: GraphAction; readonly outcome: ActionOutcome }[];
  /** Actions that were never started. */
  readonly left: readonly GraphAction[];
}

/**
 * Runs a graph against an executor: everything that is ready is started at once, as far as limits allow. After a failure
 * only what has a higher priority than the failed action is still started. Resolves when nothing is in flight and nothing more can be
 * started; never rejects.
 */
export function executeTransition(
  graph: TransitionGraph,
  executor: Executor,
  options: ExecuteOptions = {},
): Promise<TransitionResult> {
  return new Execution(graph, executor, options).result;
}

class Execution {
  readonly result: Promise<TransitionResult>;
  readonly #run: TransitionRun;
  readonly #executor: Executor;
  readonly #options: ExecuteOptions;
  readonly #ended: { action: GraphAction; outcome: ActionOutcome }[] = [];
  readonly #onStop = (): void => this.#abort(HIGHEST_PRIORITY, stopReason(this.#options.signal));
  #resolve: (result: TransitionResult) => void = () => {};

  constructor(graph: TransitionGraph, executor: Executor, options: ExecuteOptions) {
    this.#run = new TransitionRun(graph);
    this.#executor = executor;
    this.#options = options;
    this.result = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    if (options.signal?.aborted === true) this.#onStop();
    else options.signal?.addEventListener("abort", this.#onStop, { once: true });
    this.#goOn();
  }

  /** Starts whatever can be started. Pseudo-actions end at once, so that the same pass goes on behind them. */
  #goOn(): void {
    while (this.#hasRoom()) {
      const action = this.#run.next(this.#options.admits);
      if (action === null) break;
      this.#options.onEvent?.({ kind: "started", action });
      if (action.element === "pseudo_event" && action.node === null) this.#end(action, { kind: "done" });
      else this.#execute(action);
    }
    if (this.#run.inFlight === 0) this.#finish();
  }

  #hasRoom(): boolean {
    const { batchLimit = 0 } = this.#options;
    return batchLimit <= 0 || this.#run.inFlight < batchLimit;
  }

  #execute(action: GraphAction): void {
    const settle = (outcome: ActionOutcome, abortPriority: number): void => {
      this.#end(action, outcome);
      if (outcome.kind === "failed") this.#abort(abortPriority, outcome.reason);
      this.#goOn();
    };
    // Called in a promise job of its own, so that an executor that throws at once is no different.
    Promise.resolve()
      .then(() => this.#executor.execute(action))
      .then(
        (outcome) => settle(outcome, this.#run.priorityOf(action.id) + 1),
        (error: unknown) => settle({ kind: "failed", reason: messageOf(error) }, HIGHEST_PRIORITY),
      );
  }

  #end(action: GraphAction, outcome: ActionOutcome): void {
    this.#run.ended(action.id, outcome.kind);
    this.#ended.push({ action, outcome });
    this.#options.onEvent?.({ kind: "ended", action, outcome });
  }

  #abort(priority: number, reason: string): void {
    const before = this.#run.aborted;
    this.#run.abort(priority, reason);
    const abort = this.#run.aborted;
    if (abort !== null && abort !== before) this.#options.onEvent?.({ kind: "aborted", abort });
  }

  #finish(): void {
    const { status, aborted, unended } = this.#run;
    this.#options.signal?.removeEventListener("abort", this.#onStop);
    this.#resolve({
      // Refused by `admits` with nothing in flight: nothing will ever change that.
      status: status === "running" ? "stopped" : status,
      abort: aborted,
      ended: this.#ended,
      left: unended,
    });
  }
}

function stopReason(signal: StopSignal | undefined): string {
  return messageOf(signal?.reason ?? "stopped");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
