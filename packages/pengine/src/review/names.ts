import { descendants, type XmlElement } from "@sanode/cib";
import { optionRules } from "../input/option-table.js";
import type { ClusterState } from "../model/state.js";
import type { Advice } from "./advice.js";

/** Source: "Resource Meta-Attributes", "Group", "Clone" and "Bundle Options" in Pacemaker Explained. */
const RESOURCE_META = [
  "allow-migrate",
  "allow-unhealthy-nodes",
  "clone-max",
  "clone-min",
  "clone-node-max",
  "container-attribute-target",
  "critical",
  "failure-timeout",
  "globally-unique",
  "interleave",
  "is-managed",
  "maintenance",
  "migration-threshold",
  "multiple-active",
  "notify",
  "ordered",
  "priority",
  "promotable",
  "promoted-max",
  "promoted-node-max",
  "remote-addr",
  "remote-allow-migrate",
  "remote-connect-timeout",
  "remote-node",
  "remote-port",
  "requires",
  "resource-stickiness",
  "target-role",
];

/** Source: "Operation Properties" in Pacemaker Explained. */
const OPERATION_META = [
  "enabled",
  "interval",
  "interval-origin",
  "on-fail",
  "record-pending",
  "role",
  "start-delay",
  "timeout",
];

const CLUSTER_OPTIONS = optionRules.flatMap((rule) =>
  "alias" in rule ? [rule.name, rule.alias] : [rule.name],
);

/**
 * Options and meta-attributes that nothing reads but whose names are close to one that is read. Other unknown names are
 * left alone: anybody may keep notes there.
 */
export function reviewNames(state: ClusterState): Advice[] {
  const found: Advice[] = [];
  for (const block of descendants(state.cib)) {
    const known = namesReadIn(block);
    if (known === undefined) continue;
    for (const pair of descendants(block)) {
      const { name } = pair.attributes;
      const meant = pair.name === "nvpair" && name !== undefined ? nearest(name, known) : undefined;
      if (name === undefined || meant === undefined) continue;
      found.push({
        code: "misspelled-name",
        element: pair.attributes.id ?? name,
        message: `nothing reads ${name}; there is ${meant}`,
        remedy: `If ${meant} is meant, write it so; otherwise remove the pair`,
      });
    }
  }
  return found;
}

function namesReadIn({ name }: XmlElement): readonly string[] | undefined {
  if (name === "cluster_property_set") return CLUSTER_OPTIONS;
  return name === "meta_attributes" ? ANY_META : undefined;
}

/** Blocks can be shared between resources and operations by reference, so both kinds of names are good anywhere. */
const ANY_META = [...RESOURCE_META, ...OPERATION_META];

/** The known name that an unknown one differs from in two letters at most; undefined if it is known itself or far off. */
function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.includes(name)) return undefined;
  const spelled = name.toLowerCase().replaceAll("_", "-");
  // Short names are close to each other by chance.
  const tolerance = Math.min(2, Math.floor(spelled.length / 5));
  let best: string | undefined;
  let least = tolerance + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - spelled.length) >= least) continue;
    const distance = editDistance(spelled, candidate);
    if (distance >= least) continue;
    least = distance;
    best = candidate;
  }
  return best;
}

/** How many letters must be put in, taken out or replaced, two neighbours changing places counting as one. */
function editDistance(left: string, right: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const replaced = at(previous, column - 1) + (left[row - 1] === right[column - 1] ? 0 : 1);
      let cost = Math.min(replaced, at(previous, column) + 1, at(current, column - 1) + 1);
      if (left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]) {
        cost = Math.min(cost, at(beforePrevious, column - 2) + 1);
      }
      current.push(cost);
    }
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, right.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
