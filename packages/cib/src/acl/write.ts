import { AclError } from "../errors/acl.js";
import { locateElements } from "../xml/locate.js";
import { elements, type XmlElement } from "../xml/tree.js";
import { Access } from "./access.js";
import { permissionsOf } from "./permissions.js";
import { type AclUser, isSubject } from "./user.js";

/** What a request wants to do that needs a permission. */
type Attempt =
  | { readonly kind: "change"; readonly element: XmlElement; readonly afterwards: XmlElement }
  | { readonly kind: "create" | "delete"; readonly element: XmlElement };

/** What has been done to a document. */
interface Comparison {
  readonly attempts: Attempt[];
  /** The elements of the old document that are in the new one too. */
  readonly counterparts: Map<XmlElement, XmlElement>;
}

/**
 * Checks whether a user may make a document of another one. The rules are those of the document before the change, and
 * what they select is looked up in it; what is created is judged where it is afterwards. Counters that the CIB manager
 * raises itself have to be left out. Whether access control is in force (`isAclEnabled`) is for the caller to judge.
 * Source: Pacemaker Explained, "Access Control Lists (ACLs)".
 *
 * @param isReplacement the change came as a replacement. Then what the rules select is looked up in the new document; for
 *   deletions, in both.
 * @throws AclError at the first thing that the user may not do; the whole request is refused then
 */
export function checkAccess(
  before: XmlElement,
  after: XmlElement,
  user: AclUser,
  isReplacement = false,
): void {
  if (!isSubject(user)) return;
  const permissions = permissionsOf(before, user);
  if (permissions.length === 0) throw new AclError(user.name, "", `${user.name} has no permissions`);
  const { attempts, counterparts } = compare(before, after);
  if (attempts.length === 0) return;
  const accessBefore = new Access(before, permissions);
  const accessAfter = new Access(after, permissions);
  if (isReplacement) accessBefore.addFrom(accessAfter, counterparts);
  for (const attempt of attempts) {
    if (isAllowed(attempt, accessBefore, accessAfter, isReplacement)) continue;
    refuse(user, attempt, attempt.kind === "create" ? after : before);
  }
}

function isAllowed(attempt: Attempt, before: Access, after: Access, isReplacement: boolean): boolean {
  switch (attempt.kind) {
    case "change":
      return isReplacement ? after.canWrite(attempt.afterwards) : before.canWrite(attempt.element);
    case "delete":
      return before.canWrite(attempt.element);
    case "create":
      return after.canWrite(attempt.element) || isScaffolding(attempt.element, after);
  }
}

/** Elements that hold nothing but others, outside of the access control itself, may be created by anybody. */
function isScaffolding(element: XmlElement, access: Access): boolean {
  return Object.keys(element.attributes).every((name) => name === "id") && !access.isBelow(element, "acls");
}

function refuse(user: AclUser, { kind, element }: Attempt, document: XmlElement): never {
  const place = locateElements(document, new Set([element])).get(element)?.path ?? element.name;
  throw new AclError(user.name, place, `${user.name} may not ${kind} ${place}`);
}

/** The order of children is free; a comment may be added by anybody, but removed only from what may be written. */
function compare(before: XmlElement, after: XmlElement): Comparison {
  const comparison: Comparison = { attempts: [], counterparts: new Map() };
  const pending: (readonly [XmlElement, XmlElement])[] = [[before, after]];
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    const [old, now] = pair;
    comparison.counterparts.set(old, now);
    if (old === now) continue;
    compareOne(old, now, comparison);
    const { pairs, gone, added } = matchChildren(old, now);
    pending.push(...pairs);
    for (const element of gone) comparison.attempts.push({ kind: "delete", element });
    for (const element of added) collectCreated(element, comparison.attempts);
  }
  return comparison;
}

function compareOne(element: XmlElement, afterwards: XmlElement, { attempts }: Comparison): void {
  if (!haveSameAttributes(element, afterwards)) attempts.push({ kind: "change", element, afterwards });
  const comments = new Set(afterwards.children.map((child) => (child.kind === "comment" ? child.text : "")));
  const losesComment = element.children.some(
    (child) => child.kind === "comment" && !comments.has(child.text),
  );
  if (losesComment) attempts.push({ kind: "delete", element });
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
