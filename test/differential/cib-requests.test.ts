import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { main } from "../../packages/cli/src/cib/index.js";
import { run } from "../../packages/cli/test-support/run.js";
import { generateDocument, generateRequest } from "./generate-requests.js";
import { Random } from "./random.js";

const reference = process.env.SANODE_REFERENCE;
if (reference === undefined) {
  console.log("cib-requests: set SANODE_REFERENCE to a directory with cibadmin to compare with it");
}

/** What a request has done. */
interface Outcome {
  readonly status: number;
  readonly output: string;
  /** The first line; ours tells more in the next ones. */
  readonly error: string;
  readonly document: string;
}

const folder = mkdtempSync(join(tmpdir(), "sanode-requests-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function ours(path: string, args: readonly string[]): Promise<Outcome> {
  const { status, output, errors } = await run(main, "--file", path, ...args);
  return { status, output, error: firstLine(errors, "sanode cib"), document: readFileSync(path, "utf8") };
}

function theirs(program: string, path: string, args: readonly string[]): Promise<Outcome> {
  const env = { ...process.env, CIB_file: path, TZ: "UTC", LC_ALL: "C.UTF-8" };
  return new Promise((resolve) => {
    execFile(program, [...args], { env, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      const status = typeof error?.code === "number" ? error.code : error === null ? 0 : -1;
      const document = readFileSync(path, "utf8");
      resolve({ status, output: stdout, error: firstLine(stderr, "cibadmin"), document });
    });
  });
}

function firstLine(text: string, command: string): string {
  const [first = ""] = text.split("\n");
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

test.skipIf(reference === undefined)(
  "sequences of requests have the outcomes and leave the documents that they leave in Pacemaker",
  { timeout: 3_600_000 },
  async () => {
    const first = Number(process.env.SANODE_SEED ?? 1);
    const sequences = Number(process.env.SANODE_RUNS ?? 40);
    const wrong: unknown[] = [];
    for (let seed = first; seed < first + sequences && wrong.length < 5; seed += 1) {
      const random = new Random(seed);
      const text = generateDocument(random);
      const [own, other] = [join(folder, "ours.xml"), join(folder, "theirs.xml")];
      writeFileSync(own, text);
      writeFileSync(other, text);
      for (let step = 0; step < 6; step += 1) {
        const args = generateRequest(random);
        const before = readFileSync(other, "utf8");
        const [found, expected] = [
          await ours(own, args),
          await theirs(join(reference ?? "", "cibadmin"), other, args),
        ];
        const differences = compare(expected, found);
        if (differences.length === 0) continue;
        wrong.push({ seed, step, args, before, differences });
        break;
      }
    }
    expect(wrong).toEqual([]);
  },
);
