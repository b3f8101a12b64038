/*
 * The string-keyed hash table whose iteration order is visible in some of the scheduler's results. Only the order
 * is modelled: slots hold keys. A slot's place follows from the key's hash, the table's size and what was there first.
 */

/** The table's sizes are powers of two from 2^3 on; hashes are reduced by the prime listed for each exponent. */
const MINIMUM_EXPONENT = 3;
const PRIMES = [
  7, 13, 31, 61, 127, 251, 509, 1021, 2039, 4093, 8191, 16381, 32749, 65521, 131071, 262139, 524287, 1048573,
  2097143, 4194301, 8388593,
] as const;

/** What a removed key leaves in its slot until the next rebuild. */
const REMOVED = Symbol("removed");

type Slot = string | typeof REMOVED | undefined;

/** The hash of a key: over its UTF-8 bytes as signed numbers, h = 31 h + byte in 32 bits; at least 2. */
export function hashKey(key: string): number {
  let hash = 0;
  for (let at = 0; at < key.length; at += 1) {
    const unit = key.charCodeAt(at);
    if (unit < 0x80) {
      hash = (Math.imul(hash, 31) + unit) | 0;
      continue;
    }
    const point = key.codePointAt(at) ?? unit;
    if (point > 0xffff) at += 1;
    for (const byte of utf8Bytes(point)) hash = (Math.imul(hash, 31) + byte - 256) | 0;
  }
  const unsigned = hash >>> 0;
  return Math.max(unsigned, 2);
}

/** The UTF-8 bytes, all of them 128 or more, of a code point outside ASCII. */
function utf8Bytes(point: number): readonly number[] {
  const last = 0x80 | (point & 0x3f);
  if (point < 0x800) return [0xc0 | (point >> 6), last];
  const third = 0x80 | ((point >> 6) & 0x3f);
  if (point < 0x10000) return [0xe0 | (point >> 12), third, last];
  return [0xf0 | (point >> 18), 0x80 | ((point >> 12) & 0x3f), third, last];
}

/** A mutable table of keys. `KeyedOrder` is the immutable face of it. */
export class KeyedTable {
  #exponent = MINIMUM_EXPONENT;
  #slots: Slot[] = emptySlots(MINIMUM_EXPONENT);
  /** Slots that hold a key or the mark of a removed one. */
  #used = 0;
  #count = 0;

  /** The number of keys. */
  get size(): number {
    return this.#count;
  }

  /** A table of the same geometry, slot by slot. */
  clone(): KeyedTable {
    const copy = new KeyedTable();
    copy.#exponent = this.#exponent;
    copy.#slots = this.#slots.slice();
    copy.#used = this.#used;
    copy.#count = this.#count;
    return copy;
  }

  /** The keys in ascending order of their slots. */
  keys(): string[] {
    return this.#slots.filter((slot) => typeof slot === "string");
  }

  /** Whether a key is in the table. */
  has(key: string): boolean {
    return this.#find(key) !== undefined;
  }

  /** Adds a key; one that is there already keeps its slot. */
  insert(key: string): void {
    let firstRemoved: number | undefined;
    let at = homeSlot(key, this.#exponent);
    for (let step = 1; ; step += 1) {
      const slot = this.#slots[at];
      if (slot === undefined) break;
      if (slot === key) return;
      if (slot === REMOVED) firstRemoved ??= at;
      at = (at + step) & (this.#slots.length - 1);
    }
    this.#slots[firstRemoved ?? at] = key;
    this.#count += 1;
    if (firstRemoved !== undefined) return;
    this.#used += 1;
    this.#rebuildIfNeeded();
  }

  /** Takes a key out, if it is there; its slot stays marked until the next rebuild. */
  remove(key: string): void {
    const at = this.#find(key);
    if (at === undefined) return;
    this.#slots[at] = REMOVED;
    this.#count -= 1;
    this.#rebuildIfNeeded();
  }

  #find(key: string): number | undefined {
    let at = homeSlot(key, this.#exponent);
    for (let step = 1; ; step += 1) {
      const slot = this.#slots[at];
      if (slot === undefined) return undefined;
      if (slot === key) return at;
      at = (at + step) & (this.#slots.length - 1);
    }
  }

  #rebuildIfNeeded(): void {
    const length = this.#slots.length;
    const tooFull = length <= this.#used + Math.floor(this.#used / 16);
    const tooEmpty = length > 4 * this.#count && this.#exponent > MINIMUM_EXPONENT;
    if (tooFull || tooEmpty) this.#rebuild();
  }

  /**
   * Moves every key to its place in the new geometry, walking the old slots upwards. A key that is to go
   * where one not yet moved still is turns that one out, which is then placed next. The order of placing
   * decides collisions, so this cannot be replaced by inserting the keys one after the other.
   */
  #rebuild(): void {
    const exponent = exponentFor(this.#count);
    const length = 2 ** exponent;
    const pending = this.#slots;
    const placed = emptySlots(exponent);
    for (let from = 0; from < pending.length; from += 1) {
      let key = take(pending, from);
      while (key !== undefined) {
        let at = homeSlot(key, exponent);
        for (let step = 1; placed[at] !== undefined; step += 1) at = (at + step) & (length - 1);
        placed[at] = key;
        key = take(pending, at);
      }
    }
    this.#exponent = exponent;
    this.#slots = placed;
    this.#used = this.#count;
  }
}

function homeSlot(key: string, exponent: number): number {
  const prime = PRIMES[exponent - MINIMUM_EXPONENT] ?? 8388593;
  return (Math.imul(hashKey(key), 11) >>> 0) % prime;
}

function exponentFor(count: number): number {
  const bits = 32 - Math.clz32(Math.floor((4 * count) / 3));
  return Math.max(bits, MINIMUM_EXPONENT);
}

function emptySlots(exponent: number): Slot[] {
  return new Array<Slot>(2 ** exponent).fill(undefined);
}

/** Empties a slot and returns the key it held, if it did. */
function take(slots: Slot[], at: number): string | undefined {
  if (at >= slots.length) return undefined;
  const slot = slots[at];
  slots[at] = undefined;
  return typeof slot === "string" ? slot : undefined;
}
