import { addScores, clampScore, formatScore, INFINITY, parseScore } from "@sanode/cib";
import type { Member } from "./member.js";

/** A resource's operation whose failures are counted together. */
export interface CountedOperation {
  readonly resource: string;
  readonly task: string;
  /** Milliseconds. */
  readonly interval: number;
}

/**
 * How much a failure counts: one more, or as much as it takes to keep the resource away; null if it does not
 * count.
 */
export type FailureWeight = "one" | "INFINITY" | null;

/**
 * Records a failure in the node's transient attributes, from which the scheduler learns how often a resource
 * has failed.
 *
 * Source: Pacemaker Explained, "Handling Resource Failure", "Failure Counts".
 */
export function recordFailure(
  member: Member,
  operation: CountedOperation,
  weight: FailureWeight,
  now: number,
): void {
  if (weight !== null) {
    const name = attributeName("fail-count", operation);
    const before = parseScore(member.attribute(name)) ?? clampScore(0);
    const after = weight === "INFINITY" ? INFINITY : addScores(before, clampScore(1));
    member.setAttribute(name, formatScore(after));
  }
  member.setAttribute(attributeName("last-failure", operation), String(now));
}

/** Forgets the failures of a resource, or of one of its operations. Returns whether there were any. */
export function clearFailures(
  member: Member,
  resource: string,
  operation?: Pick<CountedOperation, "task" | "interval">,
): boolean {
  const suffix = operation === undefined ? undefined : `${operation.task}_${operation.interval}`;
  const stems = [`fail-count-${resource}#`, `last-failure-${resource}#`];
  const isMeant = (name: string): boolean =>
    stems.some((stem) => (suffix === undefined ? name.startsWith(stem) : name === stem + suffix));
  const names = member.attributeNames().filter(isMeant);
  for (const name of names) member.setAttribute(name, null);
  return names.length > 0;
}

function attributeName(kind: "fail-count" | "last-failure", operation: CountedOperation): string {
  return `${kind}-${operation.resource}#${operation.task}_${operation.interval}`;
}
