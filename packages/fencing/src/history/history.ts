import { isPending, type OperationRecord } from "./record.js";

/** Records that are kept at most. */
const LIMIT = 500;
/** Records, pending ones not counted, that are left when there were too many. */
const KEPT = 250;

/** Pending operations first, then what was completed last. */
export function sortRecords(records: Iterable<OperationRecord>): OperationRecord[] {
  const age = ({ completed }: OperationRecord): number => completed ?? Number.POSITIVE_INFINITY;
  // No subtraction: two that are pending differ by nothing.
  return [...records].sort((a, b) => (age(a) === age(b) ? 0 : age(a) < age(b) ? 1 : -1));
}

/** The operations that one fencer knows of. Lost when it ends. */
export class History {
  readonly #records = new Map<string, OperationRecord>();

  get(id: string): OperationRecord | undefined {
    return this.#records.get(id);
  }

  /** Pending operations first, then the latest. */
  list(): readonly OperationRecord[] {
    return sortRecords(this.#records.values());
  }

  /** Enters an operation, or what is new of one. Where there are too many, the oldest are forgotten. */
  enter(record: OperationRecord): void {
    this.#records.set(record.id, record);
    if (this.#records.size > LIMIT) this.#shorten();
  }

  /** Forgets what is over, of one target or of all; tells whether anything was. */
  clean(target: string | null): boolean {
    const before = this.#records.size;
    for (const record of [...this.#records.values()]) {
      if (!isPending(record) && (target === null || record.target === target))
        this.#records.delete(record.id);
    }
    return this.#records.size < before;
  }

  #shorten(): void {
    let place = 0;
    for (const record of this.list()) {
      place += 1;
      if (!isPending(record) && place > KEPT) this.#records.delete(record.id);
    }
  }
}
