import { execFile } from "node:child_process";
import { copyFile, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { formatTime } from "@sanode/pengine";
import { GatheredOutput } from "../../packages/cli/src/command/output.js";
import { main as simulate } from "../../packages/cli/src/simulate/index.js";

/** What a run of the command left behind. */
export interface Run {
  readonly status: number;
  readonly output: string;
  /** Empty where it is not to be compared. */
  readonly errors: string;
  /** Contents of the files that arguments name, by their place; null for a file that is not there. */
  readonly files: Readonly<Record<string, string | null>>;
}

/**
 * An option with its value, if it has one. `FILE:` before a name stands for a new file, `FOLDER` for the directory of the
 * files. Without an option that says where the document comes from it is `-x` with the input file; for `-p` it comes by
 * standard input, for `-L` the environment names the file.
 */
export type Option = readonly string[];

/** What a command is called with. */
interface Call {
  readonly args: readonly string[];
  /** A file that standard input is to come from. */
  readonly standardInput: string;
  readonly environment: Readonly<Record<string, string>>;
}

const SOURCES = new Set(["-x", "--xml-file", "-p", "--xml-pipe", "-L", "--live-check"]);

/**
 * Runs a command with options on a copy of a document.
 *
 * @param folder an empty directory for the files
 */
async function withFiles(
  folder: string,
  document: string,
  options: readonly Option[],
  run: (call: Call) => Promise<Pick<Run, "status" | "output" | "errors">>,
): Promise<Run> {
  const input = join(folder, "input.xml");
  await copyFile(document, input);
  const words = options.flat();
  const names = words.flatMap((word) => /FILE:(.+)$/.exec(word)?.[1] ?? []);
  const given = words.map((word) => word.replace(/FILE:/, `${folder}/`).replace(/FOLDER/, folder));
  const hasSource = words.some((word) => SOURCES.has(word));
  const before = Math.floor(Date.now() / 1000);
  const result = await run({
    args: hasSource ? given : ["-x", input, ...given],
    standardInput: input,
    environment: { CIB_file: input },
  });
  const clean = (text: string): string => withoutCall(withoutMoment(text, before)).replaceAll(folder, "");
  const files: Record<string, string | null> = { input: clean(await readFile(input, "utf8")) };
  for (const name of names) files[name] = await take(join(folder, name), clean);
  // Of ours what is told beside a file goes to the real standard error.
  const logs = words.some((word) => /^-V+$|^--verbose$|^--output-to=/.test(word));
  const errors = logs ? "" : clean(withoutName(result.errors));
  return { status: result.status, output: clean(result.output), errors, files };
}

async function take(path: string, clean: (text: string) => string): Promise<string | null> {
  try {
    const text = await readFile(path, "utf8");
    await rm(path);
    return clean(text);
  } catch {
    return null;
  }
}

/** The command line, which reports as XML name. */
function withoutCall(text: string): string {
  return text.replace(/(<pacemaker-result [^>]*) request="[^"]*"/, "$1");
}

/** Lines by which the program names itself, or logs. */
function withoutName(text: string): string {
  return text.replace(/^(?:crm_simulate|sanode simulate): /gm, "").replace(/^\(\w+\)\s.*\n/gm, "");
}

/** Times of the run itself, as numbers and as they are written for people, are all the same. */
function withoutMoment(text: string, start: number): string {
  let result = text;
  for (let seconds = start; seconds <= start + 10; seconds += 1) {
    result = result.replaceAll(String(seconds), "NOW").replaceAll(formatTime(seconds), "NOW");
  }
  return result;
}

export function runReference(
  program: string,
  folder: string,
  document: string,
  options: readonly Option[],
): Promise<Run> {
  return withFiles(folder, document, options, async ({ args, standardInput, environment }) => {
    const env = { ...process.env, TZ: "UTC", LC_ALL: "C", ...environment };
    const input = await readFile(standardInput);
    return new Promise((resolve) => {
      const settings = { maxBuffer: 64 << 20, timeout: 60_000, env };
      const child = execFile(program, args, settings, (error, output, errors) => {
        const status = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
        resolve({ status, output, errors });
      });
      // One that does not read its input may have ended before it was written.
      child.stdin?.on("error", () => {});
      child.stdin?.end(input);
    });
  });
}

export function runOurs(folder: string, document: string, options: readonly Option[]): Promise<Run> {
  return withFiles(folder, document, options, async ({ args, standardInput, environment }) => {
    const output = new GatheredOutput({ errors: false });
    const errors: string[] = [];
    const split = {
      line: (text: string) => output.line(text),
      verbatim: (text: string) => output.verbatim(text),
      error: (text: string) => void errors.push(`${text}\n`),
      flush: () => {},
    };
    const { stdin, env } = process;
    const restore = (): void => {
      Object.defineProperty(process, "stdin", { value: stdin, configurable: true });
      process.env = env;
    };
    const input = Readable.from([await readFile(standardInput)]);
    Object.defineProperty(process, "stdin", { value: input, configurable: true });
    process.env = { ...env, ...environment };
    try {
      const status = await simulate(args, split);
      return { status, output: output.text, errors: errors.join("") };
    } finally {
      restore();
    }
  });
}
