/** How much a line of the log matters, the least first. */
export const LEVELS = ["debug", "info", "notice", "warning", "error"] as const;
export type Level = (typeof LEVELS)[number];

/** One line of the log. */
export interface LogEntry {
  readonly level: Level;
  readonly message: string;
  /** What programs may want to know beside the message. */
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface LogOptions {
  readonly json: boolean;
  /** Lines that matter less are left out. */
  readonly level: Level;
  readonly isColoured: boolean;
  readonly write: (text: string) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const COLOURS: Readonly<Partial<Record<Level, string>>> = {
  notice: "\x1b[1m",
  warning: "\x1b[33m",
  error: "\x1b[31m",
};

/** Writes lines with their time and level, for people or for programs. */
export class Log {
  readonly #options: LogOptions;

  constructor(options: LogOptions) {
    this.#options = options;
  }

  add({ level, message, data }: LogEntry): void {
    const { json, isColoured, write, now } = this.#options;
    if (LEVELS.indexOf(level) < LEVELS.indexOf(this.#options.level)) return;
    const time = new Date(now()).toISOString();
    if (json) {
      write(`${JSON.stringify({ time, level, message, ...data })}\n`);
      return;
    }
    // What an agent said may be of several lines, or move a terminal's cursor.
    const text = message.replaceAll(/\p{Cc}+/gu, " ");
    const colour = isColoured ? COLOURS[level] : undefined;
    const line = `${time} ${level.padEnd(7)} ${text}`;
    write(colour === undefined ? `${line}\n` : `${colour}${line}\x1b[0m\n`);
  }
}
