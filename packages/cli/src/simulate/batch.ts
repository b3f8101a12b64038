import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { XmlElement } from "@sanode/cib";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import { GatheredOutput, type Output } from "../command/output.js";
import { type Clock, readClock } from "../input/clock.js";
import { parseDocument, prepareCib } from "../input/load-cib.js";
import { type BatchCase, readCaseList } from "./case-list.js";
import { optimizeLate } from "./optimize-late.js";
import { readArguments, type SimulateArguments } from "./options.js";
import { runForText } from "./run.js";

/**
 * Runs every case of a directory and writes its four outputs. A case that fails does not stop the others.
 *
 * @returns the exit status: 1 if any case failed
 * @throws CommandError if there are no cases, or no place for the outputs
 */
export function runBatch(directory: string, options: SimulateArguments, output: Output): number {
  const { outputDir, cases: list } = options;
  if (outputDir === undefined) {
    throw new CommandError(ExitStatus.usage, "--batch needs --output-dir=DIR for the outputs");
  }
  const cases = readCaseList(directory, list);
  makeDirectory(outputDir);
  optimizeLate();
  const progress = new Progress(cases.length);
  const failed: { name: string; problem: string }[] = [];
  for (const one of cases) {
    progress.show(one.name);
    try {
      runCase(directory, outputDir, one);
    } catch (error) {
      failed.push({ name: one.name, problem: problemOf(error) });
    }
  }
  progress.clear();
  output.line(`${cases.length} cases, ${failed.length} failed`);
  for (const { name, problem } of failed) output.line(`${name}: ${problem}`);
  return failed.length === 0 ? ExitStatus.ok : ExitStatus.error;
}

function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch {
    throw new CommandError(ExitStatus.inputOutput, `Could not create the directory '${path}'`);
  }
}

function runCase(directory: string, outputDir: string, { name, args }: BatchCase): void {
  const input = readFileSync(join(directory, `${name}.xml`));
  const clock = readClock();
  const target = (kind: string): string => join(outputDir, `${name}.${kind}`);
  const summary = new GatheredOutput({ errors: true });
  try {
    const cib = prepareCib(parseDocument(input), (text) => summary.error(text));
    runForText(cib, readArguments(["-S", ...args]), clock, summary, null);
    runForScores(cib, args, clock, target);
  } catch (error) {
    summary.error(`sanode simulate: ${problemOf(error)}`);
    throw error;
  } finally {
    writeFileSync(target("summary"), summary.text);
  }
}

function runForScores(
  cib: XmlElement,
  args: readonly string[],
  clock: Clock,
  target: (kind: string) => string,
): void {
  const scores = new GatheredOutput({ errors: false });
  const files = ["-D", target("dot"), "-G", target("exp")];
  runForText(cib, readArguments(["-sSQ", ...files, ...args]), clock, scores, null);
  writeFileSync(target("scores"), scores.text);
}

/** What is being done, on a terminal only. */
class Progress {
  readonly #total: number;
  #done = 0;

  constructor(total: number) {
    this.#total = total;
  }

  show(name: string): void {
    this.#done += 1;
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${this.#done}/${this.#total} ${name}`);
  }

  clear(): void {
    if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  }
}

function problemOf(error: unknown): string {
  if (error instanceof CommandError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
