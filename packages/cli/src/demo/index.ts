import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { NODES } from "./configuration.js";
import { DemoError } from "./demo-error.js";
import { HELP } from "./help.js";
import { play } from "./play.js";
import type { Scene } from "./scene.js";
import { COLOURED, PLAIN, TextTeller } from "./text.js";

/** Exit codes of Pacemaker's tools. */
const OK = 0;
const ERROR = 1;
const USAGE = 64;
const UNAVAILABLE = 69;

/** Milliseconds after which something must be wrong. */
const DEADLINE = 120_000;

/** The agents of the package, seen from the bundle (`dist/bin`) as from the sources (`src/demo`). */
const AGENTS = fileURLToPath(new URL("../../agents/ocf", import.meta.url));

/** `sanode demo`. Returns the exit code. */
export async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === "string") {
    process.stderr.write(`sanode demo: ${options}\nTry: sanode demo --help\n`);
    return USAGE;
  }
  if (options.help) {
    process.stdout.write(HELP);
    return OK;
  }
  const problem = missing();
  if (problem !== undefined) {
    process.stderr.write(`sanode demo: ${problem}\n`);
    return UNAVAILABLE;
  }
  return options.json ? await playForMachines() : await playForPeople();
}

interface Options {
  readonly help: boolean;
  readonly json: boolean;
}

/** A text tells what is wrong with the arguments. */
function readOptions(args: string[]): Options | string {
  try {
    const { values } = parseArgs({
      args,
      options: { help: { type: "boolean", short: "h" }, json: { type: "boolean" } },
    });
    return { help: values.help === true, json: values.json === true };
  } catch (error) {
    return messageOf(error);
  }
}

function missing(): string | undefined {
  if (process.platform !== "linux") {
    return "the demo needs Linux, whose /proc tells which processes belong to which of its nodes";
  }
  return existsSync(AGENTS) ? undefined : `the agents that it runs are missing: ${AGENTS}`;
}

async function playForPeople(): Promise<number> {
  const { stdout, env } = process;
  const isColoured = stdout.isTTY && env.TERM !== "dumb" && (env.NO_COLOR ?? "") === "";
  const teller = new TextTeller((text) => stdout.write(text), isColoured ? COLOURED : PLAIN);
  const problem = await attempt(teller.tell);
  if (problem === undefined) return OK;
  process.stderr.write(`\nsanode demo: ${problem}\n`);
  return ERROR;
}

/**
 * One object: `outcome` (`ok` or `failed`), `problem` and `scenes`, what there was to be seen in that order.
 */
async function playForMachines(): Promise<number> {
  const scenes: Scene[] = [];
  const problem = await attempt((scene) => scenes.push(scene));
  const outcome = problem === undefined ? { outcome: "ok" } : { outcome: "failed", problem };
  process.stdout.write(`${JSON.stringify({ ...outcome, nodes: NODES, scenes }, null, 2)}\n`);
  return problem === undefined ? OK : ERROR;
}

/** Plays the demo. Returns what went wrong, if anything did. */
async function attempt(audience: (scene: Scene) => void): Promise<string | undefined> {
  const stop = new AbortController();
  const deadline = setTimeout(
    () => stop.abort(new DemoError(`The demo did not end within ${DEADLINE / 1000} s`)),
    DEADLINE,
  );
  try {
    await play(audience, AGENTS, stop.signal);
    return undefined;
  } catch (error) {
    return messageOf(error);
  } finally {
    clearTimeout(deadline);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
