import { equalIgnoringCase } from "@sanode/cib";
import { type CancelTimer, type Clock, ExecutionStatus } from "@sanode/ra";
import { type FencingResult, failure, succeeded } from "../agent/fencing-result.js";

/** An action that waits for its turn. */
export interface QueuedAction {
  readonly action: string;
  readonly target: string | undefined;
  /** Who asked for it, `NAME.PID`. */
  readonly client: string;
  /** Seconds. */
  readonly timeout: number;
  /** Seconds before it may begin; later actions pass it meanwhile. */
  readonly delay: number;
}

interface Waiting {
  readonly action: QueuedAction;
  readonly resolve: (result: FencingResult) => void;
  due: boolean;
  cancelTimer: CancelTimer;
}

/** The actions of one device on one node, of which only so many run at a time. */
export class ActionQueue {
  readonly #limit: number;
  readonly #run: (action: QueuedAction) => Promise<FencingResult>;
  readonly #clock: Clock;
  /** In the order in which they were asked for. */
  #waiting: Waiting[] = [];
  #running = 0;

  /** @param run carries out an action whose turn has come; must not reject */
  constructor(limit: number, run: (action: QueuedAction) => Promise<FencingResult>, clock: Clock) {
    this.#limit = limit;
    this.#run = run;
    this.#clock = clock;
  }

  /** Lets an action wait for its turn, and be run. */
  add(action: QueuedAction): Promise<FencingResult> {
    return new Promise((resolve) => this.#enqueue({ action, resolve, due: false, cancelTimer: () => {} }));
  }

  /** Everything that waits goes over to another queue; what runs stays. */
  moveTo(other: ActionQueue): void {
    for (const waiting of this.#empty()) other.#enqueue(waiting);
  }

  /** Everything that waits is answered that its device is gone; what runs goes on. */
  close(): void {
    const gone = failure(
      ExecutionStatus.NO_FENCE_DEVICE,
      "Device was removed before action could be executed",
    );
    for (const { resolve } of this.#empty()) resolve(gone);
  }

  #empty(): readonly Waiting[] {
    const all = this.#waiting;
    this.#waiting = [];
    for (const { cancelTimer } of all) cancelTimer();
    return all;
  }

  #enqueue(waiting: Waiting): void {
    this.#waiting.push(waiting);
    const { delay } = waiting.action;
    waiting.due ||= delay <= 0;
    if (!waiting.due) {
      waiting.cancelTimer = this.#clock.after(1000 * delay, () => {
        waiting.due = true;
        this.#startNext();
      });
    }
    this.#startNext();
  }

  #startNext(): void {
    while (this.#running < this.#limit) {
      const at = this.#waiting.findIndex(({ due }) => due);
      const [next] = at < 0 ? [] : this.#waiting.splice(at, 1);
      if (next === undefined) return;
      void this.#start(next);
    }
  }

  async #start({ action, resolve }: Waiting): Promise<void> {
    this.#running += 1;
    const result = await this.#run(action);
    this.#running -= 1;
    resolve(result);
    if (succeeded(result)) this.#answerAlike(action, result);
    this.#startNext();
  }

  /** What another client waits for in vain has just been done. */
  #answerAlike(done: QueuedAction, result: FencingResult): void {
    this.#waiting = this.#waiting.filter((waiting) => {
      if (!isAlike(waiting.action, done)) return true;
      waiting.cancelTimer();
      waiting.resolve(result);
      return false;
    });
  }
}

function isAlike(one: QueuedAction, other: QueuedAction): boolean {
  if (one.target === undefined || other.target === undefined) return false;
  return (
    one.action === other.action && one.client !== other.client && equalIgnoringCase(one.target, other.target)
  );
}
