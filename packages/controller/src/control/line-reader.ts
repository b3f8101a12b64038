/** Takes lines out of a stream of bytes, none longer than a limit. */
export class LineReader {
  #limit: number;
  #parts: Buffer[] = [];
  #size = 0;

  /** @param limit bytes that a line may have, without its end */
  constructor(limit: number) {
    this.#limit = limit;
  }

  set limit(limit: number) {
    this.#limit = limit;
  }

  /**
   * The lines that are complete with these bytes, without their ends.
   *
   * Lazy, so that the limit can change between two lines.
   *
   * @throws RangeError when a line is longer than the limit
   */
  *add(bytes: Buffer): Generator<string> {
    let begin = 0;
    for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, begin)) {
      this.#keep(bytes.subarray(begin, end));
      begin = end + 1;
      const line = Buffer.concat(this.#parts).toString("utf8");
      this.#parts = [];
      this.#size = 0;
      yield line;
    }
    if (begin < bytes.length) this.#keep(bytes.subarray(begin));
  }

  #keep(part: Buffer): void {
    this.#size += part.length;
    if (this.#size > this.#limit) throw new RangeError(`A line has more than ${this.#limit} bytes`);
    this.#parts.push(part);
  }
}
