import { lowerAscii } from "@sanode/cib";
import type { Resource } from "../model/resource.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { reportError } from "./warnings.js";

type RoleRequest =
  | { readonly kind: "none" }
  | { readonly kind: "limit"; readonly role: typeof Role.Stopped | typeof Role.Unpromoted }
  | { readonly kind: "invalid" };

/**
 * The role that `target-role` limits a resource to: Stopped, or Unpromoted below a promotable clone; Unknown if it
 * demands nothing (Started and Promoted are what the cluster aims at anyway) or cannot be used.
 * Source: "Resource Options" in Pacemaker Explained.
 */
export function requestedRole(resource: Pick<Resource, "meta" | "promotable">): Role {
  const request = judge(resource);
  return request.kind === "limit" ? request.role : Role.Unknown;
}

/** Whether a resource is shown as disabled. */
export function isDisabled(resource: Pick<Resource, "meta" | "promotable">): boolean {
  return requestedRole(resource) !== Role.Unknown;
}

/** Tells of a `target-role` that cannot be used. */
export function checkTargetRole(
  state: ClusterState,
  resource: Pick<Resource, "id" | "meta" | "promotable">,
): void {
  if (judge(resource).kind !== "invalid") return;
  const text = resource.meta.get("target-role") ?? "";
  reportError(state, resource.id, "invalid-target-role", `${resource.id}: target-role=${text} is ignored`);
}

function judge(resource: Pick<Resource, "meta" | "promotable">): RoleRequest {
  const text = resource.meta.get("target-role");
  if (text === undefined) return none;
  switch (lowerAscii(text)) {
    case "started":
    case "default":
      return none;
    case "stopped":
      return { kind: "limit", role: Role.Stopped };
    case "unpromoted":
    case "slave":
      return resource.promotable ? { kind: "limit", role: Role.Unpromoted } : invalid;
    case "promoted":
    case "master":
      return resource.promotable ? none : invalid;
    default:
      return invalid;
  }
}

const none: RoleRequest = { kind: "none" };
const invalid: RoleRequest = { kind: "invalid" };
