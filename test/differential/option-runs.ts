import { execFile } from "node:child_process";
import { copyFile, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
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

/** An option with its value, if it has one. `FILE:` before a name stands for a new file, `INPUT` for the input file. */
export type Option = readonly string[];

/**
 * Runs a command with options on a copy of a document.
 *
 * @param folder an empty directory for the files
 */
async function withFiles(
  folder: string,
  document: string,
  options: readonly Option[],
  run: (args: string[]) => Promise<Pick<Run, "status" | "output" | "errors">>,
): Promise<Run> {
  const input = join(folder, "input.xml");
  await copyFile(document, input);
  const names = options.flat().filter((argument) => argument.startsWith("FILE:"));
  const args = options.flat().map((argument) => argument.replace(/^FILE:/, `${folder}/`));
  const before = Math.floor(Date.now() / 1000);
  const result = await run(["-x", input, ...args]);
  const clean = (text: string): string =>
    withoutCall(withoutMarks(withoutMoment(text, before))).replaceAll(folder, "");
  const files: Record<string, string | null> = { input: clean(await readFile(input, "utf8")) };
  for (const name of names) files[name] = await take(join(folder, name.slice("FILE:".length)), clean);
  const errors = options.some(([name]) => name === "-V") ? "" : clean(withoutName(result.errors));
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

/**
 * What the reference adds to the document that it reads, and then writes to the file of `-I`: node and resource to the
 * elements of failed operations, and the connections of guest nodes to the resources.
 */
function withoutMarks(text: string): string {
  return text
    .replace(/(<lrm_rsc_op [^>]*) uname="[^"]*" rsc-id="[^"]*"/g, "$1")
    .replace(/[^\S\n]*<primitive (?:(?!<\/primitive>).)*?name="internal_rsc".*?<\/primitive>\n/gs, "");
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
  const env = { ...process.env, TZ: "UTC", LC_ALL: "C" };
  return withFiles(folder, document, options, (args) => {
    return new Promise((resolve) => {
      execFile(program, args, { maxBuffer: 64 << 20, timeout: 60_000, env }, (error, output, errors) => {
        const status = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
        resolve({ status, output, errors });
      });
    });
  });
}

export function runOurs(folder: string, document: string, options: readonly Option[]): Promise<Run> {
  return withFiles(folder, document, options, async (args) => {
    const output = new GatheredOutput({ errors: false });
    const errors: string[] = [];
    const split = {
      line: (text: string) => output.line(text),
      verbatim: (text: string) => output.verbatim(text),
      error: (text: string) => void errors.push(`${text}\n`),
      flush: () => {},
    };
    const status = await simulate(args, split);
    return { status, output: output.text, errors: errors.join("") };
  });
}
