import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Output } from "../../packages/cli/src/command/output.js";
import { run } from "../../packages/cli/test-support/run.js";
import { Random } from "./random.js";

/** A command of ours, and the one of the reference that it is like. */
export interface Counterparts {
  readonly ours: (args: readonly string[], output: Output) => Promise<number>;
  readonly ourName: string;
  /** A path. */
  readonly theirs: string;
  readonly theirName: string;
}

/** A sequence of requests that did not go the same way, up to the first difference. */
export interface Mismatch {
  readonly seed: number;
  readonly step: number;
  readonly args: readonly string[];
  readonly before: string;
  readonly differences: readonly string[];
}

/** How sequences are made. */
export interface Generator {
  readonly document: (random: Random) => string;
  readonly request: (random: Random) => string[];
}

const STEPS = 6;
const ENOUGH = 5;

/**
 * Sends random sequences of requests to both commands, each with a file of its own. Returns the first mismatches.
 *
 * @param first the seed of the first sequence
 */
export async function compareSequences(
  counterparts: Counterparts,
  generator: Generator,
  first: number,
  sequences: number,
): Promise<readonly Mismatch[]> {
  const folder = mkdtempSync(join(tmpdir(), "sanode-requests-"));
  const mismatches: Mismatch[] = [];
  try {
    for (let seed = first; seed < first + sequences && mismatches.length < ENOUGH; seed += 1) {
      const mismatch = await compareSequence(counterparts, generator, seed, folder);
      if (mismatch !== undefined) mismatches.push(mismatch);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return mismatches;
}

async function compareSequence(
  counterparts: Counterparts,
  generator: Generator,
  seed: number,
  folder: string,
): Promise<Mismatch | undefined> {
  const random = new Random(seed);
  const text = generator.document(random);
  const [own, other] = [join(folder, "ours.xml"), join(folder, "theirs.xml")];
  writeFileSync(own, text);
  writeFileSync(other, text);
  for (let step = 0; step < STEPS; step += 1) {
    const args = generator.request(random);
    const before = readFileSync(other, "utf8");
    const found = await runOurs(counterparts, own, args);
    const differences = compare(await runTheirs(counterparts, other, args), found);
    if (differences.length > 0) return { seed, step, args, before, differences };
  }
  return undefined;
}

/** What a request has done. */
interface Outcome {
  readonly status: number;
  readonly output: string;
  /** The first line that is none of a log; ours tells more in the next ones. */
  readonly error: string;
  readonly document: string;
}

async function runOurs(
  { ours, ourName }: Counterparts,
  path: string,
  args: readonly string[],
): Promise<Outcome> {
  const { status, output, errors } = await run(ours, "--file", path, ...args);
  return { status, output, error: firstLine(errors, ourName), document: readFileSync(path, "utf8") };
}

function runTheirs(
  { theirs, theirName }: Counterparts,
  path: string,
  args: readonly string[],
): Promise<Outcome> {
  const env = { ...process.env, CIB_file: path, TZ: "UTC", LC_ALL: "C.UTF-8" };
  return new Promise((resolve) => {
    execFile(theirs, [...args], { env, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      const status = typeof error?.code === "number" ? error.code : error === null ? 0 : -1;
      const document = readFileSync(path, "utf8");
      resolve({ status, output: stdout, error: firstLine(stderr, theirName), document });
    });
  });
}

function firstLine(text: string, command: string): string {
  const first = text.split("\n").find((line) => !/^\(\w+\)\s|: note: /.test(line)) ?? "";
  const told = first.startsWith(`${command}: `) ? first.slice(command.length + 2) : first;
  // Ours adds what the parser has to say.
  return told.replace(/ \(.*\)$/, "");
}

/** What differs, line by line. */
function compare(expected: Outcome, found: Outcome): string[] {
  const lines = ({ status, output, error, document }: Outcome): string[] =>
    `${status}\n${error}\n${output}\n${document}`.split("\n");
  const [theirLines, ourLines] = [lines(expected), lines(found)];
  return Array.from({ length: Math.max(theirLines.length, ourLines.length) }, (_, index) => index)
    .filter((index) => theirLines[index] !== ourLines[index])
    .slice(0, 3)
    .map((index) => `theirs ${theirLines[index]} ours ${ourLines[index]}`);
}
