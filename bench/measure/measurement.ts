/** What one round took, in milliseconds: by the clock, and of all processors together. */
export interface Cost {
  readonly wall: number;
  readonly cpu: number;
}

/** What a process measured. */
export interface Measurement {
  /** Of each round; the first began cold. */
  readonly costs: readonly Cost[];
  /** The most memory that the process had, in bytes. */
  readonly peak: number;
  /** Length of all documents. */
  readonly bytes: number;
  /** Resources, instances included. */
  readonly resources: number;
  /** Actions, and links between them: how large the answer is before what need not be done is left out. */
  readonly links: number;
}

/** The round in the middle, by processor time, of the later half of all rounds, which are warmer than the first. */
export function typical(costs: readonly Cost[]): Cost {
  const later = costs.slice(costs.length >> 1).sort((left, right) => left.cpu - right.cpu);
  return later[later.length >> 1] ?? { wall: 0, cpu: 0 };
}
