import type { AccessPermission, AccessRole } from "../view/acls.js";
import type { Ids } from "./ids.js";

/** What may be done with a part of the CIB. */
export type PermissionSettings<Resource extends string> = {
  readonly access: "read" | "write" | "deny";
  readonly description?: string;
} & (
  | { readonly xpath: string }
  /** The element of a resource. */
  | { readonly reference: Resource }
  /** All elements of a name, or those of them that have an attribute. */
  | { readonly element: string; readonly attribute?: string }
);

/** An `acl_role` with ids. */
export function identifyRole(
  ids: Ids,
  id: string,
  permissions: readonly PermissionSettings<string>[],
  description: string | undefined,
): AccessRole {
  ids.claim(id, "role");
  return {
    kind: "role",
    id,
    description,
    permissions: permissions.map((permission): AccessPermission => {
      const { access, description } = permission;
      return { id: ids.make(`${id}-${access}`), description, access, object: objectOf(ids, permission) };
    }),
  };
}

function objectOf(ids: Ids, permission: PermissionSettings<string>): AccessPermission["object"] {
  if ("xpath" in permission) return { kind: "xpath", xpath: permission.xpath };
  if ("reference" in permission) {
    return { kind: "reference", reference: ids.requireResource(permission.reference) };
  }
  return { kind: "type", element: permission.element, attribute: permission.attribute };
}
