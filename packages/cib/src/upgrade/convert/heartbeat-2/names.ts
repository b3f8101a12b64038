import { type Draft, renameAttribute } from "../draft.js";
import type { Notes } from "../notes.js";

/** Gives attributes their later names, in their places. */
export function renameAttributes(draft: Draft, names: ReadonlyMap<string, string>, notes?: Notes): void {
  for (const [from, to] of names) {
    if (draft.attributes[from] === undefined) continue;
    const { id = draft.name } = draft.attributes;
    if (draft.attributes[to] !== undefined) {
      notes?.warn(`${draft.name}: ${id}: dropping ${from} beside ${to}`);
      delete draft.attributes[from];
      continue;
    }
    notes?.inform(`${draft.name}: ${id}: renaming ${from} as ${to}`);
    renameAttribute(draft, from, to);
  }
}
