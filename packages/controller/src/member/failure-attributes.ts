import { failureAttribute } from "@sanode/attributes";
import type { NodeAttributeUpdate } from "./transient-attributes.js";

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
 * What a failure changes in the transient attributes of the node where it was, from which the scheduler learns how often
 * and when a resource has failed.
 *
 * Source: Pacemaker Explained, "Handling Resource Failure", "Failure Counts".
 *
 * @param now seconds since 1970
 */
export function failureUpdates(
  node: string,
  { resource, task, interval }: CountedOperation,
  weight: FailureWeight,
  now: number,
): readonly NodeAttributeUpdate[] {
  const update = (kind: "fail-count" | "last-failure", value: string): NodeAttributeUpdate => ({
    operation: "update",
    name: failureAttribute(kind, resource, task, interval),
    node,
    value,
  });
  const last = update("last-failure", String(now));
  if (weight === null) return [last];
  return [last, update("fail-count", weight === "one" ? "value++" : weight)];
}
