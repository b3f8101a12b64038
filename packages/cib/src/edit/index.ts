/** Changes of documents as values: a recipe makes a new document and the patches between the two. Loads immer. */
export type { Patch } from "immer";
export { EditError, type EditErrorCode } from "../errors/edit.js";
export { findElement, insertChild, removeElement, replaceElement, setAttribute } from "./change.js";
export type { DraftElement, DraftNode, Target } from "./draft.js";
export { applyPatches, type Edit, edit } from "./edit.js";
