import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatXml, parseXml } from "@sanode/cib";
import { families } from "../families/index.js";

/*
 * How many megabytes of a CIB are read and written in a second, beside `xmllint --noout` where it is installed. Files can be
 * given; otherwise a generated cluster at rest is measured.
 */

const ROUNDS = 15;

function medianSeconds(work: () => void): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = process.hrtime.bigint();
    work();
    return Number(process.hrtime.bigint() - start) / 1e9;
  });
  times.sort((left, right) => left - right);
  return times[Math.floor(ROUNDS / 2)] ?? Number.NaN;
}

/** The time of a whole process less that of one which reads next to nothing. */
function xmllintSeconds(folder: string, file: string): number | null {
  const empty = join(folder, "empty.xml");
  writeFileSync(empty, "<cib/>");
  const run = (path: string) => () => void execFileSync("xmllint", ["--huge", "--noout", path]);
  try {
    return medianSeconds(run(file)) - medianSeconds(run(empty));
  } catch {
    return null;
  }
}

function measure(folder: string, name: string, bytes: Uint8Array): void {
  const file = join(folder, "cib.xml");
  writeFileSync(file, bytes);
  const document = parseXml(bytes);
  const text = formatXml(document);
  const parsing = medianSeconds(() => parseXml(bytes));
  const writing = medianSeconds(() => formatXml(document));
  const reference = xmllintSeconds(folder, file);
  const rate = (size: number, seconds: number | null): string =>
    seconds === null ? "-" : (size / 1e6 / seconds).toFixed(1);
  console.log(`${name}: ${(bytes.length / 1e6).toFixed(2)} MB`);
  console.log(`  parse   ${rate(bytes.length, parsing)} MB/s`);
  console.log(`  write   ${rate(Buffer.byteLength(text), writing)} MB/s`);
  console.log(`  xmllint ${rate(bytes.length, reference)} MB/s`);
}

/** Rising sizes of one family: nodes, resources and their histories, as files of clusters mostly are. */
function measureGenerated(folder: string): void {
  const family = families.find(({ name }) => name === "primitives-at-rest");
  for (const size of family?.sizes.slice(0, 3) ?? []) {
    const text = formatXml(family?.make(size) ?? parseXml("<cib/>"));
    measure(folder, `${size.nodes} nodes, ${size.count} resources`, Buffer.from(text));
  }
}

const folder = mkdtempSync(join(tmpdir(), "sanode-bench-xml-"));
try {
  const files = process.argv.slice(2);
  if (files.length === 0) measureGenerated(folder);
  for (const file of files) measure(folder, file, readFileSync(file));
} finally {
  rmSync(folder, { recursive: true });
}
