import type { CapturedText } from "../result/action-result.js";

/** Bytes that are kept of each output stream of an action unless something else is asked for. */
export const DEFAULT_OUTPUT_LIMIT = 1024 * 1024;

/**
 * Collects an output stream in bounded memory: the first half of the limit and the last half are kept, what lies
 * between is counted. Begin and end are what tells why something failed.
 */
export class BoundedOutput {
  readonly #headLimit: number;
  readonly #tailLimit: number;
  readonly #head: Buffer[] = [];
  #headSize = 0;
  /** Chunks that cover at least the last `tailLimit` bytes after the head, if there were so many. */
  #tail: Buffer[] = [];
  #tailSize = 0;
  #total = 0;

  /** `limit` is in bytes. */
  constructor(limit: number) {
    this.#headLimit = Math.ceil(limit / 2);
    this.#tailLimit = Math.floor(limit / 2);
  }

  append(chunk: Buffer): void {
    this.#total += chunk.length;
    const toHead = Math.min(chunk.length, this.#headLimit - this.#headSize);
    if (toHead > 0) {
      this.#head.push(chunk.subarray(0, toHead));
      this.#headSize += toHead;
    }
    if (toHead === chunk.length) return;
    this.#tail.push(chunk.subarray(toHead));
    this.#tailSize += chunk.length - toHead;
    // Joining only when twice the limit has come together keeps the work proportional to the bytes read.
    if (this.#tailSize > 2 * this.#tailLimit) this.#shorten();
  }

  /** What was kept so far. */
  captured(): CapturedText {
    this.#shorten();
    const dropped = this.#total - this.#headSize - this.#tailSize;
    if (dropped === 0) return { text: decode([...this.#head, ...this.#tail]), dropped };
    const gap = `\n[${dropped} bytes dropped]\n`;
    return { text: decode(this.#head) + gap + decode(this.#tail), dropped };
  }

  #shorten(): void {
    if (this.#tailSize <= this.#tailLimit) return;
    const joined = Buffer.concat(this.#tail);
    this.#tail = [Buffer.from(joined.subarray(joined.length - this.#tailLimit))];
    this.#tailSize = this.#tailLimit;
  }
}

function decode(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString("utf8");
}
