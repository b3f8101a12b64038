import {
  type ActionResult,
  type AgentName,
  type AgentRunner,
  type CancelTimer,
  type Clock,
  ExecutionStatus,
  type ExitCode,
  OCF,
  resultWithoutOutput,
} from "@sanode/ra";

/** An operation in the hands of the queue. */
export interface QueuedOperation {
  readonly callId: number;
  readonly resource: string;
  readonly agent: AgentName;
  readonly task: string;
  /** Milliseconds; 0 for an operation that is run once. */
  readonly interval: number;
  readonly timeout: number;
  readonly startDelay: number;
  readonly parameters: Readonly<Record<string, string>>;
}

/** What the queue has to say about one run of an operation. */
export interface RunReport {
  readonly result: ActionResult;
  /** When the operation was taken from the queue for its first run, in seconds since 1970; 0 for repeated runs. */
  readonly runTime: number;
  /**
   * When a run last ended with another exit code than the one before, in seconds since 1970; 0 if none did. Always
   * later than what was reported before, be it by a part of a second too late.
   */
  readonly changeTime: number;
  /** Milliseconds of the first run; 0 for repeated runs, as in Pacemaker. */
  readonly execTime: number;
  /** Milliseconds between the order and the first run. */
  readonly queueTime: number;
}

export interface QueueOptions {
  readonly runner: AgentRunner;
  readonly clock: Clock;
  /** How many actions may run at once, of all resources together. Unlimited by default. */
  readonly concurrency?: number;
  /**
   * What the interval of a recurring operation is counted from. `end` of the last run: as Pacemaker does it, the period is
   * the interval and the time that the run took. `start`: runs begin at whole intervals after the first one, and one
   * that is still running when it is due again skips that turn.
   */
  readonly recurrence?: "end" | "start";
  /** Called for the result of each operation; for repeated runs only if exit code or status changed. */
  readonly onReport: (operation: QueuedOperation, report: RunReport) => void;
}

interface Item {
  readonly operation: QueuedOperation;
  /** On the clock's monotonic scale. */
  readonly queuedAt: number;
  state: "queued" | "running" | "sleeping" | "ended";
  firstRunAt: number | undefined;
  /** How many intervals after the first run the latest one was due. */
  turn: number;
  runTime: number;
  execTime: number;
  changeTime: number;
  /** The time that the latest report gave its result, in seconds since 1970. */
  reportedTime: number;
  lastExitCode: ExitCode;
  reported: ActionResult | undefined;
  /** While running. */
  controller: AbortController | undefined;
  /** While sleeping. */
  wake: CancelTimer | undefined;
  cancelled: boolean;
}

/** The operations of one resource, of which one runs at a time. */
interface Lane {
  /** First in, first out. */
  readonly waiting: Item[];
  running: Item | undefined;
  /** Everything not ended, recurring operations that sleep included, by call id. */
  readonly items: Map<number, Item>;
  /** Set while the first in line waits for the end of its start delay. */
  delay: CancelTimer | undefined;
}

/**
 * Runs operations: one at a time for each resource, in the order in which they came, and those of different
 * resources side by side.
 *
 * A recurring operation takes its turn in its resource's line like any other, so it never runs beside another one. The first in line
 * holds up those behind it while its start delay lasts. Deadlines count from the start of the process.
 */
export class OperationQueue {
  readonly #options: QueueOptions;
  readonly #lanes = new Map<string, Lane>();
  /** Lanes that could go on but for the limit, the one that has waited longest first. */
  readonly #held = new Set<Lane>();
  #running = 0;
  #discarded = false;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  /** Takes an operation over. */
  add(operation: QueuedOperation): void {
    const lane = this.#lane(operation.resource);
    const item: Item = {
      operation,
      queuedAt: this.#options.clock.monotonic(),
      state: "queued",
      firstRunAt: undefined,
      turn: 0,
      runTime: 0,
      execTime: 0,
      changeTime: 0,
      reportedTime: 0,
      lastExitCode: OCF.SUCCESS,
      reported: undefined,
      controller: undefined,
      wake: undefined,
      cancelled: false,
    };
    lane.items.set(operation.callId, item);
    lane.waiting.push(item);
    this.#advance(lane);
  }

  /**
   * Cancels an operation that waits, and a recurring one even while it runs: its process group is killed. It is reported as
   * cancelled, at once or when its process has ended. Returns false for an unknown operation and for one that
   * runs and is not recurring.
   */
  cancel(resource: string, callId: number): boolean {
    const lane = this.#lanes.get(resource);
    const item = lane?.items.get(callId);
    if (lane === undefined || item === undefined) return false;
    if (item.state === "running") {
      if (item.operation.interval === 0) return false;
      item.cancelled = true;
      item.controller?.abort();
      return true;
    }
    item.wake?.();
    const place = lane.waiting.indexOf(item);
    if (place >= 0) lane.waiting.splice(place, 1);
    this.#end(lane, item);
    this.#report(item, { ...CANCELLED, exitCode: item.lastExitCode });
    this.#advance(lane);
    return true;
  }

