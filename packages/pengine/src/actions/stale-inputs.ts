import type { Action } from "../model/action.js";

/**
 * For every action the inputs that may have an effect if they are applied, as bits. In the beginning all may,
 * and so may inputs that are added later.
 */
export class StaleInputs {
  /** By action number: inputs 0 to 31. Most actions have no more. */
  private readonly low: Int32Array;
  /** By action number: all further inputs, 32 a word. */
  private readonly high: (Int32Array | undefined)[] = [];

  /** @param count the number of actions */
  constructor(count: number) {
    this.low = new Int32Array(count + 1).fill(-1);
  }

  markEverything(): void {
    this.low.fill(-1);
    for (const words of this.high) words?.fill(-1);
  }

  markAll(action: Action): void {
    this.low[action.id] = -1;
    this.high[action.id]?.fill(-1);
  }

  mark(action: Action, input: number): void {
    if (input < 32) this.low[action.id] = (this.low[action.id] ?? 0) | (1 << input);
    else {
      const words = this.wordsOf(action, input);
      const at = (input >> 5) - 1;
      words[at] = (words[at] ?? 0) | (1 << (input & 31));
    }
  }

  clear(action: Action, input: number): void {
    if (input < 32) this.low[action.id] = (this.low[action.id] ?? 0) & ~(1 << input);
    else {
      const words = this.wordsOf(action, input);
      const at = (input >> 5) - 1;
      words[at] = (words[at] ?? 0) & ~(1 << (input & 31));
    }
  }

  /** The newest stale input that is older than a given one; -1 if there is none. */
  newest(action: Action, before: number): number {
    let limit = before;
    if (limit > 32) {
      const words = this.wordsOf(action, limit - 1);
      for (let at = ((limit - 1) >> 5) - 1; at >= 0; at -= 1) {
        const base = (at + 1) << 5;
        const bit = highestBit(words[at] ?? 0, limit - base);
        if (bit >= 0) return base + bit;
        limit = base;
      }
    }
    return highestBit(this.low[action.id] ?? 0, limit);
  }

  private wordsOf(action: Action, input: number): Int32Array {
    const known = this.high[action.id];
    const needed = input >> 5;
    if (known !== undefined && known.length >= needed) return known;
    const words = new Int32Array(Math.max(needed, (action.inputs.length + 31) >> 5)).fill(-1);
    if (known !== undefined) words.set(known);
    this.high[action.id] = words;
    return words;
  }
}

/** The highest bit below a limit (at most 32); -1 if there is none. */
function highestBit(word: number, limit: number): number {
  const bits = limit >= 32 ? word : word & ((1 << limit) - 1);
  return 31 - Math.clz32(bits);
}
