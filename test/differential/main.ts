import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { formatXml, parseXml, type XmlElement } from "@sanode/cib";
import { findCases } from "../conformance/cases.js";
import { differences, type Kind } from "../conformance/compare.js";
import { type CaseOutputs, runCase } from "../conformance/run-case.js";
import { generateCib } from "./generate.js";
import { generateInvocation } from "./generate-invocation.js";
import { variationsOf } from "./generate-variation.js";
import { optionDifferences } from "./option-check.js";
import { Random } from "./random.js";
import { runReference } from "./reference.js";
import { shrink } from "./shrink.js";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    jobs: { type: "string", default: "2" },
    save: { type: "string", default: ".differential" },
    shrink: { type: "string", default: "5" },
    density: { type: "string", default: "1" },
    options: { type: "boolean", default: false },
    variations: { type: "boolean", default: false },
  },
});

interface Mismatch {
  readonly seed: number;
  readonly kinds: readonly Kind[];
}

const program = join(process.env.SANODE_REFERENCE ?? "", "crm_simulate");

const vary = values.variations ? variationsOf(readCaseDocuments()) : null;

const generate = (seed: number): XmlElement => vary?.(seed) ?? generateCib(seed, Number(values.density));

/** The documents of the folder of scheduler cases. */
function readCaseDocuments(): XmlElement[] {
  const folder = findCases();
  if (folder === null) throw new Error("no folder of scheduler cases to vary: name one with SANODE_CASES");
  return folder.cases.map(({ name }) => parseXml(readFileSync(join(folder.path, "xml", `${name}.xml`))));
}

/** The kinds in which we and the reference differ; null if the reference refuses the document. */
async function check(document: XmlElement): Promise<Kind[] | null> {
  const text = formatXml(document, { indent: true });
  const reference = await runReference(program, text);
  return reference === null ? null : differences(reference, ours(text));
}

/** A crash is an answer that equals nothing. */
function ours(text: string): CaseOutputs {
  try {
    return runCase(text, "", Math.floor(Date.now() / 1000));
  } catch (error) {
    const text = `crashed: ${error instanceof Error ? error.stack : String(error)}`;
    return { scores: text, dot: text, exp: text, summary: text };
  }
}

async function main(): Promise<void> {
  const [first, runs] = [Number(values.seed), Number(values.runs)];
  const mismatches: Mismatch[] = [];
  let refused = 0;
  let next = first;
  const work = async (): Promise<void> => {
    while (next < first + runs) {
      const seed = next;
      next += 1;
      const different = await check(generate(seed));
      if (different === null) refused += 1;
      else if (different.length > 0) mismatches.push({ seed, kinds: different });
    }
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, work));
  mismatches.sort((left, right) => left.seed - right.seed);
  await report(mismatches, runs, refused);
}

/** One document after another with random options of the command; they share the process, so it is not done at once. */
async function checkOptions(): Promise<void> {
  const [first, runs] = [Number(values.seed), Number(values.runs)];
  let [refused, mismatches] = [0, 0];
  for (let seed = first; seed < first + runs; seed += 1) {
    const document = generate(seed);
    const options = generateInvocation(new Random(seed), document);
    const different = await optionDifferences(program, document, options);
    if (different === null) refused += 1;
    else if (different.length > 0) {
      mismatches += 1;
      console.log(`seed ${seed}: ${different.join(", ")} differ with ${options.flat().join(" ")}`);
    }
  }
  console.log(`${runs} documents, ${refused} refused by the reference, ${mismatches} mismatches`);
  process.exitCode = mismatches === 0 ? 0 : 1;
}

async function report(mismatches: readonly Mismatch[], runs: number, refused: number): Promise<void> {
  for (const { seed, kinds } of mismatches) {
    console.log(
      `seed ${seed}: ${kinds.join(", ")} differ; replay: npm run test:differential -- --runs 1 --seed ${seed} ${vary === null ? `--density ${values.density}` : "--variations"}`,
    );
  }
  await mkdir(values.save, { recursive: true });
  for (const { seed, kinds } of mismatches.slice(0, Number(values.shrink))) {
    const small = await shrink(generate(seed), async (candidate) => {
      const different = await check(parseXml(formatXml(candidate)));
      return kinds[0] !== undefined && different?.includes(kinds[0]) === true;
    });
    const file = join(values.save, `seed-${seed}.xml`);
    await writeFile(file, `${formatXml(small, { indent: true })}\n`);
    console.log(`seed ${seed}: made smaller, saved as ${file}`);
  }
  console.log(`${runs} documents, ${refused} refused by the reference, ${mismatches.length} mismatches`);
  process.exitCode = mismatches.length === 0 ? 0 : 1;
}

await (values.options ? checkOptions() : main());
