import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { checkSeed, type Mismatch } from "./check.js";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    jobs: { type: "string", default: "2" },
  },
});

const [first, runs] = [Number(values.seed), Number(values.runs)];
const found: { seed: number; mismatch: Mismatch }[] = [];
let [next, compared, crashed] = [first, 0, 0];

async function work(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "sanode-patchsets-"));
  try {
    while (next < first + runs) {
      const seed = next++;
      const outcome = await checkSeed(seed, folder);
      compared += outcome.compared;
      crashed += outcome.crashed;
      for (const mismatch of outcome.mismatches) found.push({ seed, mismatch });
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

if (process.env.SANODE_REFERENCE === undefined) {
  console.log(
    "SANODE_REFERENCE does not name a folder with crm_diff, cibadmin and crm_shadow: nothing compared",
  );
} else {
  await Promise.all(Array.from({ length: Number(values.jobs) }, work));
  report();
}

function report(): void {
  found.sort((one, other) => one.seed - other.seed);
  for (const { seed, mismatch } of found.slice(0, 10)) {
    const { what, ours, reference } = mismatch;
    console.log(`seed ${seed}: ${what}; replay: npm run test:patchsets -- --runs 1 --seed ${seed}`);
    console.log(firstDifference(ours, reference));
  }
  console.log(
    `${runs} pairs of documents, ${compared} answers compared, ${crashed} crashes of the reference, ` +
      `${found.length} mismatches`,
  );
  process.exitCode = found.length === 0 ? 0 : 1;
}

/** The first lines that differ. */
function firstDifference(ours: string, reference: string): string {
  const [left, right] = [ours.split("\n"), reference.split("\n")];
  const at = left.findIndex((line, index) => line !== right[index]);
  const index = at === -1 ? left.length : at;
  return `  line ${index + 1}\n  ours:      ${left[index] ?? "(end)"}\n  reference: ${right[index] ?? "(end)"}`;
}
