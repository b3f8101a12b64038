import { execFileSync } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** How many pipes are made at a time, so that the command which makes them rarely has to run. */
const BATCH = 16;

/** A pipe of the operating system with both of its ends open in this process. */
export interface Pipe {
  /** Becomes an output of a child; to be closed here as soon as the child has it. */
  readonly writeEnd: number;
  /** A readable stream. Not flowing before somebody listens. */
  readonly reader: Socket;
}

/**
 * Pipes for the output of agents.
 *
 * Node gives children sockets where it says pipe, and a socket cannot be opened by its name: an agent that writes to
 * /dev/stderr fails with "No such device or address". Named pipes, opened and unlinked at once, are real ones.
 */
export class PipeSupply {
  readonly #ready: { readonly readEnd: number; readonly writeEnd: number }[] = [];

  /** One fresh pipe. Rejects if the system refuses to make any. */
  async take(): Promise<Pipe> {
    for (;;) {
      const ends = this.#ready.pop();
      if (ends !== undefined) {
        const reader = new Socket({ fd: ends.readEnd, readable: true, writable: false });
        return { writeEnd: ends.writeEnd, reader };
      }
      this.#make();
    }
  }

  /** In one go: no signal that ends this process can come between, and leave the directory behind. */
  #make(): void {
    const directory = mkdtempSync(join(tmpdir(), "sanode-pipes-"));
    try {
      const paths = Array.from({ length: BATCH }, (_, index) => join(directory, String(index)));
      execFileSync("mkfifo", ["-m", "600", ...paths], { stdio: "ignore" });
      for (const path of paths) this.#ready.push(openBothEnds(path));
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }
}

/** Milliseconds between two looks at what nobody wants, so that a daemon that writes without end takes little of our time. */
const DISCARD_PAUSE = 5;

/**
 * Goes on reading a pipe for those who still write to it, and throws away what comes: a daemon that an action started and
 * that never redirects its output must not find the pipe full one day, and stand still. The pipe is closed when its last
 * writer is gone. It does not keep this process alive.
 */
export function discardFurtherOutput({ reader }: Pipe): void {
  reader.removeAllListeners("data");
  reader.on("data", () => {
    reader.pause();
    setTimeout(() => reader.resume(), DISCARD_PAUSE).unref();
  });
  reader.resume();
  reader.unref();
}

/**
 * The end for writing can be read from as well, so that whoever has it is never without a reader: an agent that is in the
 * midst of a start or a stop outlives this process and does not die of its next line (SIGPIPE).
 *
 * The price is paid after the end of this process, by daemons that inherited the pipe and still write to it: nobody empties
 * it any more, and after 64 KiB their next line waits for ever. Daemons that redirect their output, as they should, are
 * not concerned.
 */
function openBothEnds(path: string): { readEnd: number; writeEnd: number } {
  const readEnd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return { readEnd, writeEnd: openSync(path, constants.O_RDWR) };
  } catch (error) {
    closeSync(readEnd);
    throw error;
  }
}
