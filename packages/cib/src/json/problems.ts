import type { z } from "zod";
import type { CibProblem } from "../errors/cib.js";
import { pointer } from "./scan.js";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** What zod found, in words for people; places are JSON Pointers into the document. */
export function describeIssues(root: unknown, issues: readonly Issue[], base: Path = []): CibProblem[] {
  return issues.flatMap((issue) => describeIssue(root, issue, [...base, ...issue.path]));
}

function describeIssue(root: unknown, issue: Issue, path: Path): CibProblem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) =>
      problemAt(root, [...path, key], `there is no member "${key}" here`, "correct its name or remove it"),
    );
  }
  if (issue.code === "invalid_union") {
    const meant = issue.errors.find((branch) => branch.every(({ path: inside }) => inside.length > 0));
    if (meant !== undefined && issue.errors.length > 0) return describeIssues(root, meant, path);
  }
  const value = valueAt(root, path);
  if (value === undefined) {
    const name = String(path.at(-1) ?? "");
    return [problemAt(root, path.slice(0, -1), `the member "${name}" is missing`, `add ${expected(issue)}`)];
  }
  return [problemAt(root, path, `${show(value)} is not ${expected(issue)}`, `write ${expected(issue)}`)];
}

/** What the value should be. */
function expected(issue: Issue): string {
  switch (issue.code) {
    case "invalid_value":
      return oneOf(issue.values.map(String));
    case "invalid_union":
      return "options" in issue && issue.options !== undefined
        ? oneOf(issue.options.map(String))
        : issue.message;
    case "invalid_type":
      return TYPES.get(issue.expected) ?? issue.message;
    case "invalid_key":
      return issue.issues[0]?.message ?? issue.message;
    default:
      return issue.message;
  }
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ["string", "a text"],
  ["boolean", "true or false"],
  ["array", "a list"],
  ["object", "an object"],
  ["record", "an object"],
]);

function oneOf(words: readonly string[]): string {
  const quoted = words.map((word) => `"${word}"`);
  const last = quoted.pop() ?? "";
  return quoted.length === 0 ? last : `${quoted.join(", ")} or ${last}`;
}

const SHOWN = 60;

function show(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

function problemAt(root: unknown, path: Path, problem: string, advice: string): CibProblem {
  return { place: pointer(path), id: nearestId(root, path), problem, advice };
}

function member(value: unknown, name: PropertyKey): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return Reflect.get(value, name);
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(member, root);
}

function nearestId(root: unknown, path: Path): string | undefined {
  let nearest: string | undefined;
  let value = root;
  for (const name of [...path, "id"]) {
    const id = member(value, "id");
    if (typeof id === "string") nearest = id;
    value = member(value, name);
  }
  return nearest;
}
