import type { Cost } from "../measure/measurement.js";

/** What was measured of one document (or of a directory of them). */
export interface Figure {
  readonly family: string;
  readonly nodes: number;
  readonly count: number;
  /** Length of the document. */
  readonly bytes: number;
  /** Resources, instances included. */
  readonly resources: number;
  /** Actions, and links between them. */
  readonly links: number;
  readonly rounds: number;
  /** Milliseconds of the first round. */
  readonly cold: Cost;
  /** Milliseconds of a later round; as `cold` if there was none. */
  readonly warm: Cost;
  /** The least that a round took, in units of a calculation that tells how fast the machine was just then; processor time of the thread. */
  readonly units: number;
  /** Bytes. */
  readonly peak: number;
  /** Milliseconds of the reference for one of as many rounds; null if not measured. */
  readonly reference: Cost | null;
}

/** A whole run. */
export interface Figures {
  readonly date: string;
  readonly machine: string;
  readonly figures: readonly Figure[];
}

/** How many times as long the reference takes, by processor time. */
export function ratio({ reference, warm }: Figure): number | null {
  return reference === null ? null : reference.cpu / warm.cpu;
}

/** Figures by family, in the order in which they were measured. */
export function byFamily(figures: readonly Figure[]): Map<string, Figure[]> {
  const families = new Map<string, Figure[]>();
  for (const figure of figures) {
    const known = families.get(figure.family);
    if (known === undefined) families.set(figure.family, [figure]);
    else known.push(figure);
  }
  return families;
}
