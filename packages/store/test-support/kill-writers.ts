import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { bundle } from "../../../test/end-to-end/bundle.js";
import { openStore } from "../src/index.js";
import { epochOf } from "./documents.js";

/** What came of killing writers. */
export interface Toll {
  readonly kills: number;
  /** Documents that were acknowledged. */
  readonly acknowledged: number;
  /** How often each outcome was found by the next to open the store. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** How often a document was found that had not been acknowledged yet. */
  readonly later: number;
}

/** The longest that a writer lives, in milliseconds. */
const LIFE = 120;

/**
 * Kills so many processes that write to the same store, each at a random moment, and opens the store after each.
 *
 * @throws Error if an acknowledged document is lost
 */
export async function killWriters(kills: number, tell: (text: string) => void = () => {}): Promise<Toll> {
  const scratch = await mkdtemp(join(tmpdir(), "sanode-kills-"));
  const directory = join(scratch, "cib");
  await bundle(fileURLToPath(new URL("writer.ts", import.meta.url)), scratch, "writer");
  const toll = { kills: 0, acknowledged: 0, outcomes: {} as Record<string, number>, later: 0 };
  let last = 0;
  try {
    while (toll.kills < kills) {
      const told = await killWriter(join(scratch, "writer.mjs"), directory);
      toll.kills += 1;
      toll.acknowledged += told.length;
      last = told.at(-1) ?? last;
      const store = await openStore(directory);
      const { outcome } = store.report;
      const found = epochOf(store.document);
      await store.close();
      toll.outcomes[outcome] = (toll.outcomes[outcome] ?? 0) + 1;
      if (found < last) throw new Error(`kill ${toll.kills}: ${last} was acknowledged, ${found} was found`);
      if (found > last) toll.later += 1;
      last = found;
      if (toll.kills % 100 === 0) tell(JSON.stringify(toll));
    }
    const left = (await readdir(directory)).filter((name) => /^cib\.(auto|tmp|lock)/.test(name));
    if (left.some((name) => !name.startsWith("cib.auto"))) throw new Error(`left behind: ${left.join(", ")}`);
    return toll;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Returns the documents that were acknowledged before the process was killed. */
async function killWriter(program: string, directory: string): Promise<readonly number[]> {
  const writer = spawn(process.execPath, [program, directory], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  const started = new Promise<void>((resolve) => {
    writer.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      resolve();
    });
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => {
    writer.once("close", (_, signal) => resolve(signal));
  });
  await Promise.race([started, ended]);
  await sleep(Math.random() * LIFE);
  writer.kill("SIGKILL");
  const signal = await ended;
  if (signal !== "SIGKILL") throw new Error(`the writer ended by itself:\n${output}`);
  return output
    .split("\n")
    .filter((line) => /^\d+$/.test(line))
    .map(Number);
}
