/** What one round took, in milliseconds. */
export interface Cost {
  /** By the clock. */
  readonly wall: number;
  /** Processor time of the whole process: what V8 compiles and collects in other threads counts too. */
  readonly cpu: number;
  /** Processor time of the thread that schedules; `wall` where the system does not tell. */
  readonly thread: number;
}

/** What a process measured. */
export interface Measurement {
  /** Of each round; the first began cold. */
  readonly costs: readonly Cost[];
  /** The least of what the calculation took that is the unit: milliseconds of processor time, measured between the rounds. */
  readonly unit: number;
  /** The most memory that the process had, in bytes. */
  readonly peak: number;
  /** Length of all documents. */
  readonly bytes: number;
  /** Resources, instances included. */
  readonly resources: number;
  /** Actions, and links between them: how large the answer is before what need not be done is left out. */
  readonly links: number;
}

/** The least processor time of the thread: other work of the machine only adds to it. */
export function least(costs: readonly Cost[]): number {
  return costs.reduce((least, { thread }) => Math.min(least, thread), Number.POSITIVE_INFINITY);
}

/** The medians of the later half of all rounds, which are warmer than the first. */
export function typical(costs: readonly Cost[]): Cost {
  const later = costs.slice(costs.length >> 1);
  const median = (of: (cost: Cost) => number): number =>
    later.map(of).sort((left, right) => left - right)[later.length >> 1] ?? 0;
  return {
    wall: median(({ wall }) => wall),
    cpu: median(({ cpu }) => cpu),
    thread: median(({ thread }) => thread),
  };
}
