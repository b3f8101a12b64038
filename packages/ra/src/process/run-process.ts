import { type ChildProcess, spawn } from "node:child_process";
import { closeSync } from "node:fs";
import { type CancelTimer, SystemClock } from "../clock/clock.js";
import { type CapturedText, NO_OUTPUT } from "../result/action-result.js";
import { BoundedOutput } from "./bounded-output.js";
import { enterControlGroup, withinControlGroup } from "./control-group.js";
import { openInputFile } from "./input-file.js";
import { discardFurtherOutput, type Pipe, type PipeSupply } from "./pipes.js";

/** One process to be run to its end. */
export interface ProcessRequest {
  readonly path: string;
  readonly arguments: readonly string[];
  /** The whole environment; nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
  /** What it reads from its standard input, which is empty without it. */
  readonly input?: string;
  /** Milliseconds; 0 for no limit. */
  readonly timeout: number;
  /** Milliseconds between SIGTERM and SIGKILL at the deadline; 0 for SIGKILL at once. */
  readonly grace: number;
  /** At the deadline end only the process itself and leave its children alone. */
  readonly spareChildren: boolean;
  /** Bytes kept of each output stream. */
  readonly outputLimit: number;
  /** Directory of the control group that the process is taken into. */
  readonly controlGroup?: string;
  /** When aborted the process group gets SIGKILL at once. */
  readonly signal: AbortSignal;
}

/** How a process ended. */
export type ProcessOutcome =
  | { readonly how: "exited"; readonly exitStatus: number }
  | { readonly how: "signalled"; readonly signal: NodeJS.Signals }
  | { readonly how: "timed-out" }
  | { readonly how: "aborted" }
  /** The system refused to run it; `errorCode` is its name for the cause, `EACCES`. */
  | { readonly how: "not-started"; readonly errorCode: string }
  /** There was no way to read its output, so it was not tried. */
  | { readonly how: "no-pipe"; readonly errorCode: string };

export interface ProcessResult {
  readonly outcome: ProcessOutcome;
  readonly stdout: CapturedText;
  readonly stderr: CapturedText;
  /** Milliseconds. */
  readonly elapsed: number;
}

const clock = new SystemClock();

/**
 * Runs a process in a session and process group of its own and waits for its end: for the end of the process, not
 * of its pipes, which daemons that it started may hold open for years. Never rejects.
 */
export async function runProcess(request: ProcessRequest, pipes: PipeSupply): Promise<ProcessResult> {
  const taken: Pipe[] = [];
  let input: number | undefined;
  try {
    taken.push(await pipes.take(), await pipes.take());
    if (request.input !== undefined) input = openInputFile(request.input);
  } catch (error) {
    discard(taken, input);
    return withoutProcess({ how: "no-pipe", errorCode: errorCodeOf(error) });
  }
  const [stdout, stderr] = taken;
  if (stdout === undefined || stderr === undefined || request.signal.aborted) {
    discard(taken, input);
    return withoutProcess({ how: "aborted" });
  }
  const output = new OutputPair(stdout, stderr, request.outputLimit);
  const began = clock.monotonic();
  let outcome: ProcessOutcome;
  try {
    const child = spawnInOwnGroup(request, stdout.writeEnd, stderr.writeEnd, input);
    outcome = await supervise(child, request);
  } catch (error) {
    outcome = { how: "not-started", errorCode: errorCodeOf(error) };
  }
  const elapsed = clock.monotonic() - began;
  return { outcome, ...(await output.finish()), elapsed };
}

function withoutProcess(outcome: ProcessOutcome): ProcessResult {
  return { outcome, stdout: NO_OUTPUT, stderr: NO_OUTPUT, elapsed: 0 };
}

function discard(pipes: readonly Pipe[], input: number | undefined): void {
  if (input !== undefined) closeSync(input);
  for (const pipe of pipes) {
    closeSync(pipe.writeEnd);
    pipe.reader.destroy();
  }
}

/** Starts the process; what it reads and writes is its alone afterwards, whether or not it could be started. */
function spawnInOwnGroup(
  request: ProcessRequest,
  stdout: number,
  stderr: number,
  stdin: number | undefined,
): ChildProcess {
  const { controlGroup, environment } = request;
  try {
    const program =
      controlGroup === undefined ? request : withinControlGroup(controlGroup, request, environment);
    const child = spawn(program.path, program.arguments, {
      cwd: request.directory,
      env: environment,
      stdio: [stdin ?? "ignore", stdout, stderr],
      detached: true,
    });
    if (controlGroup !== undefined && program === request && child.pid !== undefined) {
      enterControlGroup(controlGroup, child.pid);
    }
    return child;
  } finally {
    closeSync(stdout);
    closeSync(stderr);
    if (stdin !== undefined) closeSync(stdin);
  }
}

