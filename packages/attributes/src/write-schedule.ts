import type { CancelTimer, Clock } from "@sanode/ra";
import type { Attribute } from "./attribute.js";

/** Milliseconds until a write that failed is tried again, for an attribute without a delay. */
const RETRY_DELAY = 2_000;

interface Pending {
  isChanged: boolean;
  isOutstanding: boolean;
  cancelTimer: CancelTimer | undefined;
}

/** What a schedule needs of the world. */
export interface WriteScheduleOptions {
  readonly clock: Clock;
  /** Writes the values of attributes, all or none. Rejects or throws if it cannot; undefined says that it is done. */
  readonly write: (attributes: readonly Attribute[]) => Promise<void> | undefined;
  readonly onFailure: (attributes: readonly Attribute[], error: unknown) => void;
  /** Whether attributes of one user that become due together are written together. */
  readonly merges: boolean;
}

/**
 * When which attribute is written: after its delay, which each change begins anew; one write of an attribute at a time; and
 * again if it failed. Only the writer writes; others remember what has changed until they are the writer.
 */
export class WriteSchedule {
  readonly #options: WriteScheduleOptions;
  readonly #pending = new Map<Attribute, Pending>();
  /** What is due, while it is being collected. */
  #due: Set<Attribute> | undefined;
  #isWriter = false;
  #isClosed = false;

  constructor(options: WriteScheduleOptions) {
    this.#options = options;
  }

  get isWriter(): boolean {
    return this.#isWriter;
  }

  set isWriter(isWriter: boolean) {
    this.#isWriter = isWriter;
  }

  /** A value of the attribute has changed. */
  changed(attribute: Attribute): void {
    const pending = this.#of(attribute);
    pending.isChanged = true;
    if (attribute.delay === 0) this.#writeIfChanged(attribute);
    else this.#writeAfter(attribute, attribute.delay);
  }

  /** Writes the attribute without waiting, whether or not it has changed. */
  writeNow(attribute: Attribute): void {
    const pending = this.#of(attribute);
    pending.isChanged = true;
    this.#writeIfChanged(attribute);
  }

  /** Writes the attribute as it is, before whatever else happens to it in an action. */
  writeBefore(attribute: Attribute): void {
    const due = this.#due;
    this.#due = undefined;
    this.writeNow(attribute);
    this.#due = due;
  }

  /** Whatever becomes due in an action becomes due at its end, together. */
  together(action: () => void): void {
    if (this.#due !== undefined) return action();
    const due = new Set<Attribute>();
    this.#due = due;
    try {
      action();
    } finally {
      this.#due = undefined;
      for (const attributes of this.#grouped(due)) this.#start(attributes);
    }
  }

  /** Nothing is written any more. */
  close(): void {
    this.#isClosed = true;
    for (const { cancelTimer } of this.#pending.values()) cancelTimer?.();
    this.#pending.clear();
  }

  #of(attribute: Attribute): Pending {
    let pending = this.#pending.get(attribute);
    if (pending === undefined) {
      pending = { isChanged: false, isOutstanding: false, cancelTimer: undefined };
      this.#pending.set(attribute, pending);
    }
    return pending;
  }

  #writeAfter(attribute: Attribute, delay: number): void {
    if (this.#isClosed) return;
    const pending = this.#of(attribute);
    pending.cancelTimer?.();
    pending.cancelTimer = this.#options.clock.after(delay, () => this.#writeIfChanged(attribute));
  }

  #writeIfChanged(attribute: Attribute): void {
    const pending = this.#of(attribute);
    pending.cancelTimer?.();
    pending.cancelTimer = undefined;
    if (this.#isClosed || !this.#isWriter || !pending.isChanged || pending.isOutstanding) return;
    if (this.#due === undefined) this.#start([attribute]);
    else this.#due.add(attribute);
  }

  #grouped(due: ReadonlySet<Attribute>): Iterable<readonly Attribute[]> {
    if (!this.#options.merges) return Array.from(due, (attribute) => [attribute]);
    const byUser = new Map<string | undefined, Attribute[]>();
    for (const attribute of due) {
      const { user } = attribute.definition;
      const group = byUser.get(user);
      if (group === undefined) byUser.set(user, [attribute]);
      else group.push(attribute);
    }
    return byUser.values();
  }

  #start(attributes: readonly Attribute[]): void {
    for (const attribute of attributes) this.#of(attribute).isChanged = false;
    try {
      const outstanding = this.#options.write(attributes);
      if (outstanding === undefined) return;
      for (const attribute of attributes) this.#of(attribute).isOutstanding = true;
      outstanding.then(
        () => this.#ended(attributes),
        (error: unknown) => this.#failed(attributes, error),
      );
    } catch (error) {
      this.#failed(attributes, error);
    }
  }

  /** What has changed meanwhile has waited enough. */
  #ended(attributes: readonly Attribute[]): void {
    if (this.#isClosed) return;
    for (const attribute of attributes) this.#of(attribute).isOutstanding = false;
    this.together(() => {
      for (const attribute of attributes) this.#writeIfChanged(attribute);
    });
  }

  #failed(attributes: readonly Attribute[], error: unknown): void {
    if (this.#isClosed) return;
    for (const attribute of attributes) {
      const pending = this.#of(attribute);
      pending.isOutstanding = false;
      pending.isChanged = true;
      this.#writeAfter(attribute, attribute.delay === 0 ? RETRY_DELAY : attribute.delay);
    }
    this.#options.onFailure(attributes, error);
  }
}
