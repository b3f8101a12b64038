import { element, elementsNamed, firstElement, lowerAscii, type XmlElement, type XmlNode } from "@sanode/cib";
import type { ClusterState } from "../model/state.js";
import { reportError } from "./warnings.js";

/**
 * A primitive made from a template: the template's attributes with the primitive's id, the template's children,
 * then the primitive's. A primitive without template is returned as it is; undefined if the template cannot be used.
 * Source: "Reusing Resource Definitions" in Pacemaker Explained.
 */
export function expandTemplate(state: ClusterState, primitive: XmlElement): XmlElement | undefined {
  const { template: name, id } = primitive.attributes;
  if (name === undefined) return primitive;
  if (name === id) {
    reportError(state, primitive, "self-reference", `${id} names itself as its template`);
    return undefined;
  }
  const template = state.index.find("template", name);
  if (template === undefined) {
    reportError(state, primitive, "unknown-template", `there is no template ${name}`);
    return undefined;
  }
  if (id !== undefined) registerTemplateUse(state, name, id);
  const attributes = { ...template.attributes, ...(id === undefined ? {} : { id }) };
  return element("primitive", attributes, mergeChildren(template, primitive));
}

/** Makes a template known, so that constraints may name it; it stands for the primitives made from it. */
export function registerTemplate(state: ClusterState, id: string): void {
  if (!state.templates.has(id)) state.templates.set(id, []);
}

function registerTemplateUse(state: ClusterState, template: string, id: string): void {
  registerTemplate(state, template);
  const users = state.templates.get(template);
  if (users !== undefined && !users.includes(id)) users.push(id);
}

function mergeChildren(template: XmlElement, primitive: XmlElement): XmlNode[] {
  const inherited = firstElement(template, "operations");
  const own = firstElement(primitive, "operations");
  if (inherited === undefined || own === undefined) return [...template.children, ...primitive.children];
  const merged = mergeOperations(inherited, own);
  return [
    ...template.children.filter((child) => child !== inherited),
    ...primitive.children.map((child) => (child === own ? merged : child)),
  ];
}

/**
 * The primitive's operations, then those of the template whose name and role the primitive does not configure. The
 * interval plays no part: any monitor of the primitive replaces all monitors of the template for that role.
 * Regression cases template-1 to template-3.
 */
function mergeOperations(inherited: XmlElement, own: XmlElement): XmlElement {
  const replaced = new Set(elementsNamed(own, "op").map(operationKey));
  const added = elementsNamed(inherited, "op").filter((op) => !replaced.has(operationKey(op)));
  return element("operations", own.attributes, [...own.children, ...added]);
}

function operationKey(op: XmlElement): string {
  const { name = "", role = "started" } = op.attributes;
  const word = lowerAscii(role);
  const isActive = word === "started" || word === "unpromoted" || word === "slave";
  return isActive ? `${name} started` : `${name} role ${role}`;
}
