import { type Draft, draftElement, forEachDraft, renameAttribute } from "./draft.js";
import { MADE_BY_CONVERSION } from "./made-by-conversion.js";

/** A `master` becomes a promotable clone, and a bundle's `masters` its `promoted-max`. */
export function convertResources(configuration: Draft): void {
  forEachDraft(configuration, (draft) => {
    if (draft.name === "master") toPromotableClone(draft);
    if (draft.name === "docker" || draft.name === "podman") renameAttribute(draft, "masters", "promoted-max");
  });
}

function toPromotableClone(master: Draft): void {
  master.name = "clone";
  const id = `${MADE_BY_CONVERSION}promotable-legacy-${master.attributes.id}-meta_attributes`;
  const promotable = draftElement("nvpair", { id: `${id}-promotable`, name: "promotable", value: "true" });
  // First of all children: with the highest score, and before all others of that score.
  master.children.unshift(draftElement("meta_attributes", { id, score: "INFINITY" }, [promotable]));
}
