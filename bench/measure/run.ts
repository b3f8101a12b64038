import { execFile } from "node:child_process";
import type { Cost, Measurement } from "./measurement.js";

/** What a process is given before it is ended. */
export interface Limits {
  /** Milliseconds of processor time after which no other round is begun, but for the few that there always are. */
  readonly enough: number;
  readonly rounds: number;
  /** Milliseconds after which the process is ended. */
  readonly timeout: number;
}

/** How the measuring program gets warm. */
export interface WarmUp {
  /** Milliseconds. */
  readonly warm: number;
  /** Documents to get warm with, smaller ones; if there are none, what is measured itself. */
  readonly smaller: readonly string[];
}

/** Runs the measuring program; null if it did not come to an end in time. */
export async function runSanode(
  program: string,
  path: string,
  { enough, rounds, timeout }: Limits,
  { warm, smaller }: WarmUp,
): Promise<Measurement | null> {
  const args = [program, String(enough), String(rounds), String(warm), path, ...smaller];
  const text = await output(process.execPath, args, timeout);
  if (text === null) return null;
  const measurement: Measurement = JSON.parse(text);
  return measurement;
}

/**
 * What scheduling all documents of a directory takes the reference, its own start not counted: a round of several in one process, or
 * a single one where that takes long enough.
 *
 * @param limits the timeout is one of processor time
 * @returns null if it did not come to an end in time
 */
export async function runReference(
  program: string,
  directory: string,
  { enough, rounds, timeout }: Limits,
): Promise<Cost | null> {
  const start = await timed(program, ["--version"], timeout);
  const profile = (count: number): Promise<Cost | null> =>
    timed(program, ["-P", directory, "-N", String(count)], timeout);
  const single = await profile(1);
  if (start === null || single === null) return null;
  const count = Math.max(1, Math.min(rounds, Math.floor(enough / single.cpu)));
  const whole = count === 1 ? single : await profile(count);
  if (whole === null) return null;
  const cpu = (whole.cpu - start.cpu) / count;
  // It has one thread.
  return { wall: (whole.wall - start.wall) / count, cpu, thread: cpu };
}

/** The shell limits the processor time of what it runs, and tells it. */
async function timed(program: string, args: readonly string[], timeout: number): Promise<Cost | null> {
  const script = `ulimit -t ${Math.ceil(timeout / 1000)}; "$0" "$@" >/dev/null 2>&1 || exit 1; times`;
  const begin = performance.now();
  const text = await output("/bin/sh", ["-c", script, program, ...args], 0);
  const wall = performance.now() - begin;
  const ofChildren = text?.trim().split("\n").at(-1);
  if (ofChildren === undefined) return null;
  const spans = [...ofChildren.matchAll(/(\d+)m([\d.]+)s/g)];
  const cpu = spans.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
  return { wall, cpu: cpu * 1000, thread: cpu * 1000 };
}

/** Standard output; null if the program failed or took too long. */
function output(program: string, args: readonly string[], timeout: number): Promise<string | null> {
  return new Promise((resolve) => {
    const options = { timeout, maxBuffer: 64 << 20, env: { ...process.env, TZ: "UTC" } };
    execFile(program, args, options, (error, text) => resolve(error === null ? text : null));
  });
}
