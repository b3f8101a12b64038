import { parseArgs } from "node:util";

/** What a run is asked for. */
export interface BenchOptions {
  /** Names of families; all if empty. */
  readonly families: readonly string[];
  /** Sizes with more nodes times resources than this are left out. */
  readonly largest: number;
  /** With the sizes that are there to see whether they can be done at all. */
  readonly large: boolean;
  /** How many sizes of each family, the smallest first. */
  readonly sizes: number;
  /** Milliseconds for everything; families share them evenly, and do without the sizes for which their share is too small. */
  readonly budget: number;
  /** Milliseconds of processor time for which smaller documents are scheduled before one is measured. */
  readonly warm: number;
  /** Milliseconds of processor time after which a measurement begins no other round, if it has had a few. */
  readonly enough: number;
  readonly rounds: number;
  /** Milliseconds after which one measurement is given up, and larger sizes are left out. */
  readonly timeout: number;
  /** The same for the reference. */
  readonly referenceTimeout: number;
  /** A directory whose documents are measured together. */
  readonly cases: string | null;
  /** Where figures are written: this with `.json`, `.md` and `.svg`. */
  readonly output: string;
  /** Earlier figures to compare with. */
  readonly compare: string | null;
  /** The reference's `crm_simulate`, if there is one. */
  readonly reference: string | null;
  readonly help: boolean;
}

export const help = `npm run bench -- [OPTIONS]

Measures what scheduling takes for families of clusters, and (SANODE_REFERENCE=DIR with crm_simulate) what it takes the reference.

  --families NAME,...       only these
  --sizes N                 only the N smallest sizes of each
  --largest N               only sizes with up to N nodes times resources
  --large                   also sizes up to 1,000 nodes and 20,000 resources, which take much memory to prepare
  --budget MINUTES          for everything, shared evenly by families; larger sizes are left out when it is used up (no limit)
  --warm-up SECONDS         before the rounds of a measurement, with smaller documents (1)
  --enough SECONDS          for the rounds of a measurement (0.8)
  --rounds N                at most so many (200)
  --timeout SECONDS         when a measurement is given up, with the larger sizes (120)
  --reference-timeout S     the same for the reference (60)
  --cases DIR               also all XML files of a directory, together
  --output PATH             figures are written to PATH.json, PATH.md and PATH.svg (.bench/figures)
  --compare FILE            tells what has become slower since earlier figures; the exit status is 1 then

npm run bench:incremental measures a scheduler that follows a cluster of 16 nodes and 600 resources, by kinds of change.
`;

/** @throws TypeError for unknown options */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      families: { type: "string", default: "" },
      sizes: { type: "string", default: "99" },
      largest: { type: "string", default: "Infinity" },
      large: { type: "boolean", default: false },
      budget: { type: "string", default: "Infinity" },
      "warm-up": { type: "string", default: "1" },
      enough: { type: "string", default: "0.8" },
      rounds: { type: "string", default: "200" },
      timeout: { type: "string", default: "120" },
      "reference-timeout": { type: "string", default: "60" },
      cases: { type: "string" },
      output: { type: "string", default: ".bench/figures" },
      compare: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const folder = process.env.SANODE_REFERENCE;
  return {
    families: values.families.split(",").filter((name) => name !== ""),
    largest: Number(values.largest),
    large: values.large,
    sizes: Number(values.sizes),
    budget: 60_000 * Number(values.budget),
    warm: 1000 * Number(values["warm-up"]),
    enough: 1000 * Number(values.enough),
    rounds: Number(values.rounds),
    timeout: 1000 * Number(values.timeout),
    referenceTimeout: 1000 * Number(values["reference-timeout"]),
    cases: values.cases ?? null,
    output: values.output,
    compare: values.compare ?? null,
    reference: folder === undefined ? null : `${folder}/crm_simulate`,
    help: values.help,
  };
}
