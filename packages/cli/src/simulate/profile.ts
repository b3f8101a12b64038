import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compareBytes, fromEpoch } from "@sanode/cib";
import { schedule } from "@sanode/pengine";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import type { Output } from "../command/output.js";
import { readClock } from "../input/clock.js";
import { parseDocument, prepareCib } from "../input/load-cib.js";
import { optimizeLate } from "./optimize-late.js";

/** Tells the processor time of each XML file of a directory as text. Returns the exit status. */
export function profile(directory: string, repeat: number, output: Output): number {
  return timeFiles(directory, repeat, {
    begun: () => output.line("Timings:"),
    timed: (path, seconds) => output.line(`  * Testing ${path} ... ${seconds.toFixed(2)} secs`),
    failed: (path, problem) => output.error(`sanode simulate: ${path}: ${problem}`),
  });
}

/** Told of each file, in order. */
export interface TimingListener {
  begun(): void;
  timed(path: string, seconds: number): void;
  failed(path: string, problem: string): void;
}

/**
 * Schedules every XML file of a directory and takes the processor time. A file that cannot be used does not stop it.
 *
 * @param repeat how often each is scheduled
 * @returns the exit status
 * @throws CommandError if there is no such directory
 */
export function timeFiles(directory: string, repeat: number, listener: TimingListener): number {
  optimizeLate();
  let status: number = ExitStatus.ok;
  const names = xmlFiles(directory);
  listener.begun();
  for (const name of names) {
    const path = join(directory, name);
    try {
      listener.timed(path, timeOf(path, repeat));
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      listener.failed(path, error.message);
      status = error.status;
    }
  }
  return status;
}

/**
 * The names of a directory's XML files, in byte order.
 *
 * @throws CommandError if there is no such directory
 */
export function xmlFiles(directory: string): string[] {
  try {
    const names = readdirSync(directory).filter((name) => name.endsWith(".xml") && !name.startsWith("."));
    return names.sort(compareBytes);
  } catch {
    throw new CommandError(ExitStatus.notFound, `Could not read the directory '${directory}'`);
  }
}

/** Seconds of processor time. */
function timeOf(path: string, repeat: number): number {
  const cib = prepareCib(parseDocument(readFileSync(path)), () => {});
  const executionDate = Number(cib.attributes["execution-date"] ?? Number.NaN);
  const now = fromEpoch(Number.isFinite(executionDate) ? executionDate : readClock().now);
  const begin = process.cpuUsage();
  for (let round = 0; round < repeat; round += 1) schedule(cib, { now });
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1_000_000;
}
