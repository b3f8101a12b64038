import { expect, test } from "vitest";
import { answer, type Case, type CaseFolder, findCases, readExpected } from "./cases.js";
import { differences, type Kind, kinds } from "./compare.js";
import { type Passing, readPassing, recordPassing } from "./passing.js";

const folder = findCases();

if (folder === null) {
  console.log("conformance: no scheduler cases here; name their folder in SANODE_CASES to run them");
}

test.skipIf(folder === null)("every scheduler case that has been right is still right", () => {
  const passing = runAll(folder ?? { path: "", cases: [] });
  report(passing);
  if (process.env.SANODE_RECORD === "1") recordPassing(passing);
  expect(lost(readPassing(), passing)).toEqual([]);
});

function runAll({ path, cases }: CaseFolder): Passing {
  return new Map(
    cases.map((one: Case) => {
      const different = differences(answer(path, one), readExpected(path, one.name));
      return [one.name, kinds.filter((kind) => !different.includes(kind))];
    }),
  );
}

function report(passing: Passing): void {
  const counts = kinds.map((kind) => `${kind} ${count(passing, (passed) => passed.includes(kind))}`);
  const full = count(passing, (passed) => passed.length === kinds.length);
  console.log(`conformance: ${passing.size} cases, pass: ${counts.join(", ")}; in full: ${full}`);
}

function count(passing: Passing, test: (passed: readonly Kind[]) => boolean): number {
  return [...passing.values()].filter(test).length;
}

/** What passed before and does not now; a case that is not in the folder has not failed. */
function lost(before: Passing, now: Passing): string[] {
  return [...before].flatMap(([name, kindsBefore]) => {
    const passed = now.get(name);
    if (passed === undefined) return [];
    return kindsBefore.filter((kind) => !passed.includes(kind)).map((kind) => `${name}.${kind}`);
  });
}
