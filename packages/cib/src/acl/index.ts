/** Who may read and change what of a document. */
export { AclError } from "../errors/acl.js";
export { isAclEnabled } from "./enabled.js";
export { type AccessKind, type Permission, permissionsOf } from "./permissions.js";
export { readablePart } from "./read.js";
export type { AclUser } from "./user.js";
export { checkAccess } from "./write.js";
