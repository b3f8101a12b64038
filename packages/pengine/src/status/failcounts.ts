import {
  addScores,
  clampScore,
  millisecondsToSeconds,
  parseInteger,
  parseScore,
  type Score,
} from "@sanode/cib";
import { reportWarning } from "../input/warnings.js";
import type { FailCount, FailureAttribute, FailureAttributes, HistoryEntry } from "../model/history.js";
import type { ClusterNode } from "../model/node.js";
import type { OperationDefinition, Primitive } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { recordedEntries, statusMemory } from "./status-memory.js";

const zero = clampScore(0);
const noFailures: FailCount = { count: zero, lastFailure: 0 };

export interface FailCountQuery {
  /** Ask on account of one history entry, which narrows the test for operations with `on-fail=block`. */
  readonly entry?: HistoryEntry;
  /** Add the counts of what this resource launches (outside bundles). */
  readonly includeLaunched?: boolean;
}

/**
 * The fail count of a resource on a node, 0 once its `failure-timeout` has passed since the last failure.
 *
 * Asking has an effect: where failures of an operation are to block the resource (`on-fail=block`), they
 * never expire, so that the timeout is switched off for the rest of the run as soon as a count is found.
 * Source: Pacemaker Explained, "Handling Resource Failure".
 */
export function effectiveFailCount(
  state: ClusterState,
  resource: Primitive,
  node: ClusterNode,
  query: FailCountQuery = {},
): FailCount {
  const own = recordedFailCount(state, resource, node, query.entry);
  const timeout = failureTimeout(resource);
  const expired =
    own.count > 0 && own.lastFailure > 0 && timeout > 0 && state.nowSeconds > own.lastFailure + timeout;
  const effective = expired ? { count: zero, lastFailure: own.lastFailure } : own;
  if (query.includeLaunched !== true || resource.replica !== null) return effective;
  return resource.launched.reduce((sum, launched) => {
    const more = effectiveFailCount(state, launched, node, query);
    return {
      count: addScores(sum.count, more.count),
      lastFailure: Math.max(sum.lastFailure, more.lastFailure),
    };
  }, effective);
}

/** Seconds after which failures expire; 0 for never. */
export function failureTimeout(resource: Primitive): number {
  return millisecondsToSeconds(resource.failureTimeoutMs);
}

/** The fail count as recorded, expired or not. May switch off the failure timeout like {@link effectiveFailCount}. */
export function recordedFailCount(
  state: ClusterState,
  resource: Primitive,
  node: ClusterNode,
  entry?: HistoryEntry,
): FailCount {
  if (!hasFailures(state, node)) return noFailures;
  const { counts, times } = failureAttributes(state, node);
  let count: Score = zero;
  for (const { value } of matching(counts, resource)) count = addScores(count, parseScore(value, zero));
  let lastFailure = 0;
  for (const { value } of matching(times, resource)) {
    lastFailure = Math.max(lastFailure, parseInteger(value) ?? 0);
  }
  if (count > 0 && resource.failureTimeoutMs > 0 && failuresBlock(state, resource, node, entry)) {
    const message = `${resource.id}: failures never expire, as some have on-fail=block; failure-timeout is ignored`;
    reportWarning(state, resource.id, "ignored-failure-timeout", message);
    resource.failureTimeoutMs = 0;
  }
  return { count, lastFailure };
}

/** Whether anything is recorded of failures on a node. */
export function hasFailures(state: ClusterState, node: ClusterNode): boolean {
  const { counts, times } = failureAttributes(state, node);
  return counts.size > 0 || times.size > 0;
}

function failureAttributes(state: ClusterState, node: ClusterNode): FailureAttributes {
  const { failureAttributes: cache } = statusMemory(state);
  let found = cache.get(node);
  if (found === undefined) {
    found = readFailureAttributes(node.attributes);
    cache.set(node, found);
  }
  return found;
}

const attributePattern = /^(fail-count|last-failure)-([^#]+)#.+_\d+$/s;

/** Pre-sorts a node's failure attributes by the resource name in them. */
export function readFailureAttributes(attributes: ReadonlyMap<string, string>): FailureAttributes {
  const counts = new Map<string, FailureAttribute[]>();
  const times = new Map<string, FailureAttribute[]>();
  for (const [attribute, value] of attributes) {
    if (!attribute.startsWith("fail-count-") && !attribute.startsWith("last-failure-")) continue;
    const parts = attributePattern.exec(attribute);
    const name = parts?.[2];
    if (name === undefined) continue;
    const lists = parts?.[1] === "fail-count" ? counts : times;
    const stem = baseName(name);
    const list = lists.get(stem);
    if (list === undefined) lists.set(stem, [{ name, value }]);
    else list.push({ name, value });
  }
  return { counts, times };
}

/** A name without the number of an anonymous clone's instance. */
export function baseName(name: string): string {
  return name.replace(/:\d+$/, "");
}

/**
 * The attributes that speak of a resource. Failures of a resource that is not unique count for all its
 * instances on the node. A dot in a resource's name stands for any character, since the reference takes the
 * name as a regular expression.
 */
function matching(
  attributes: ReadonlyMap<string, readonly FailureAttribute[]>,
  resource: Primitive,
): readonly FailureAttribute[] {
  const historyName = resource.historyName ?? resource.id;
  const stem = baseName(historyName);
  const wanted = resource.unique ? historyName : stem;
  const accepts = (name: string): boolean => !resource.unique || sameButDots(wanted, name);
  if (!wanted.includes(".")) return (attributes.get(stem) ?? []).filter(({ name }) => accepts(name));
  const found: FailureAttribute[] = [];
  for (const [candidate, list] of attributes) {
    if (sameButDots(stem, candidate)) found.push(...list.filter(({ name }) => accepts(name)));
  }
  return found;
}

function sameButDots(pattern: string, text: string): boolean {
  if (pattern === text) return true;
  if (pattern.length !== text.length || !pattern.includes(".")) return false;
  for (let at = 0; at < pattern.length; at += 1) {
    if (pattern[at] !== "." && pattern[at] !== text[at]) return false;
  }
  return true;
}

/** Whether the failure in question is one of an operation whose own XML says `on-fail="block"`. */
function failuresBlock(
  state: ClusterState,
  resource: Primitive,
  node: ClusterNode,
  entry: HistoryEntry | undefined,
): boolean {
  const blocking = blockingOperations(resource);
  if (blocking.length === 0) return false;
  const base = baseName(resource.id);
  const entries = entry === undefined ? recordedEntries(state, node.name, base) : [entry];
  return blocking.some((operation) =>
    entries.some(
      (candidate) =>
        candidate.task === operation.name &&
        candidate.intervalMs === operation.intervalMs &&
        isFailureRecord(candidate, base),
    ),
  );
}

function blockingOperations(resource: Primitive): readonly OperationDefinition[] {
  return resource.definition.operations.filter(({ element }) => element.attributes["on-fail"] === "block");
}

function isFailureRecord(entry: HistoryEntry, base: string): boolean {
  if (entry.id === `${base}_last_failure_0`) return true;
  return entry.id === `${base}_${entry.task}_${entry.intervalMs}` && entry.exitCode !== entry.expectedCode;
}
