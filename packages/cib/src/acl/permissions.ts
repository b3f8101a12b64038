import { elements, elementsNamed, firstElement, type XmlElement } from "../xml/tree.js";
import type { AclUser } from "./user.js";

export type AccessKind = "read" | "write" | "deny";

/** A permission as it is applied: every element that the XPath selects gets the kind. */
export interface Permission {
  /** Of the `acl_permission`; undefined where the configuration has none. */
  readonly id: string | undefined;
  readonly kind: AccessKind;
  readonly xpath: string;
}

/**
 * The permissions of a user: of all targets and groups that are meant, in document order, role by role.
 * Source: Pacemaker Explained, "ACL Targets and Groups".
 */
export function permissionsOf(document: XmlElement, user: AclUser): Permission[] {
  const configuration = firstElement(document, "configuration");
  const acls = configuration && firstElement(configuration, "acls");
  if (acls === undefined) return [];
  const roles = new Map<string | undefined, XmlElement>();
  for (const role of elementsNamed(acls, "acl_role")) {
    if (!roles.has(role.attributes.id)) roles.set(role.attributes.id, role);
  }
  return elements(acls)
    .filter((subject) => isMeant(subject, user))
    .flatMap((subject) =>
      elements(subject).flatMap((child) => {
        if (child.name === "acl_permission") return readPermission(child);
        const role = child.name === "role" ? roles.get(child.attributes.id) : undefined;
        return role === undefined ? [] : elementsNamed(role, "acl_permission").flatMap(readPermission);
      }),
    );
}

function isMeant({ name, attributes }: XmlElement, user: AclUser): boolean {
  const subject = attributes.name ?? attributes.id;
  if (subject === undefined) return false;
  if (name === "acl_target") return subject === user.name;
  return name === "acl_group" && (user.groups?.includes(subject) ?? false);
}

/** Without a kind or anything that it is about, a permission is ignored. */
function readPermission({ attributes }: XmlElement): Permission[] {
  const { id, kind } = attributes;
  if (kind !== "read" && kind !== "write" && kind !== "deny") return [];
  const xpath =
    attributes.xpath ?? criteria(attributes["object-type"], attributes.reference, attributes.attribute);
  return xpath === undefined ? [] : [{ id, kind, xpath }];
}

function criteria(
  type: string | undefined,
  reference: string | undefined,
  attribute: string | undefined,
): string | undefined {
  if (type === undefined && reference === undefined && attribute === undefined) return undefined;
  const conditions = [
    ...(reference === undefined ? [] : [`@id=${quoted(reference)}`]),
    ...(attribute === undefined ? [] : [`@${attribute}`]),
  ];
  return `//${type ?? "*"}${conditions.length === 0 ? "" : `[${conditions.join(" and ")}]`}`;
}

/** XPath 1.0 has no escapes in literals. */
function quoted(text: string): string {
  if (!text.includes("'")) return `'${text}'`;
  if (!text.includes('"')) return `"${text}"`;
  return `concat(${text
    .split("'")
    .map((part) => `'${part}'`)
    .join(`, "'", `)})`;
}