/** Waits for the end of a process, and brings it about at the deadline or on abortion. */
function supervise(child: ChildProcess, request: ProcessRequest): Promise<ProcessOutcome> {
  return new Promise((resolve) => {
    let ordered: "timed-out" | "aborted" | undefined;
    let finished = false;
    const timers: CancelTimer[] = [];
    const finish = (outcome: ProcessOutcome): void => {
      if (finished) return;
      finished = true;
      for (const cancel of timers) cancel();
      request.signal.removeEventListener("abort", abort);
      resolve(outcome);
    };
    const kill = (signal: NodeJS.Signals): void => {
      const spare = request.spareChildren && ordered === "timed-out";
      if (child.pid !== undefined) sendSignal(spare ? child.pid : -child.pid, signal);
    };
    const abort = (): void => {
      ordered ??= "aborted";
      kill("SIGKILL");
    };
    const expire = (): void => {
      if (finished || ordered !== undefined) return;
      ordered = "timed-out";
      kill(request.grace > 0 ? "SIGTERM" : "SIGKILL");
      if (request.grace > 0) timers.push(clock.after(request.grace, () => kill("SIGKILL")));
    };
    // The end of the process may already wait to be noticed; then its exit status counts, even after the deadline.
    if (request.timeout > 0) timers.push(clock.after(request.timeout, () => setImmediate(expire)));
    request.signal.addEventListener("abort", abort);
    child.once("error", (error) => finish({ how: "not-started", errorCode: errorCodeOf(error) }));
    child.once("exit", (exitStatus, signal) => {
      // Children that took no notice of SIGTERM do not outlive the process that started them.
      if (ordered !== undefined && !request.spareChildren) kill("SIGKILL");
      if (ordered !== undefined) finish({ how: ordered });
      else if (signal !== null) finish({ how: "signalled", signal });
      else finish({ how: "exited", exitStatus: exitStatus ?? 1 });
    });
  });
}

/** Sends a signal to a process, or with a negative number to a process group, if there still is one. */
function sendSignal(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch {
    // Gone already, or under another user's name and not ours to end.
  }
}

function errorCodeOf(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return "EIO";
}

/** Bytes that can wait in a pipe of the operating system at most. */
const PIPE_CAPACITY = 1024 * 1024;

/** Turns of the event loop without anything to read, after which nothing is taken to be waiting any more. */
const QUIET_TURNS = 3;

/** Standard output and standard error of one process while they are read. */
class OutputPair {
  readonly #pipes: readonly Pipe[];
  readonly #stdout: BoundedOutput;
  readonly #stderr: BoundedOutput;
  #open = 2;
  #received = 0;

  constructor(stdout: Pipe, stderr: Pipe, limit: number) {
    this.#pipes = [stdout, stderr];
    this.#stdout = this.#collect(stdout, limit);
    this.#stderr = this.#collect(stderr, limit);
  }

  #collect(pipe: Pipe, limit: number): BoundedOutput {
    const output = new BoundedOutput(limit);
    pipe.reader.on("data", (chunk: Buffer) => {
      this.#received += chunk.length;
      output.append(chunk);
    });
    pipe.reader.once("close", () => {
      this.#open -= 1;
    });
    // A pipe that breaks has ended.
    pipe.reader.on("error", () => {});
    return output;
  }

  /** Reads what is there at this moment. What daemons write later is read as well, and thrown away. */
  async finish(): Promise<{ stdout: CapturedText; stderr: CapturedText }> {
    const received = this.#received;
    for (let quiet = 0; this.#open > 0 && quiet < QUIET_TURNS; ) {
      const before = this.#received;
      await new Promise((resolve) => setImmediate(resolve));
      quiet = this.#received === before ? quiet + 1 : 0;
      // Somebody who writes without end keeps nobody waiting.
      if (this.#received - received > 2 * PIPE_CAPACITY) break;
    }
    for (const pipe of this.#pipes) discardFurtherOutput(pipe);
    return { stdout: this.#stdout.captured(), stderr: this.#stderr.captured() };
  }
}
