import { AclError } from "../errors/acl.js";
import { locateElements } from "../xml/locate.js";
import { elements, type XmlElement } from "../xml/tree.js";
import { Access } from "./access.js";
import { permissionsOf } from "./permissions.js";
import { type AclUser, isSubject } from "./user.js";

/** What a request wants to do that needs a permission. */
type Attempt =
  | { readonly kind: "change" | "delete"; readonly element: XmlElement }
  | { readonly kind: "create"; readonly element: XmlElement };

/**
 * Checks whether a user may make a document of another one. The permissions are those of the document before the change;
 * what is created is judged where it is afterwards. Counters that the CIB manager raises itself have to be left out.
 * Whether access control is in force (`isAclEnabled`) is for the caller to judge.
 * Source: Pacemaker Explained, "Access Control Lists (ACLs)".
 *
 * @throws AclError at the first thing that the user may not do; the whole request is refused then
 */
export function checkAccess(before: XmlElement, after: XmlElement, user: AclUser): void {
  if (!isSubject(user)) return;
  const permissions = permissionsOf(before, user);
  if (permissions.length === 0) {
    throw new AclError(user.name, "", `${user.name} has no permissions`);
  }
  const attempts: Attempt[] = [];
  compare(before, after, attempts);
  if (attempts.length === 0) return;
  const accessBefore = new Access(before, permissions);
  const accessAfter = attempts.some(({ kind }) => kind === "create")
    ? new Access(after, permissions)
    : accessBefore;
  for (const { kind, element } of attempts) {
    const isAllowed =
      kind === "create"
        ? accessAfter.canWrite(element) || isScaffolding(element, accessAfter)
        : accessBefore.canWrite(element);
    if (!isAllowed) refuse(user, kind, element, kind === "create" ? after : before);
  }
}

/** Elements that hold nothing but others, outside of the access control itself, may be created by anybody. */
function isScaffolding(element: XmlElement, access: Access): boolean {
  return Object.keys(element.attributes).every((name) => name === "id") && !access.isBelow(element, "acls");
}

function refuse(user: AclUser, kind: Attempt["kind"], element: XmlElement, document: XmlElement): never {
  const place = locateElements(document, new Set([element])).get(element)?.path ?? element.name;
  throw new AclError(user.name, place, `${user.name} may not ${kind} ${place}`);
}

/** Collects what has been done to an element and everything below it; the order of children is free. */
function compare(before: XmlElement, after: XmlElement, attempts: Attempt[]): void {
  if (before === after) return;
  if (!haveSameAttributes(before, after)) attempts.push({ kind: "change", element: before });
  const { pairs, gone, added } = matchChildren(before, after);
  for (const [old, now] of pairs) compare(old, now, attempts);
  for (const element of gone) attempts.push({ kind: "delete", element });
  for (const element of added) collectCreated(element, attempts);
}

function collectCreated(element: XmlElement, attempts: Attempt[]): void {
  attempts.push({ kind: "create", element });
  for (const child of elements(element)) collectCreated(child, attempts);
}

function haveSameAttributes({ attributes: left }: XmlElement, { attributes: right }: XmlElement): boolean {
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every((name) => left[name] === right[name]);
}

interface Matching {
  readonly pairs: readonly (readonly [XmlElement, XmlElement])[];
  readonly gone: readonly XmlElement[];
  readonly added: readonly XmlElement[];
}

/** The same element before and after has the same name and id; of several alike, the same place among them. */
function matchChildren(before: XmlElement, after: XmlElement): Matching {
  const waiting = new Map<string, XmlElement[]>();
  for (const old of elements(before)) {
    const alike = waiting.get(identity(old));
    if (alike === undefined) waiting.set(identity(old), [old]);
    else alike.push(old);
  }
  const pairs: [XmlElement, XmlElement][] = [];
  const added: XmlElement[] = [];
  for (const now of elements(after)) {
    const old = waiting.get(identity(now))?.shift();
    if (old === undefined) added.push(now);
    else pairs.push([old, now]);
  }
  return { pairs, gone: [...waiting.values()].flat(), added };
}

function identity({ name, attributes: { id } }: XmlElement): string {
  return id === undefined ? name : `${name} ${id}`;
}
