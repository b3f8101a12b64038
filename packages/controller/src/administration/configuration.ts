import { descendants, element, firstElement, isElement, type XmlElement } from "@sanode/cib";
import { withChild } from "../cib/with-child.js";
import { AdministrationError } from "./errors.js";

const RESOURCES = new Set(["primitive", "group", "clone", "master", "bundle"]);

/** A section of the configuration, empty if it is missing. */
export function section(cib: XmlElement, name: string): XmlElement {
  const configuration = firstElement(cib, "configuration");
  return (configuration && firstElement(configuration, name)) ?? element(name);
}

/** The CIB with another section in the place of the one of that name. */
export function withSection(cib: XmlElement, changed: XmlElement): XmlElement {
  const configuration = firstElement(cib, "configuration") ?? element("configuration");
  return withChild(cib, withChild(configuration, changed));
}

/** A configured resource, or undefined. */
export function findConfigured(cib: XmlElement, id: string): XmlElement | undefined {
  for (const candidate of descendants(section(cib, "resources"))) {
    if (RESOURCES.has(candidate.name) && candidate.attributes.id === id) return candidate;
  }
  return undefined;
}

/** @throws AdministrationError if there is no such resource */
export function requireConfigured(cib: XmlElement, id: string): XmlElement {
  const found = findConfigured(cib, id);
  if (found === undefined) throw new AdministrationError("not-found", `Resource '${id}' not found`);
  return found;
}

/** The element directly above a resource. */
export function parentOf(cib: XmlElement, resource: XmlElement): XmlElement | undefined {
  const above = section(cib, "resources");
  if (above.children.includes(resource)) return above;
  for (const candidate of descendants(above)) if (candidate.children.includes(resource)) return candidate;
  return undefined;
}

/** The CIB with a resource replaced by what it has become, or without it. */
export function withResource(cib: XmlElement, before: XmlElement, after: XmlElement | undefined): XmlElement {
  const replace = (parent: XmlElement): XmlElement => {
    if (parent.children.includes(before)) {
      const children = parent.children.flatMap((child) =>
        child === before ? (after === undefined ? [] : [after]) : [child],
      );
      return { ...parent, children };
    }
    const children = parent.children.map((child) => (isElement(child) ? replace(child) : child));
    return children.every((child, at) => child === parent.children[at]) ? parent : { ...parent, children };
  };
  return withSection(cib, replace(section(cib, "resources")));
}
