import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { formatXml } from "@sanode/cib";
import type { Family, Size } from "./families/family.js";
import { families } from "./families/index.js";
import { buildProgram } from "./measure/build.js";
import { typical } from "./measure/measurement.js";
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
const GROWTH = 2;

/** The part of the time for a measurement, or left for a family, that the reference may have: it need not get warm. */
const REFERENCE_PART = 1 / 3;

class Bench {
  readonly #options: BenchOptions;
  readonly #folder: string;
  readonly #keep: (figures: Figures) => Promise<void>;
  readonly #program: string;
  readonly #figures: Figure[] = [];
  /** Milliseconds of the unit. */
  #unit = 1;
  /** Families of which the reference could not bear the last size. */
  readonly #tooLarge = new Set<string>();

  constructor(options: BenchOptions, folder: string, keep: (figures: Figures) => Promise<void>) {
    this.#options = options;
    this.#folder = folder;
    this.#keep = keep;
    this.#program = join(folder, "program.mjs");
  }

  async run(): Promise<Figures> {
    await buildProgram(this.#program);
    const calibration = await runSanode(this.#program, null, { enough: 3000, rounds: 20, timeout: 60_000 });
    this.#unit = typical(calibration?.costs ?? []).cpu;
    const { cases } = this.#options;
    if (cases !== null) await this.#measure("cases", { nodes: 0, count: 0 }, cases, cases);
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
      unit: this.#unit,
      figures: this.#figures,
    };
  }

  #isWanted({ name }: Family): boolean {
    const { families } = this.#options;
    return families.length === 0 || families.includes(name);
  }

  /** @param share milliseconds */
  async #family(family: Family, share: number): Promise<void> {
    const end = performance.now() + share;
    let taken = 0;
    for (const size of family.sizes.slice(0, this.#options.sizes)) {
      if (size.nodes * size.count > this.#options.largest) return;
      const begin = performance.now();
      if (begin + GROWTH * taken > end) return;
      const directory = join(this.#folder, `${family.name}-${size.nodes}-${size.count}`);
      const path = join(directory, "cluster.xml");
      await mkdir(directory);
      await writeFile(path, formatXml(family.make(size), { indent: true }));
      const done = await this.#measure(family.name, size, path, directory, end - begin);
      await rm(directory, { recursive: true });
      if (!done) return;
      taken = performance.now() - begin;
    }
  }

  /**
   * @param left milliseconds that the family still has
   * @returns false if it took too long
   */
  async #measure(
    family: string,
    size: Size,
    path: string,
    directory: string,
    left = Infinity,
  ): Promise<boolean> {
    const { reference: program, enough, referenceTimeout } = this.#options;
    const measurement = await runSanode(this.#program, path, this.#options);
    if (measurement === null) {
      tell(`${family} ${size.nodes} × ${size.count}: given up`);
      return false;
    }
    const { costs, peak, bytes, resources, links } = measurement;
    const [warm, cold = warm] = [typical(costs), costs[0]];
    const measured = program !== null && !this.#tooLarge.has(family);
    const reference = measured
      ? await runReference(program, directory, {
          enough: enough * REFERENCE_PART,
          rounds: costs.length,
          timeout: Math.min(referenceTimeout, left * REFERENCE_PART),
        })
      : null;
    if (measured && reference === null) this.#tooLarge.add(family);
    const units = warm.cpu / this.#unit;
    const rounds = costs.length;
    const figure = { family, ...size, bytes, resources, links, rounds, cold, warm, units, peak, reference };
    this.#figures.push(figure);
    await this.#keep(this.#result());
    tell(`${family} ${size.nodes} × ${size.count}: ${describe(figure)}`);
    return true;
  }
}

function describe(figure: Figure): string {
  const times = ratio(figure);
  const compared = times === null ? "" : `, reference ${times.toFixed(1)} times as long`;
  return `${figure.warm.cpu.toFixed(1)} ms${compared}`;
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}
