import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CaseOutputs } from "../conformance/run-case.js";

/** What a run of the reference gave; null if it refused the input. */
export async function runReference(program: string, cibText: string): Promise<CaseOutputs | null> {
  const folder = await mkdtemp(join(tmpdir(), "sanode-differential-"));
  try {
    const file = join(folder, "case.xml");
    const [dot, graph] = [join(folder, "dot"), join(folder, "exp")];
    await writeFile(file, cibText);
    const [scores, summary] = await Promise.all([
      run(program, ["-x", file, "-sSQ", "-D", dot, "-G", graph]),
      run("/bin/sh", ["-c", '"$0" -x "$1" -S 2>&1', program, file]),
    ]);
    if (scores === null || summary === null) return null;
    return {
      scores,
      summary: withoutLog(summary),
      dot: await readFile(dot, "utf8"),
      exp: await readFile(graph, "utf8"),
    };
  } catch {
    return null;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Failed assertions are logged between the lines of the text; so is what a schema that was tried did not allow. */
export function withoutLog(text: string): string {
  return text
    .split("\n")
    .filter((line) => !/^\(\w+\)\s/.test(line) && !schemaErrors.test(line))
    .join("\n");
}

/** Errors of the library that validates. */
const schemaErrors =
  /^(?:Element|IDREF attribute|Extra element|Expecting|Invalid (?:attribute|sequence)|Did not expect|Error validating|Datatype|Type|Value) /;

/** Standard output; null if it did not end well (an exit status of 1 tells of an impossible transition). */
function run(program: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const options = { maxBuffer: 64 << 20, timeout: 60_000, env: { ...process.env, TZ: "UTC", LC_ALL: "C" } };
    execFile(program, args, options, (error, stdout) => {
      const impossible = error !== null && error.code === 1;
      resolve(error === null || impossible ? stdout : null);
    });
  });
}
