import {
  copyOf,
  type Draft,
  draftChildren,
  draftElement,
  draftsNamed,
  firstDraft,
  forEachDraft,
  removeChildren,
} from "./draft.js";
import { MADE_BY_CONVERSION } from "./made-by-conversion.js";
import type { Notes } from "./notes.js";

/** The ids of the constraints that one with several rules was split into, by its id. */
export type SplitLocations = ReadonlyMap<string, readonly string[]>;

/** Makes a location constraint of its own of each rule where there are several. */
export function splitLocations(configuration: Draft): SplitLocations {
  const split = new Map<string, readonly string[]>();
  const constraints = firstDraft(configuration, "constraints");
  if (constraints === undefined) return split;
  constraints.children = constraints.children.flatMap((child) => {
    if (child.kind !== "draft" || child.name !== "rsc_location") return [child];
    const rules = draftsNamed(child, "rule");
    if (rules.length < 2) return [child];
    const { id = "" } = child.attributes;
    const parts = rules.map((rule, index) => splitPart(child, rule, index));
    split.set(
      id,
      parts.map((part) => part.attributes.id ?? ""),
    );
    return parts;
  });
  return split;
}

/** The first part keeps what the constraint had; in the others that stands for the first's. */
function splitPart(location: Draft, rule: Draft, index: number): Draft {
  const part = draftElement("rsc_location", location.attributes);
  part.attributes.id = `${MADE_BY_CONVERSION}${location.attributes.id}-${index + 1}`;
  part.children = location.children
    .filter((child) => child === rule || child.kind !== "draft" || child.name !== "rule")
    .map((child) => (index === 0 || child === rule || child.kind !== "draft" ? child : copyOf(child)));
  return part;
}

/**
 * Puts the rules of a location's lifetime into its rule: both must hold. The new rule has no score, and a location
 * constraint whose rule has none is ignored.
 */
export function convertLocations(configuration: Draft): void {
  const constraints = firstDraft(configuration, "constraints");
  if (constraints === undefined) return;
  for (const location of draftsNamed(constraints, "rsc_location")) {
    const lifetime = firstDraft(location, "lifetime");
    if (lifetime === undefined) continue;
    const prefix = `${MADE_BY_CONVERSION}${location.attributes.id}`;
    const rule = firstDraft(location, "rule") ?? nodeRule(location, prefix);
    const and = draftElement("rule", { id: `${prefix}-lifetime-and-rule`, "boolean-op": "and" }, [
      rule,
      lifetimeRule(lifetime, prefix),
    ]);
    removeChildren(location, (child) => child === rule || child === lifetime);
    location.children.push(and);
  }
}

/** A rule that holds on the constraint's node, with its score; the constraint itself loses both. */
function nodeRule(location: Draft, prefix: string): Draft {
  const { node = "", score = "" } = location.attributes;
  delete location.attributes.node;
  delete location.attributes.score;
  const id = `${prefix}-node-score-rule`;
  const expression = { id: `${id}-expr`, attribute: "#uname", operation: "eq", value: node };
  return draftElement("rule", { id, score }, [draftElement("expression", expression)]);
}

function lifetimeRule(lifetime: Draft, prefix: string): Draft {
  const rules = draftsNamed(lifetime, "rule");
  const [only] = rules;
  if (only !== undefined && rules.length === 1) return only;
  return draftElement("rule", { id: `${prefix}-lifetime-or-rule`, "boolean-op": "or" }, rules);
}

/**
 * Drops the lifetimes of colocations and orderings. A rule in them that occurs more often than there are such lifetimes
 * with it moves to a constraint that applies to no resource.
 */
export function dropOtherLifetimes(configuration: Draft, notes: Notes): void {
  const constraints = firstDraft(configuration, "constraints");
  if (constraints === undefined) return;
  const spare = countIds(configuration);
  const rules: Draft[] = [];
  for (const constraint of draftChildren(constraints)) {
    if (constraint.name !== "rsc_colocation" && constraint.name !== "rsc_order") continue;
    const lifetime = firstDraft(constraint, "lifetime");
    if (lifetime === undefined) continue;
    notes.warn(
      `Dropping lifetime element from constraint ${constraint.attributes.id} because lifetime elements are no longer ` +
        "supported. Any rules contained there will no longer apply to the constraint",
    );
    for (const id of countIds(lifetime).keys()) spare.set(id, (spare.get(id) ?? 0) - 1);
    rules.push(...draftsNamed(lifetime, "rule").filter((rule) => !rule.copy));
    removeChildren(constraint, (child) => child === lifetime);
  }
  const kept = rules.filter(({ attributes: { id } }) => id !== undefined && (spare.get(id) ?? 0) > 0);
  if (kept.length === 0) return;
  const id = `${MADE_BY_CONVERSION}coloc-order-lifetime-rules`;
  const rule = draftElement("rule", { id: `${id}-rule`, score: "-INFINITY" }, kept);
  constraints.children.push(draftElement("rsc_location", { id, "rsc-pattern": "a^" }, [rule]));
}

/** How many elements have an id, by the id. */
function countIds(root: Draft): Map<string, number> {
  const counts = new Map<string, number>();
  forEachDraft(root, ({ attributes: { id } }) => {
    if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
  });
  return counts;
}
