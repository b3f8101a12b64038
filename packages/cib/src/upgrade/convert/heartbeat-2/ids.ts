import { type Draft, forEachDraft } from "../draft.js";
import type { Notes } from "../notes.js";

/** Elements that nothing refers to, so that their ids may change. */
const FREE: ReadonlySet<string> = new Set([
  "cluster_property_set",
  "instance_attributes",
  "meta_attributes",
  "nvpair",
  "op",
  "rule",
  "expression",
  "date_expression",
  "date_spec",
  "duration",
]);

const VALID = /^[\p{L}_][\p{L}\p{Nd}\p{M}·_.-]*$/u;

/**
 * Gives elements that have no id, one that is no XML name, or one that is used before, an id of their own: the old form did
 * not care. Ids of resources, to which others refer, and of constraints, which people know, stay as they are.
 */
export function mendIds(configuration: Draft, notes: Notes): void {
  const taken = new Set<string>();
  forEachDraft(configuration, ({ name, attributes: { id } }) => {
    if (id !== undefined && name !== "node" && !FREE.has(name)) taken.add(id);
  });
  mend(configuration, "", taken, notes);
}

function mend(parent: Draft, owner: string, taken: Set<string>, notes: Notes): void {
  for (const child of parent.children) {
    if (child.kind !== "draft") continue;
    if (FREE.has(child.name) && child.attributes["id-ref"] === undefined) giveId(child, owner, taken, notes);
    mend(child, child.attributes.id ?? owner, taken, notes);
  }
}

function giveId(draft: Draft, owner: string, taken: Set<string>, notes: Notes): void {
  const { id: old, name = draft.name } = draft.attributes;
  const wanted = old ?? `${owner}-${name}`;
  const base = wanted.replaceAll(/[^\p{L}\p{Nd}\p{M}·_.-]/gu, "-").replace(/^(?![\p{L}_])/u, "_");
  let id = VALID.test(wanted) ? wanted : base;
  for (let count = 1; taken.has(id); count += 1) id = `${base}-${count}`;
  taken.add(id);
  if (id === old) return;
  draft.attributes.id = id;
  notes.inform(`${draft.name}: ${old ?? owner}: the id is ${id} now`);
}
