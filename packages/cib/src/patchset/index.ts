/** Differences between documents as values: made, written as XML, read, applied, and told in words. */
export { PatchsetError, type PatchsetErrorCode } from "../errors/patchset.js";
export { type ApplyOptions, applyPatchset, applyPatchsetElement } from "./apply.js";
export { type CreateOptions, createPatchset } from "./create.js";
export { describePatchset } from "./describe.js";
export { patchsetElement } from "./element.js";
export { parsePatchset } from "./parse.js";
export type {
  AttributeChange,
  Change,
  CreateChange,
  DeleteChange,
  ModifyChange,
  MoveChange,
  Patchset,
  VersionText,
} from "./patchset.js";
