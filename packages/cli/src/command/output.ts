import { openSync, writeSync } from "node:fs";
import { CommandError, statusOfSystemError } from "./exit-status.js";
import { systemErrorCode, systemErrorText } from "./files.js";

/** Where a command's texts go. Lines are gathered, and written when an error is to be told or the command ends. */
export interface Output {
  line(text: string): void;
  /** A text as it is, without an end of line. */
  verbatim(text: string): void;
  error(text: string): void;
  /** To be called in the end. */
  flush(): void;
}

/** Standard output. */
export function createOutput(): Output {
  return new StreamOutput((text) => process.stdout.write(text));
}

/**
 * A file, or standard output for the path `-`.
 *
 * @throws CommandError if the file cannot be written
 */
export function openOutput(path: string): Output {
  if (path === "-") return createOutput();
  try {
    const file = openSync(path, "w");
    return new StreamOutput((text) => writeSync(file, text));
  } catch (error) {
    const code = systemErrorCode(error);
    throw new CommandError(statusOfSystemError(code), `Could not write '${path}': ${systemErrorText(code)}`);
  }
}

/** The same output, but of all that is told only errors. */
export function withoutLines(output: Output): Output {
  return {
    line: () => {},
    verbatim: () => {},
    error: (text) => output.error(text),
    flush: () => output.flush(),
  };
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
    this.verbatim(`${text}\n`);
  }

  verbatim(text: string): void {
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

/** Keeps texts instead of writing them. */
export class GatheredOutput implements Output {
  readonly #parts: string[] = [];
  readonly #withErrors: boolean;

  /** @param options `errors`: whether what is told as an error is kept too, between the lines */
  constructor(options: { readonly errors: boolean }) {
    this.#withErrors = options.errors;
  }

  get text(): string {
    return this.#parts.join("");
  }

  line(text: string): void {
    this.verbatim(`${text}\n`);
  }

  verbatim(text: string): void {
    this.#parts.push(text);
  }

  error(text: string): void {
    if (this.#withErrors) this.line(text);
  }

  flush(): void {}
}
