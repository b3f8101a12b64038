/** The CIB as a document that is queried and changed by requests, as `cibadmin` and the CIB manager do. */
export { OperationError, type OperationErrorCode } from "../errors/operation.js";
export { PatchsetError } from "../errors/patchset.js";
export { XPathError } from "../errors/xpath.js";
export { type ChangeOptions, ChangeResult, change, commit } from "./change.js";
export { query, queryPaths } from "./query.js";
export type { ChangeRequest, Provenance, Query, Scope } from "./request.js";
export { SECTIONS } from "./section.js";
export { withoutText } from "./text-nodes.js";
export { type CibVersion, compareCibVersions, readVersion } from "./version.js";
export { emptyCib, FEATURE_SET } from "./whole.js";
