import { formatScore, INFINITY, parseInteger } from "@sanode/cib";
import type { ElementDraft } from "./element-draft.js";

/** A failure to be counted. */
export interface CountedFailure {
  readonly resource: string;
  readonly task: string;
  /** Milliseconds. */
  readonly intervalMs: number;
  readonly exitCode: number;
  /** Counts as INFINITY failures. */
  readonly isFatal: boolean;
  /** Seconds since 1970. */
  readonly time: number;
}

/** An attribute written to a node's status. */
export interface InjectedAttribute {
  readonly name: string;
  readonly value: string;
  readonly nodeId: string;
}

/**
 * Raises a resource's fail count on a node and notes the time; a result that is no failure, and a probe that finds
 * nothing, leave it as it is.
 *
 * @returns the attributes written
 */
export function countFailure(state: ElementDraft, failure: CountedFailure): readonly InjectedAttribute[] {
  if (failure.exitCode === 0 || (failure.exitCode === 7 && failure.intervalMs === 0)) return [];
  const suffix = `${failure.resource}#${failure.task}_${failure.intervalMs}`;
  const countName = `fail-count-${suffix}`;
  const before = parseInteger(currentValue(state, countName) ?? "0") ?? 0;
  const count = failure.isFatal ? formatScore(INFINITY) : String(before + 1);
  return [
    setTransientAttribute(state, countName, count),
    setTransientAttribute(state, `last-failure-${suffix}`, String(failure.time)),
  ];
}

/** A value that is there more than once counts as none. */
function currentValue(state: ElementDraft, name: string): string | undefined {
  const sets = state
    .childrenNamed("transient_attributes")
    .flatMap((attributes) => attributes.childrenNamed("instance_attributes"));
  const [pair, ...others] = sets
    .flatMap((set) => set.childrenNamed("nvpair"))
    .filter((candidate) => candidate.get("name") === name);
  return others.length > 0 ? undefined : pair?.get("value");
}

function setTransientAttribute(state: ElementDraft, name: string, value: string): InjectedAttribute {
  const nodeId = state.get("id") ?? "";
  const set = state
    .findOrAppend("transient_attributes", { id: nodeId })
    .findOrAppend("instance_attributes", { id: nodeId });
  const id = xmlId(`${set.get("id") ?? nodeId}-${name}`);
  const pair = set.find("nvpair", "id", id) ?? set.append("nvpair", { id });
  pair.set("name", name);
  pair.set("value", value);
  return { name, value, nodeId };
}

/** Makes a text an XML id: a first character that cannot begin a name becomes `_`, any other wrong one `.`. */
function xmlId(text: string): string {
  return text
    .replace(/^[^A-Za-z_\u{80}-\u{10ffff}]/u, "_")
    .replace(/[^A-Za-z0-9_.\-\u{80}-\u{10ffff}]/gu, ".");
}
