import { KeyedTable } from "./keyed-table.js";

/** How an order came about from the one before it. */
type Origin =
  | { readonly kind: "empty" }
  | { readonly kind: "insert"; readonly from: KeyedOrder; readonly key: string }
  | { readonly kind: "fill"; readonly from: KeyedOrder; readonly keys: ReadonlySet<string> }
  | { readonly kind: "remove"; readonly from: KeyedOrder; readonly key: string }
  | { readonly kind: "copy"; readonly from: KeyedOrder };

/**
 * The order in which a string-keyed table of the scheduler is walked: a function of the keys and of the order in
 * which they came and went, not the order of insertion itself.
 *
 * Immutable and lazy: `insert`, `remove` and `copied` only note what was done, the first `keys` computes. The same
 * step from the same order gives the same object, so that thousands of tables filled alike share one chain and each step
 * costs a look-up. A chain remembers its steps as long as its first order lives: start one (`KeyedOrder.empty()`) per run.
 */
export class KeyedOrder {
  readonly #origin: Origin;
  #inserted: Map<string, KeyedOrder> | undefined;
  #removed: Map<string, KeyedOrder> | undefined;
  #copied: KeyedOrder | undefined;
  #table: KeyedTable | undefined;
  #keys: readonly string[] | undefined;

  private constructor(origin: Origin) {
    this.#origin = origin;
  }

  /** A table without keys, the start of a chain of its own. */
  static empty(): KeyedOrder {
    return new KeyedOrder({ kind: "empty" });
  }

  /** The order after adding a key; a key that is there already keeps its place. */
  insert(key: string): KeyedOrder {
    this.#inserted ??= new Map();
    let next = this.#inserted.get(key);
    if (next === undefined) {
      next = this.has(key) ? this : new KeyedOrder({ kind: "insert", from: this, key });
      this.#inserted.set(key, next);
    }
    return next;
  }

  /** The order after adding many keys, one after the other; this step makes a new object each time. */
  fill(keys: ReadonlySet<string>): KeyedOrder {
    return new KeyedOrder({ kind: "fill", from: this, keys });
  }

  /** The order after taking a key out; it leaves a mark that later insertions may meet. */
  remove(key: string): KeyedOrder {
    this.#removed ??= new Map();
    let next = this.#removed.get(key);
    if (next === undefined) {
      next = this.has(key) ? new KeyedOrder({ kind: "remove", from: this, key }) : this;
      this.#removed.set(key, next);
    }
    return next;
  }

  /** The order of a fresh table that was filled by walking this one. */
  copied(): KeyedOrder {
    this.#copied ??= new KeyedOrder({ kind: "copy", from: this });
    return this.#copied;
  }

  /** Whether a key is in the table. */
  has(key: string): boolean {
    for (let at: KeyedOrder = this; ; ) {
      if (at.#table !== undefined) return at.#table.has(key);
      const origin = at.#origin;
      if (origin.kind === "empty") return false;
      if (origin.kind === "fill") {
        if (origin.keys.has(key)) return true;
      } else if (origin.kind !== "copy" && origin.key === key) return origin.kind === "insert";
      at = origin.from;
    }
  }

  /** The keys in table order (ascending slots). A list of a table's values, where one is made, is the reverse. */
  keys(): readonly string[] {
    this.#keys ??= this.#evaluate().keys();
    return this.#keys;
  }

  /** Replays the steps since the nearest order that was evaluated before. */
  #evaluate(): KeyedTable {
    if (this.#table !== undefined) return this.#table;
    const steps: KeyedOrder[] = [];
    let at: KeyedOrder = this;
    while (at.#table === undefined && at.#origin.kind !== "empty") {
      steps.push(at);
      at = at.#origin.from;
    }
    let table = at.#table?.clone() ?? new KeyedTable();
    let settled = false;
    for (const step of steps.reverse()) {
      const origin = step.#origin;
      if (origin.kind === "copy") {
        // A copy that is walked like its source is walked so in all further copies.
        if (!settled) {
          const source = table.keys();
          table = tableOf(source);
          settled = equalKeys(table.keys(), source);
        }
        if (settled) step.#copied ??= step;
      } else {
        settled = false;
        if (origin.kind === "insert") table.insert(origin.key);
        else if (origin.kind === "fill") for (const key of origin.keys) table.insert(key);
        else if (origin.kind === "remove") table.remove(origin.key);
      }
    }
    this.#table = table;
    return table;
  }
}

function equalKeys(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index]);
}

function tableOf(keys: Iterable<string>): KeyedTable {
  const table = new KeyedTable();
  for (const key of keys) table.insert(key);
  return table;
}

/** The order in which a table that was filled with these keys, in this order, is walked. */
export function keyedOrder(keys: Iterable<string>): string[] {
  return tableOf(keys).keys();
}
