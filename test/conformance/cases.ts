import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { kinds } from "./compare.js";
import { type CaseOutputs, runCase } from "./run-case.js";

/** Scheduler cases in a folder: `xml/NAME.xml`, `scores/NAME.scores` and so on, and a list `cases.tsv`. */
export interface CaseFolder {
  readonly path: string;
  readonly cases: readonly Case[];
}

export interface Case {
  readonly name: string;
  /** Extra arguments. */
  readonly args: string;
}

const beside = fileURLToPath(new URL("../../../shared/pacemaker-cases", import.meta.url));

/** The folder named by the environment variable `SANODE_CASES`, else one beside the repository; null without either. */
export function findCases(): CaseFolder | null {
  const path = process.env.SANODE_CASES ?? beside;
  return existsSync(join(path, "xml")) ? { path, cases: readCases(path) } : null;
}

/** The cases of the list; without a list all documents. */
export function readCases(path: string): Case[] {
  const list = join(path, "cases.tsv");
  if (!existsSync(list)) {
    const files = readdirSync(join(path, "xml")).filter((file) => file.endsWith(".xml"));
    return files.sort().map((file) => ({ name: file.slice(0, -".xml".length), args: "" }));
  }
  const lines = readFileSync(list, "utf8").split("\n");
  return lines
    .filter((line) => line !== "")
    .map((line) => {
      const [name = "", args = ""] = line.split("\t");
      return { name, args };
    });
}

/** What a case's answer should be. */
export function readExpected(folder: string, name: string): CaseOutputs {
  const [scores = "", dot = "", exp = "", summary = ""] = kinds.map((kind) =>
    readFileSync(join(folder, kind, `${name}.${kind}`), "utf8"),
  );
  return { scores, dot, exp, summary };
}

/** What we answer; a crash is an answer that equals nothing. */
export function answer(folder: string, { name, args }: Case): CaseOutputs {
  try {
    const xml = readFileSync(join(folder, "xml", `${name}.xml`));
    return runCase(xml, args, Math.floor(Date.now() / 1000));
  } catch (error) {
    const text = `crashed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`;
    return { scores: text, dot: text, exp: text, summary: text };
  }
}
