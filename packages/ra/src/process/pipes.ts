import { execFileSync } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** How many pipes are made at a time, so that the command which makes them rarely has to run. */
const BATCH = 16;

interface PipeEnds {
  readonly readEnd: number;
  readonly writeEnd: number;
}

/** A pipe of the operating system with both of its ends open in this process. */
export interface Pipe {
  /** Becomes an output of a child; to be closed here as soon as the child has it. */
  readonly writeEnd: number;
  /** A readable stream. Not flowing before somebody listens. */
  readonly reader: Socket;
}

/** A pipe whose reading end becomes the standard input of a child. */
export interface InputPipe {
  /** To be closed here as soon as the child has it. */
  readonly readEnd: number;
  /** A writable stream. */
  readonly writer: Socket;
}

/**
 * Pipes for the input and output of agents.
 *
 * Node gives children sockets where it says pipe, and a socket cannot be opened by its name: an agent that writes to
 * /dev/stderr fails with "No such device or address". Named pipes, opened and unlinked at once, are real ones.
 */
export class PipeSupply {
  readonly #ready: PipeEnds[] = [];

  /** One fresh pipe. Rejects if the system refuses to make any. */
  async take(): Promise<Pipe> {
    const { readEnd, writeEnd } = this.#next();
    return { writeEnd, reader: new Socket({ fd: readEnd, readable: true, writable: false }) };
  }

  /** The same in the other direction. Rejects if the system refuses to make one. */
  async takeForInput(): Promise<InputPipe> {
    const ends = this.#next();
    try {
      // Opened anew, since the child must wait for what has not been written yet; that is a property of the opening.
      const readEnd = openSync(`/proc/self/fd/${ends.readEnd}`, constants.O_RDONLY);
      return { readEnd, writer: new Socket({ fd: ends.writeEnd, readable: false, writable: true }) };
    } catch (error) {
      closeSync(ends.writeEnd);
      throw error;
    } finally {
      closeSync(ends.readEnd);
    }
  }

  #next(): PipeEnds {
    for (;;) {
      const ends = this.#ready.pop();
      if (ends !== undefined) return ends;
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

/** The reading end first and without waiting: then the writing end finds its reader and does not block either. */
function openBothEnds(path: string): PipeEnds {
  const readEnd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return { readEnd, writeEnd: openSync(path, constants.O_WRONLY) };
  } catch (error) {
    closeSync(readEnd);
    throw error;
  }
}
