import { openSync, writeSync } from "node:fs";

/** Where a command's texts go. Lines are gathered, and written when an error is to be told or the command ends. */
export interface Output {
  line(text: string): void;
  /** A text as it is, without an end of line. */
  text(text: string): void;
  error(text: string): void;
  /** To be called in the end. */
  flush(): void;
}

/**
 * Standard output, or a file.
 *
 * @param path of the file; `-` and undefined mean standard output
 * @throws whatever opening the file throws
 */
export function createOutput(path?: string): Output {
  if (path === undefined || path === "-") return new StreamOutput((text) => process.stdout.write(text));
  const file = openSync(path, "w");
  return new StreamOutput((text) => writeSync(file, text));
}

const CHUNK = 1 << 16;

class StreamOutput implements Output {
  readonly #write: (text: string) => void;
  #parts: string[] = [];
  #size = 0;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  line(text: string): void {
    this.text(`${text}\n`);
  }

  text(text: string): void {
    this.#parts.push(text);
    this.#size += text.length;
    if (this.#size >= CHUNK) this.flush();
  }

  error(text: string): void {
    this.flush();
    process.stderr.write(`${text}\n`);
  }

  flush(): void {
    if (this.#parts.length === 0) return;
    this.#write(this.#parts.join(""));
    this.#parts = [];
    this.#size = 0;
  }
}
