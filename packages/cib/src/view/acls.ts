import { z } from "zod";
import type { XmlElement } from "../xml/tree.js";
import type { Reader } from "./reader.js";
import { text } from "./values.js";

/** Who may read and change what. */
export interface AccessControl {
  readonly subjects: readonly AccessSubject[];
  readonly roles: readonly AccessRole[];
}

/** A user or a group of users. */
export interface AccessSubject {
  readonly kind: "user" | "group";
  readonly id: string;
  /** The account's name; the id if there is none. */
  readonly name: string;
  /** Ids of roles. */
  readonly roles: readonly string[];
}

export interface AccessRole {
  readonly kind: "role";
  readonly id: string;
  readonly description: string | undefined;
  readonly permissions: readonly AccessPermission[];
}

export interface AccessPermission {
  readonly id: string;
  readonly description: string | undefined;
  readonly access: "read" | "write" | "deny";
  readonly object:
    | { readonly kind: "xpath"; readonly xpath: string }
    /** The element of that id. */
    | { readonly kind: "reference"; readonly reference: string }
    /** All elements of a name, or those of them that have an attribute. */
    | { readonly kind: "type"; readonly element: string; readonly attribute: string | undefined };
}

/** Reads the `acls` section. */
export function readAccessControl(reader: Reader, section: XmlElement): AccessControl {
  const entries = reader.sequence<AccessSubject | AccessRole>(section, {
    acl_target: readSubject,
    acl_group: readSubject,
    acl_role: readRole,
  });
  const subjects: AccessSubject[] = [];
  const roles: AccessRole[] = [];
  for (const entry of entries) {
    if (entry.kind === "role") roles.push(entry);
    else subjects.push(entry);
  }
  return { subjects, roles };
}

const SUBJECT = z.strictObject({ id: text, name: text.optional() });
const ROLE_REFERENCE = z.strictObject({ id: text });

function readSubject(reader: Reader, subject: XmlElement): AccessSubject | undefined {
  const values = reader.attributes(subject, SUBJECT);
  const { role: roles } = reader.children(subject, { role: readRoleReference });
  const kind = subject.name === "acl_group" ? "group" : "user";
  return values && { kind, id: values.id, name: values.name ?? values.id, roles };
}

function readRoleReference(reader: Reader, reference: XmlElement): string | undefined {
  reader.empty(reference);
  return reader.attributes(reference, ROLE_REFERENCE)?.id;
}

const ROLE = z.strictObject({ id: text, description: text.optional() });

function readRole(reader: Reader, role: XmlElement): AccessRole | undefined {
  const values = reader.attributes(role, ROLE);
  const { acl_permission: permissions } = reader.children(role, { acl_permission: readPermission });
  return values && { kind: "role", id: values.id, description: values.description, permissions };
}

const PERMISSION = z.strictObject({
  id: text,
  description: text.optional(),
  kind: z.enum(["read", "write", "deny"]),
  xpath: text.optional(),
  reference: text.optional(),
  "object-type": text.optional(),
  attribute: text.optional(),
});

function readPermission(reader: Reader, permission: XmlElement): AccessPermission | undefined {
  reader.empty(permission);
  const values = reader.attributes(permission, PERMISSION);
  if (values === undefined) return undefined;
  const objects = objectsOf(values);
  const [object] = objects;
  if (object === undefined || objects.length > 1) {
    reader.report(
      permission,
      'a permission needs exactly one of "xpath", "reference" and "object-type"',
      objects.length === 0 ? "add one" : "keep one of them",
    );
    return undefined;
  }
  if (values.attribute !== undefined && object.kind !== "type") {
    reader.report(permission, '"attribute" goes with "object-type" only', "remove it", "attribute");
  }
  return { id: values.id, description: values.description, access: values.kind, object };
}

function objectsOf(values: z.output<typeof PERMISSION>): AccessPermission["object"][] {
  const objects: AccessPermission["object"][] = [];
  const { xpath, reference, "object-type": element, attribute } = values;
  if (xpath !== undefined) objects.push({ kind: "xpath", xpath });
  if (reference !== undefined) objects.push({ kind: "reference", reference });
  if (element !== undefined) objects.push({ kind: "type", element, attribute });
  return objects;
}
