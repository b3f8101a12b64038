import { element, type XmlElement } from "../../xml/tree.js";
import type { AccessPermission, AccessRole, AccessSubject } from "../acls.js";
import { attributesOf } from "./attributes.js";

/** Writes an `acl_role`. */
export function writeRole({ id, description, permissions }: AccessRole): XmlElement {
  return element("acl_role", attributesOf({ id, description }), permissions.map(writePermission));
}

/** Writes an `acl_target` or an `acl_group`. */
export function writeSubject({ kind, id, name, roles }: AccessSubject): XmlElement {
  return element(
    kind === "user" ? "acl_target" : "acl_group",
    // Older schemas do not know the name, and without it the id is meant.
    attributesOf({ id, name: name === id ? undefined : name }),
    roles.map((role) => element("role", { id: role })),
  );
}

function writePermission({ id, description, access, object }: AccessPermission): XmlElement {
  return element(
    "acl_permission",
    attributesOf({ id, kind: access, ...objectAttributes(object), description }),
  );
}

function objectAttributes(object: AccessPermission["object"]): Readonly<Record<string, string | undefined>> {
  switch (object.kind) {
    case "xpath":
      return { xpath: object.xpath };
    case "reference":
      return { reference: object.reference };
    case "type":
      return { "object-type": object.element, attribute: object.attribute };
  }
}