  /** Whether an operation of the resource is being run. */
  isRunning(resource: string): boolean {
    return this.#lanes.get(resource)?.running !== undefined;
  }

  /** Forgets everything without a report, as when the node is lost. What runs is the runner's to end. */
  discard(): void {
    this.#discarded = true;
    for (const lane of this.#lanes.values()) {
      lane.delay?.();
      for (const item of lane.items.values()) item.wake?.();
    }
    this.#lanes.clear();
    this.#held.clear();
  }

  #lane(resource: string): Lane {
    const known = this.#lanes.get(resource);
    if (known !== undefined) return known;
    const lane: Lane = { waiting: [], running: undefined, items: new Map(), delay: undefined };
    this.#lanes.set(resource, lane);
    return lane;
  }

  /** Starts the first in line, if nothing stands against it. */
  #advance(lane: Lane): void {
    lane.delay?.();
    lane.delay = undefined;
    this.#held.delete(lane);
    const [first] = lane.waiting;
    if (this.#discarded || lane.running !== undefined || first === undefined) return;
    const delay = this.#remainingDelay(first);
    if (delay > 0) {
      lane.delay = this.#options.clock.after(delay, () => this.#advance(lane));
    } else if (this.#running >= (this.#options.concurrency ?? Number.POSITIVE_INFINITY)) {
      this.#held.add(lane);
    } else {
      lane.waiting.shift();
      void this.#run(lane, first);
    }
  }

  #remainingDelay(item: Item): number {
    if (item.firstRunAt !== undefined) return 0;
    return item.queuedAt + item.operation.startDelay - this.#options.clock.monotonic();
  }

  async #run(lane: Lane, item: Item): Promise<void> {
    const { clock, runner } = this.#options;
    const { agent, resource, task, parameters, timeout } = item.operation;
    this.#running += 1;
    lane.running = item;
    item.state = "running";
    item.controller = new AbortController();
    const began = clock.monotonic();
    const isFirst = item.firstRunAt === undefined;
    item.firstRunAt ??= began;
    item.runTime = isFirst ? seconds(clock.now()) : 0;
    const { signal } = item.controller;
    const result = await runner
      .run({ agent, resource, action: task, parameters, timeout, signal })
      .catch((error: unknown) => resultWithoutOutput(ExecutionStatus.ERROR, OCF.ERR_GENERIC, String(error)));
    if (this.#discarded) return;
    item.execTime = isFirst ? Math.round(clock.monotonic() - began) : 0;
    this.#finish(lane, item, result);
  }

  #finish(lane: Lane, item: Item, result: ActionResult): void {
    this.#running -= 1;
    lane.running = undefined;
    item.controller = undefined;
    if (item.cancelled || item.operation.interval === 0) this.#end(lane, item);
    else this.#sleep(lane, item);
    try {
      this.#judge(item, result);
    } finally {
      // The lane that was held longest goes first, and only then this one, for there may be a limit.
      const [held] = this.#held;
      if (held !== undefined) this.#advance(held);
      this.#advance(lane);
    }
  }

  #judge(item: Item, result: ActionResult): void {
    if (item.cancelled) return this.#report(item, CANCELLED);
    if (result.exitCode !== item.lastExitCode) {
      // Of two results of one operation in the same second nobody could tell which came first.
      item.changeTime = Math.max(seconds(this.#options.clock.now()), item.reportedTime + 1);
    }
    item.lastExitCode = result.exitCode;
    const before = item.reported;
    if (before?.exitCode === result.exitCode && before.status === result.status) return;
    item.reported = result;
    this.#report(item, result);
  }

  #report(item: Item, result: ActionResult): void {
    item.reportedTime = item.changeTime > 0 ? item.changeTime : item.runTime;
    this.#options.onReport(item.operation, {
      result,
      runTime: item.runTime,
      changeTime: item.changeTime,
      execTime: item.execTime,
      queueTime: Math.round((item.firstRunAt ?? this.#options.clock.monotonic()) - item.queuedAt),
    });
  }

  #sleep(lane: Lane, item: Item): void {
    item.state = "sleeping";
    item.wake = this.#options.clock.after(this.#pause(item), () => {
      item.wake = undefined;
      item.state = "queued";
      lane.waiting.push(item);
      this.#advance(lane);
    });
  }

  /** Milliseconds until a recurring operation is due again. */
  #pause(item: Item): number {
    const { interval } = item.operation;
    if (this.#options.recurrence !== "start" || item.firstRunAt === undefined) return interval;
    const elapsed = this.#options.clock.monotonic() - item.firstRunAt;
    // Timers may fire a moment early, so the turns are counted and not only measured.
    item.turn = Math.max(item.turn, Math.floor(elapsed / interval)) + 1;
    return interval * item.turn - elapsed;
  }

  #end(lane: Lane, item: Item): void {
    item.state = "ended";
    lane.items.delete(item.operation.callId);
    if (lane.items.size === 0) this.#lanes.delete(item.operation.resource);
  }
}

const CANCELLED = resultWithoutOutput(ExecutionStatus.CANCELLED, OCF.SUCCESS);

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
