/*
 * Compares cases one by one, for developers: tsx --tsconfig test/tsconfig.sources.json test/conformance/main.ts
 * [NAME...] [--kind KIND] [--diff].
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { answer, findCases, readExpected } from "./cases.js";
import { type Kind, kinds, normalize } from "./compare.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { kind: { type: "string" }, diff: { type: "boolean", default: false } },
});

function main(): number {
  const folder = findCases();
  if (folder === null) {
    console.error("No cases: name their folder in SANODE_CASES");
    return 1;
  }
  const wanted = kinds.filter((kind) => values.kind === undefined || kind === values.kind);
  const selected = folder.cases.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const passed = new Map<Kind, number>(wanted.map((kind) => [kind, 0]));
  let good = 0;
  for (const one of selected) {
    const [ours, expected] = [answer(folder.path, one), readExpected(folder.path, one.name)];
    const failing = wanted.filter((kind) => normalize(kind, ours[kind]) !== normalize(kind, expected[kind]));
    for (const kind of wanted) if (!failing.includes(kind)) passed.set(kind, (passed.get(kind) ?? 0) + 1);
    if (failing.length === 0) good += 1;
    else console.log(`${one.name}: ${failing.join(", ")}`);
    if (values.diff) for (const kind of failing) showDifference(kind, expected[kind], ours[kind]);
  }
  const counts = [...passed].map(([kind, count]) => `${kind} ${count}`).join(", ");
  console.log(`${selected.length} cases, pass: ${counts}; in full: ${good}`);
  return good === selected.length ? 0 : 1;
}

function showDifference(kind: Kind, expected: string, ours: string): void {
  const folder = mkdtempSync(join(tmpdir(), "sanode-conformance-"));
  try {
    writeFileSync(join(folder, "expected"), `${normalize(kind, expected)}\n`);
    writeFileSync(join(folder, "ours"), `${normalize(kind, ours)}\n`);
    spawnSync("diff", ["-U2", "expected", "ours"], { cwd: folder, stdio: "inherit" });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

process.exitCode = main();
