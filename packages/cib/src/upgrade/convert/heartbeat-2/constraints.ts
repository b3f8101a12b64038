import { type Draft, draftElement, forEachDraft } from "../draft.js";
import type { Notes } from "../notes.js";
import { renameAttributes } from "./names.js";

const COLOCATION_NAMES: ReadonlyMap<string, string> = new Map([
  ["from", "rsc"],
  ["to", "with-rsc"],
  ["from_role", "rsc-role"],
  ["to_role", "with-rsc-role"],
  ["node_attribute", "node-attribute"],
]);

const RULE_NAMES: ReadonlyMap<string, string> = new Map([
  ["boolean_op", "boolean-op"],
  ["score_attribute", "score-attribute"],
]);

/** Converts a constraint of any kind. */
export function convertConstraint(constraint: Draft, notes: Notes): void {
  switch (constraint.name) {
    case "rsc_order":
      convertOrder(constraint, notes);
      break;
    case "rsc_colocation":
      convertColocation(constraint, notes);
      break;
    case "rsc_location":
      convertLocation(constraint, notes);
  }
}

/** The attribute's name as a constant, because an object with a literal `then` looks like a promise. */
const THEN = "then";

/**
 * `from` did its action after (or, with the type "before", before) `to` did its own, which was the same if it was not
 * said.
 */
function convertOrder({ attributes }: Draft, notes: Notes): void {
  const { id = "", from, to, type = "after", action, to_action: toAction = action } = attributes;
  if (from === undefined || to === undefined) return;
  const fromFirst = type === "before";
  const [first, second] = fromFirst ? [from, to] : [to, from];
  const [firstAction, secondAction] = fromFirst ? [action, toAction] : [toAction, action];
  notes.inform(`rsc_order: ${id}: ${first} first, then ${second}, for ${from} was ${type} ${to}`);
  for (const name of ["from", "to", "type", "action", "to_action"]) delete attributes[name];
  attributes.first = first;
  if (firstAction !== undefined) attributes["first-action"] = firstAction;
  attributes[THEN] = second;
  if (secondAction !== undefined) attributes["then-action"] = secondAction;
}

function convertColocation(colocation: Draft, notes: Notes): void {
  renameAttributes(colocation, COLOCATION_NAMES, notes);
  const { attributes } = colocation;
  if (attributes.symmetrical === undefined) return;
  notes.warn(`rsc_colocation: ${attributes.id}: dropping symmetrical`);
  delete attributes.symmetrical;
}

function convertLocation(location: Draft, notes: Notes): void {
  forEachDraft(location, (inside) => {
    const { attributes } = inside;
    if (inside.name === "rule") convertRule(inside, notes);
    if (inside.name === "date_expression") attributes.operation ??= "in_range";
  });
}

function convertRule(rule: Draft, notes: Notes): void {
  renameAttributes(rule, RULE_NAMES, notes);
  const { attributes } = rule;
  if (attributes["score-attribute"] === undefined) attributes.score ??= "0";
  if (rule.children.some((child) => child.kind === "draft")) return;
  notes.inform(`rule: ${attributes.id}: adding an expression that is always true`);
  rule.children.push(draftElement("expression", { attribute: "#uname", operation: "defined" }));
}
