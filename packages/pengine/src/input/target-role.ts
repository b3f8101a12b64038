import { lowerAscii } from "@sanode/cib";
import type { Resource } from "../model/resource.js";
import { enclosingClone } from "../model/resource-tree.js";
import { Role } from "../model/role.js";

/** What `target-role` asks for. */
export type RoleRequest =
  /** Nothing: unset, or what the cluster aims at anyway. */
  | { readonly kind: "none" }
  /** To be this role at most. */
  | { readonly kind: "limit"; readonly role: typeof Role.Stopped | typeof Role.Unpromoted }
  /** Something that this resource cannot be; ignored. */
  | { readonly kind: "invalid" };

/**
 * Judges a `target-role`. Roles of promotable resources have a meaning in promotable clones only.
 * Source: "Resource Options" in Pacemaker Explained.
 *
 * @param promotable whether the resource is a promotable clone or below one
 */
export function judgeTargetRole(text: string | undefined, promotable: boolean): RoleRequest {
  if (text === undefined) return none;
  switch (lowerAscii(text)) {
    case "started":
    case "default":
      return none;
    case "stopped":
      return { kind: "limit", role: Role.Stopped };
    case "unpromoted":
    case "slave":
      return promotable ? { kind: "limit", role: Role.Unpromoted } : invalid;
    case "promoted":
    case "master":
      return promotable ? none : invalid;
    default:
      return invalid;
  }
}

const none: RoleRequest = { kind: "none" };
const invalid: RoleRequest = { kind: "invalid" };

/** The role that a resource is limited to by its `target-role`: Stopped or Unpromoted; Unknown if to none. */
export function requestedRole(resource: Resource): Role {
  // It is the clone that counts here, whatever a resource below it says of itself.
  const promotable = enclosingClone(resource)?.promotable === true;
  const request = judgeTargetRole(resource.meta.get("target-role"), promotable);
  return request.kind === "limit" ? request.role : Role.Unknown;
}

/** Whether a resource is shown as disabled. */
export function isDisabled(resource: Resource): boolean {
  return requestedRole(resource) !== Role.Unknown;
}
