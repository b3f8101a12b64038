import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Kind, kinds } from "./compare.js";

const file = fileURLToPath(new URL("./passing.txt", import.meta.url));

/** What has passed before and must pass from then on: kinds by the name of the case. */
export type Passing = ReadonlyMap<string, readonly Kind[]>;

export function readPassing(): Passing {
  const lines = readFileSync(file, "utf8").split("\n");
  return new Map(
    lines
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => {
        const [name = "", ...words] = line.split(" ");
        return [name, words.includes("all") ? kinds : kinds.filter((kind) => words.includes(kind))];
      }),
  );
}

/** Records what passes now; cases that were not run keep their line. */
export function recordPassing(passing: Passing): void {
  const merged = new Map([...readPassing(), ...passing]);
  const lines = [...merged]
    .filter(([, passed]) => passed.length > 0)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, passed]) => `${name} ${passed.length === kinds.length ? "all" : passed.join(" ")}`);
  const head = "# Scheduler cases and the outputs of them that are right; recorded with SANODE_RECORD=1.";
  writeFileSync(file, `${[head, ...lines].join("\n")}\n`);
}
