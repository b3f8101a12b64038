import type { XmlElement } from "../../xml/tree.js";
import {
  type Draft,
  type DraftNode,
  draftElement,
  draftsNamed,
  firstDraft,
  fromDraft,
  toDraft,
} from "./draft.js";
import type { Notes } from "./notes.js";

/** Converts a document that satisfies 1.3 to what 2.0 has in its place: the access control lists. */
export function convertTo20(root: XmlElement, notes: Notes): XmlElement {
  const cib = toDraft(root);
  const accessControl = firstDraft(firstDraft(cib, "configuration"), "acls");
  if (accessControl === undefined) return root;
  accessControl.children = accessControl.children.flatMap((child): readonly DraftNode[] => {
    if (child.kind !== "draft") return [child];
    if (child.name === "acl_user") return convertUser(child, notes);
    child.children = child.children.map((permission) => convertPermission(permission, notes));
    return [child];
  });
  return fromDraft(cib);
}

/** A user with permissions of its own gets a role that holds them. */
function convertUser(user: Draft, notes: Notes): readonly Draft[] {
  const { id = "" } = user.attributes;
  const references = draftsNamed(user, "role_ref");
  const permissions = user.children.filter((child) => child.kind === "draft" && child.name !== "role_ref");
  if (references.length > 0 || permissions.length === 0) {
    const roles = references.map((reference) => draftElement("role", reference.attributes));
    return [draftElement("acl_target", { id }, roles)];
  }
  const roleId = `auto-${id}`;
  return [
    draftElement("acl_target", { id }, [draftElement("role", { id: roleId })]),
    draftElement(
      "acl_role",
      { id: roleId },
      permissions.map((permission) => convertPermission(permission, notes)),
    ),
  ];
}

function convertPermission(permission: DraftNode, notes: Notes): DraftNode {
  if (permission.kind !== "draft") return permission;
  const { name: kind } = permission;
  const { id = "", tag, ref, xpath, attribute } = permission.attributes;
  if (ref !== undefined) {
    if (attribute !== undefined) notes.warn(`ACLs: ${id}: attribute cannot accompany ref, ignoring`);
    return draftElement("acl_permission", { id, kind, reference: ref });
  }
  if (xpath !== undefined) {
    const restricted = attribute === undefined ? xpath : `${xpath}[@${attribute}]`;
    return draftElement("acl_permission", { id, kind, xpath: restricted });
  }
  const objects = tag === undefined ? {} : { "object-type": tag };
  const restriction = attribute === undefined ? {} : { attribute };
  return draftElement("acl_permission", { id, kind, ...objects, ...restriction });
}
