import type { XmlElement } from "../../xml/tree.js";
import { type CompiledForm, type CompiledType, compileType } from "./compile.js";
import { cib } from "./document.js";
import { collapse, isValue } from "./value.js";
import { ALL_VERSIONS } from "./versions.js";

/** The grammar of a whole document. */
export const CIB_TYPE: CompiledType = compileType(cib, "document");

/** What a walk through a document collects about its ids. */
interface Ids {
  /** The versions in which a text is the id of an element, by text. */
  readonly declared: Map<string, number>;
  readonly references: { readonly id: string; readonly mask: number }[];
  /** The versions in which some id occurs twice. */
  duplicated: number;
}

/**
 * The versions of the schema that a document satisfies, as a mask, found in one walk. What its `validate-with`
 * says has no influence, except that it must name a known schema.
 */
export function validVersions(root: XmlElement): number {
  if (root.name !== "cib") return 0;
  const ids: Ids = { declared: new Map(), references: [], duplicated: 0 };
  let mask = check(root, CIB_TYPE, ids, ALL_VERSIONS) & ~ids.duplicated;
  for (const { id, mask: wanted } of ids.references) mask &= ~(wanted & ~(ids.declared.get(id) ?? 0));
  return mask;
}

/** The versions among `candidates` that accept an element with all that is in it. */
function check(element: XmlElement, type: CompiledType, ids: Ids, candidates: number): number {
  const counts = type.open ? undefined : countChildren(element);
  let mask = 0;
  for (const form of type.forms) mask |= form.mask & formVersions(element, form, counts);
  mask &= candidates;
  if (type.banned.length > 0) mask &= ~bannedVersions(element, type);
  if (mask === 0 || type.open) return mask;
  if (type.order.size > 0 && !isOrdered(element, type.order)) return 0;
  collectIds(element, type, ids);
  for (const child of element.children) {
    if (child.kind !== "element") continue;
    const childType = type.children.get(child.name);
    if (childType === undefined) return 0;
    mask = check(child, childType, ids, mask);
    if (mask === 0) return 0;
  }
  return mask;
}

function countChildren(element: XmlElement): ReadonlyMap<string, number> | undefined {
  if (element.children.length === 0) return undefined;
  const counts = new Map<string, number>();
  for (const child of element.children) {
    if (child.kind === "element") counts.set(child.name, (counts.get(child.name) ?? 0) + 1);
  }
  return counts;
}

function formVersions(
  { attributes }: XmlElement,
  form: CompiledForm,
  counts: ReadonlyMap<string, number> | undefined,
): number {
  let mask = form.mask;
  for (const { name, mask: wanted } of form.required) {
    if (attributes[name] === undefined) mask &= ~wanted;
  }
  for (const name in attributes) {
    if (mask === 0) return 0;
    mask &= attributeVersions(form, name, attributes[name] ?? "");
  }
  for (const { name, mask: wanted } of form.requiredChildren) {
    if (counts?.has(name) !== true) mask &= ~wanted;
  }
  if (form.anyOf.length > 0 && !form.anyOf.some((name) => counts?.has(name))) return 0;
  if (counts !== undefined) for (const [name, count] of counts) mask &= childVersions(form, name, count);
  return mask;
}

function attributeVersions(form: CompiledForm, name: string, value: string): number {
  const rules = form.attributes.get(name);
  if (rules === undefined) return isNamespaceDeclaration(name) ? ALL_VERSIONS : 0;
  let mask = 0;
  for (const rule of rules) if (isValue(rule.type, value)) mask |= rule.mask;
  return mask;
}

/** `xmlns:prefix="…"` is not an attribute to a schema. */
export function isNamespaceDeclaration(name: string): boolean {
  return name.startsWith("xmlns:");
}

function childVersions(form: CompiledForm, name: string, count: number): number {
  let mask = 0;
  for (const rule of form.children.get(name) ?? []) {
    if (count >= rule.min && count <= rule.max) mask |= rule.mask;
  }
  return mask;
}

/** The versions that do not accept a pair of this name and value. */
export function bannedVersions({ attributes }: XmlElement, type: CompiledType): number {
  const { id, name, value } = attributes;
  if (id === undefined || name === undefined) return 0;
  const banName = collapse(name);
  let mask = 0;
  for (const ban of type.banned) {
    if (!ban.names.has(banName)) continue;
    if (value === undefined || ban.values === undefined || ban.values.has(collapse(value))) mask |= ban.mask;
  }
  return mask;
}

/** Whether the children that have a rank come in ascending order. */
export function isOrdered(element: XmlElement, order: ReadonlyMap<string, number>): boolean {
  let last = 0;
  for (const child of element.children) {
    if (child.kind !== "element") continue;
    const rank = order.get(child.name);
    if (rank === undefined) continue;
    if (rank < last) return false;
    last = rank;
  }
  return true;
}

function collectIds(element: XmlElement, type: CompiledType, ids: Ids): void {
  for (const { name, mask } of type.ids) {
    const value = element.attributes[name];
    if (value === undefined) continue;
    const id = collapse(value);
    const before = ids.declared.get(id) ?? 0;
    ids.duplicated |= before & mask;
    ids.declared.set(id, before | mask);
  }
  for (const { name, mask } of type.references) {
    const value = element.attributes[name];
    if (value !== undefined) ids.references.push({ id: collapse(value), mask });
  }
}
