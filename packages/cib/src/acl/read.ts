import type { XmlElement, XmlNode } from "../xml/tree.js";
import { Access } from "./access.js";
import { permissionsOf } from "./permissions.js";
import { type AclUser, isSubject } from "./user.js";

/**
 * What a user may see of a document: the pieces that may be read, within bare elements that lead to them; undefined if
 * that is nothing. Whether access control is in force (`isAclEnabled`) is for the caller to judge.
 * Source: Pacemaker Explained, "Access Control Lists (ACLs)".
 */
export function readablePart(document: XmlElement, user: AclUser): XmlElement | undefined {
  if (!isSubject(user)) return document;
  const permissions = permissionsOf(document, user);
  return permissions.length === 0 ? undefined : purge(document, new Access(document, permissions));
}

/** What is left of an element around which nothing may be read. */
function purge(element: XmlElement, access: Access): XmlElement | undefined {
  const flags = access.flagsOf(element);
  if (flags !== undefined && !flags.deny && (flags.read || flags.write)) return hideDenied(element, access);
  const children = survivors(element, (child) => purge(child, access));
  if (!children.some(({ kind }) => kind === "element")) return undefined;
  const { id } = element.attributes;
  return { ...element, attributes: id === undefined ? {} : { id }, children };
}

/** A readable element without what is denied within it. */
function hideDenied(element: XmlElement, access: Access): XmlElement {
  const children = survivors(element, (child) =>
    access.flagsOf(child)?.deny === true ? purge(child, access) : hideDenied(child, access),
  );
  const isWhole =
    children.length === element.children.length &&
    children.every((child, index) => child === element.children[index]);
  return isWhole ? element : { ...element, children };
}

function survivors({ children }: XmlElement, keep: (child: XmlElement) => XmlElement | undefined): XmlNode[] {
  return children.flatMap((child) => (child.kind === "element" ? (keep(child) ?? []) : child));
}
