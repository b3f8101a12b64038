import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { formatXml } from "@sanode/cib";
import type { Family, Size } from "./families/family.js";
import { families } from "./families/index.js";
import { buildProgram } from "./measure/build.js";
import { least, type Measurement, typical } from "./measure/measurement.js";
import { runReference, runSanode } from "./measure/run.js";
import type { BenchOptions } from "./options.js";
import { type Figure, type Figures, ratio } from "./report/figures.js";

/**
 * Measures what is asked for. Every measurement has a process of its own.
 *
 * @param keep given what has been measured so far, after each measurement
 */
export async function bench(
  options: BenchOptions,
  keep: (figures: Figures) => Promise<void>,
): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), "sanode-bench-"));
  try {
    return await new Bench(options, folder, keep).run();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** How many times as long the next size is expected to take. */
const GROWTH = 1.5;

/** The part of a family's time in which no larger size is begun any more: it is left for the reference. */
const REFERENCE_PART = 1 / 4;

/** How many smaller sizes a size gets warm with, the smallest ones. */
const WARMING_SIZES = 3;

const DOCUMENT = "cluster.xml";

/** A size that has been measured: its place among the figures, and where its document is. */
interface Measured {
  readonly at: number;
  readonly directory: string;
}

class Bench {
  readonly #options: BenchOptions;
  readonly #folder: string;
  readonly #keep: (figures: Figures) => Promise<void>;
  readonly #program: string;
  readonly #figures: Figure[] = [];

  constructor(options: BenchOptions, folder: string, keep: (figures: Figures) => Promise<void>) {
    this.#options = options;
    this.#folder = folder;
    this.#keep = keep;
    this.#program = join(folder, "program.mjs");
  }

  async run(): Promise<Figures> {
    await buildProgram(this.#program);
    const { cases } = this.#options;
    if (cases !== null) await this.#cases(cases);
    const end = performance.now() + this.#options.budget;
    const wanted = families.filter((family) => this.#isWanted(family));
    for (const [index, family] of wanted.entries()) {
      await this.#family(family, (end - performance.now()) / (wanted.length - index));
    }
    return this.#result();
  }

  #result(): Figures {
    return {
      date: new Date().toISOString().slice(0, 10),
      machine: `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, Node ${process.versions.node}`,
      figures: this.#figures,
    };
  }

  #isWanted({ name }: Family): boolean {
    const { families } = this.#options;
    return families.length === 0 || families.includes(name);
  }

  async #cases(directory: string): Promise<void> {
    const done = await this.#measure("cases", { nodes: 0, count: 0 }, directory, []);
    if (done) await this.#compare({ at: 0, directory }, Infinity);
  }

  /**
   * Measures the sizes of a family, and then the reference with the same documents, smallest first, as far as there is time.
   *
   * @param share milliseconds
   */
  async #family(family: Family, share: number): Promise<void> {
    const end = performance.now() + share;
    const measured: Measured[] = [];
    const lastBegin = this.#options.reference === null ? end : end - share * REFERENCE_PART;
    let taken = 0;
    for (const size of this.#sizesOf(family)) {
      const begin = performance.now();
      if (begin + GROWTH * taken > lastBegin) break;
      const directory = await this.#write(family, size);
      const smaller = measured.slice(0, WARMING_SIZES).map((known) => join(known.directory, DOCUMENT));
      if (!(await this.#measure(family.name, size, join(directory, DOCUMENT), smaller))) break;
      measured.push({ at: this.#figures.length - 1, directory });
      taken = performance.now() - begin;
    }
    for (const one of measured) if (!(await this.#compare(one, end))) break;
    for (const { directory } of measured) await rm(directory, { recursive: true });
  }

  #sizesOf({ sizes, large = [] }: Family): Size[] {
    const { largest, sizes: count, large: withLarge } = this.#options;
    const wanted = [...sizes.slice(0, count), ...(withLarge ? large : [])];
    return wanted.filter((size) => size.nodes * size.count <= largest);
  }

  /** Makes a document, alone in a directory. */
  async #write(family: Family, size: Size): Promise<string> {
    const directory = join(this.#folder, `${family.name}-${size.nodes}-${size.count}`);
    await mkdir(directory);
    await writeFile(join(directory, DOCUMENT), formatXml(family.make(size), { indent: true }));
    return directory;
  }

  /**
   * @param smaller documents to get warm with
   * @returns false if it took too long
   */
  async #measure(family: string, size: Size, path: string, smaller: readonly string[]): Promise<boolean> {
    const { warm } = this.#options;
    const measurement = await runSanode(this.#program, path, this.#options, { warm, smaller });
    if (measurement === null) {
      tell(`${family} ${size.nodes} × ${size.count}: given up`);
      return false;
    }
    const figure = this.#figureOf(family, size, measurement);
    this.#figures.push(figure);
    await this.#keep(this.#result());
    tell(`${family} ${size.nodes} × ${size.count}: ${figure.warm.thread.toFixed(1)} ms`);
    return true;
  }

  #figureOf(family: string, size: Size, measurement: Measurement): Figure {
    const { costs, unit, peak, bytes, resources, links } = measurement;
    const [warm, cold = warm] = [typical(costs), costs[0]];
    const units = least(costs) / unit;
    const rounds = costs.length;
    return { family, ...size, bytes, resources, links, rounds, cold, warm, units, peak, reference: null };
  }

  /**
   * Measures the reference with a document that has been measured.
   *
   * @param end when the family's time is over
   * @returns false if it took too long, or there is no time or no reference
   */
  async #compare({ at, directory }: Measured, end: number): Promise<boolean> {
    const { reference: program, enough, referenceTimeout } = this.#options;
    const figure = this.#figures[at];
    const left = end - performance.now();
    if (program === null || figure === undefined || left <= 0) return false;
    const timeout = Math.min(referenceTimeout, left);
    const reference = await runReference(program, directory, { enough, rounds: figure.rounds, timeout });
    if (reference === null) return false;
    const compared: Figure = { ...figure, reference };
    this.#figures[at] = compared;
    await this.#keep(this.#result());
    const times = ratio(compared) ?? 0;
    tell(`${figure.family} ${figure.nodes} × ${figure.count}: reference ${times.toFixed(1)} times as long`);
    return true;
  }
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}
