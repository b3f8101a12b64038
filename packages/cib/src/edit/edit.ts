import { enablePatches, Immer, type Patch } from "immer";
import type { XmlElement } from "../xml/tree.js";
import type { DraftElement } from "./draft.js";

enablePatches();

/** A changed document, with the difference as data. */
export interface Edit {
  /** The new document. It shares with the old one whatever has not changed. */
  readonly document: XmlElement;
  /** What makes the new document of the old one. */
  readonly patches: readonly Patch[];
  /** What makes the old document of the new one. */
  readonly inverse: readonly Patch[];
}

/**
 * Changes a document. The recipe gets a draft that it may change at will; the document itself stays as it is.
 *
 * @throws whatever the recipe throws; then nothing has changed
 */
export function edit(document: XmlElement, recipe: (draft: DraftElement) => void): Edit {
  const [changed, patches, inverse] = immer().produceWithPatches(document, (draft) => {
    recipe(draft);
  });
  return { document: changed, patches, inverse };
}

/** Applies the patches of an edit, or their inverse to undo it. */
export function applyPatches(document: XmlElement, patches: readonly Patch[]): XmlElement {
  return immer().applyPatches(document, patches);
}

/** Freezing would walk the whole document; types keep it from being changed as well. */
function immer(): Immer {
  return new Immer({ autoFreeze: false });
}
