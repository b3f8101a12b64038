import { z } from "zod";
import type { Score } from "../score.js";
import type { XmlElement } from "../xml/tree.js";
import type { Reader } from "./reader.js";
import { readResourceSet, type Sets } from "./resource-sets.js";
import { type Rule, type RuleReference, readRule } from "./rules.js";
import { type RoleName, role, score, text } from "./values.js";

/** Says where resources should run, or must not. */
export interface LocationConstraint {
  readonly kind: "location";
  readonly id: string;
  readonly subject:
    | { readonly kind: "resource"; readonly resource: string; readonly role: RoleName | undefined }
    /** All resources whose ids match a regular expression; `!` before it means those that do not. */
    | { readonly kind: "pattern"; readonly pattern: string; readonly role: RoleName | undefined }
    | Sets;
  readonly preference:
    | { readonly kind: "node"; readonly node: string; readonly score: Score }
    | { readonly kind: "rule"; readonly rule: Rule | RuleReference };
  /** Whether and where the resources are looked for, where they do not run. */
  readonly resourceDiscovery: "always" | "never" | "exclusive" | undefined;
}

const LOCATION = z.strictObject({
  id: text,
  rsc: text.optional(),
  "rsc-pattern": text.optional(),
  role: role.optional(),
  node: text.optional(),
  score: score.optional(),
  "resource-discovery": z.enum(["always", "never", "exclusive"]).optional(),
});

type Values = z.output<typeof LOCATION>;

/** Reads an `rsc_location`. */
export function readLocation(reader: Reader, constraint: XmlElement): LocationConstraint | undefined {
  const values = reader.attributes(constraint, LOCATION);
  const children = reader.children(constraint, { resource_set: readResourceSet, rule: readRule });
  if (values === undefined) return undefined;
  const subject = subjectOf(reader, constraint, values, children.resource_set);
  const preference = preferenceOf(reader, constraint, values, children.rule);
  if (subject === undefined || preference === undefined) return undefined;
  const resourceDiscovery = values["resource-discovery"];
  return { kind: "location", id: values.id, subject, preference, resourceDiscovery };
}

function subjectOf(
  reader: Reader,
  constraint: XmlElement,
  { rsc, "rsc-pattern": pattern, role }: Values,
  sets: Sets["sets"],
): LocationConstraint["subject"] | undefined {
  const hasSets = constraint.children.some(
    (child) => child.kind === "element" && child.name === "resource_set",
  );
  const subjects = [rsc !== undefined, pattern !== undefined, hasSets].filter(Boolean).length;
  if (subjects !== 1) {
    reader.report(
      constraint,
      'a location names resources by exactly one of "rsc", "rsc-pattern" and sets',
      subjects === 0 ? "add one of them" : "keep one of them",
    );
    return undefined;
  }
  if (rsc !== undefined) return { kind: "resource", resource: rsc, role };
  if (pattern !== undefined) return { kind: "pattern", pattern, role };
  return { kind: "sets", sets };
}

function preferenceOf(
  reader: Reader,
  constraint: XmlElement,
  { node, score }: Values,
  rules: readonly (Rule | RuleReference)[],
): LocationConstraint["preference"] | undefined {
  const written = constraint.children.filter((child) => child.kind === "element" && child.name === "rule");
  if (written.length === 0 && node !== undefined && score !== undefined) return { kind: "node", node, score };
  const [rule] = rules;
  if (written.length === 1 && node === undefined && score === undefined) {
    return rule && { kind: "rule", rule };
  }
  reader.report(
    constraint,
    'a location has either "node" and "score", or exactly one rule',
    written.length > 1 ? "write one constraint for each rule" : "add what is missing, or remove one of them",
  );
  return undefined;
}
