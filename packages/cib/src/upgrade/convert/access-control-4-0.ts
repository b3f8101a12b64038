import type { SplitLocations } from "./constraints-4-0.js";
import { type Draft, firstDraft, forEachDraft, renameAttribute } from "./draft.js";
import type { Notes } from "./notes.js";

/** An XPath that selects nothing. */
const NOTHING = "/*[false()]";

/**
 * Turns permissions on objects that are gone into permissions on what became of them: on the parts of a location
 * constraint that was split, else on nothing.
 */
export function hidePermissionsOfMissingObjects(
  configuration: Draft,
  split: SplitLocations,
  notes: Notes,
): void {
  const accessControl = firstDraft(configuration, "acls");
  if (accessControl === undefined) return;
  const present = new Set<string>();
  forEachDraft(configuration, ({ attributes: { id } }) => {
    if (id !== undefined) present.add(id);
  });
  let hasXpath = false;
  forEachDraft(accessControl, (draft) => {
    if (draft.name !== "acl_permission") return;
    if (draft.attributes.xpath !== undefined) hasXpath = true;
    const { reference } = draft.attributes;
    if (reference === undefined || present.has(reference)) return;
    renameAttribute(draft, "reference", "xpath", xpathOf(split.get(reference)));
  });
  if (!hasXpath) return;
  notes.warn(
    'CIB syntax changes may invalidate ACLs that use "xpath". It is strongly recommended to run "cibadmin --upgrade" ' +
      "and then examine the updated CIB carefully to ensure ACLs still match the desired intent.",
  );
}

function xpathOf(parts: readonly string[] | undefined): string {
  if (parts === undefined) return NOTHING;
  return `//*[${parts.map((id) => `@id = '${id}'`).join(" or ")}]`;
}
