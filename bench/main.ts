import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { bench } from "./bench.js";
import { type BenchOptions, help, readOptions } from "./options.js";
import { regressions } from "./report/compare.js";
import type { Figures } from "./report/figures.js";
import { formatPlot } from "./report/plot.js";
import { formatTable } from "./report/table.js";

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(help);
    return;
  }
  const figures = await bench(options, (soFar) => write(options.output, soFar));
  console.log(formatTable(figures));
  if (options.compare !== null) await compare(options.compare, figures);
}

async function write(path: BenchOptions["output"], figures: Figures): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.json`, `${JSON.stringify(figures, null, 2)}\n`);
  await writeFile(`${path}.md`, formatTable(figures));
  await writeFile(`${path}.svg`, formatPlot(figures));
}

async function compare(file: string, figures: Figures): Promise<void> {
  const before: Figures = JSON.parse(await readFile(file, "utf8"));
  const worse = regressions(before, figures);
  for (const line of worse) console.log(line);
  process.exitCode = worse.length === 0 ? 0 : 1;
}

await main();
