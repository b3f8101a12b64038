import { type Attributes, elements, elementsNamed, isTrue, type XmlElement } from "@sanode/cib";
import type { ClusterState } from "../model/state.js";
import { expandReferences, resolveReference } from "./resolve.js";

/** A `resource_set` after resolution of references, or the set that a template or tag stands for. */
export interface ResourceSet {
  readonly id: string;
  readonly attributes: Attributes;
  readonly references: readonly string[];
}

/** Colocation: a set without `sequential` is sequential. */
export function isSequential(set: ResourceSet): boolean {
  return set.attributes.sequential === undefined || isTrue(set.attributes.sequential);
}

/**
 * The sets of a constraint, in order; empty if it has none. Templates and tags among the references are
 * replaced, unless any reference of any set is unknown.
 */
export function readSets(state: ClusterState, constraint: XmlElement): readonly ResourceSet[] {
  const own = elementsNamed(constraint, "resource_set");
  if (own.length === 0) return [];
  const expanded = expandOwnSets(state, own);
  const sets: ResourceSet[] = [];
  for (const [position, element] of own.entries()) {
    const reference = element.attributes["id-ref"];
    if (reference === undefined) {
      sets.push(toSet(element, expanded?.[position]));
      continue;
    }
    // Iteration goes on with the sets that follow the referenced one in *its* constraint; the remaining
    // sets of this constraint are not looked at.
    sets.push(...setsFrom(state, reference).map((found) => toSet(found)));
    break;
  }
  return sets;
}

function expandOwnSets(state: ClusterState, own: readonly XmlElement[]): string[][] | undefined {
  const result: string[][] = [];
  for (const element of own) {
    const references = expandReferences(state, referencesOf(element));
    if (references === undefined) return undefined;
    result.push(references);
  }
  return result;
}

function toSet(element: XmlElement, references: readonly string[] = referencesOf(element)): ResourceSet {
  return { id: element.attributes.id ?? "", attributes: element.attributes, references };
}

function referencesOf(set: XmlElement): string[] {
  return elementsNamed(set, "resource_ref").map((reference) => reference.attributes.id ?? "");
}

/** The set with an id and those that follow it in the constraint where it is defined, references followed. */
function setsFrom(state: ClusterState, id: string): readonly XmlElement[] {
  const found: XmlElement[] = [];
  const seen = new Set<string>();
  let wanted: string | undefined = id;
  while (wanted !== undefined && !seen.has(wanted)) {
    seen.add(wanted);
    const siblings = siblingsOf(state, wanted);
    wanted = undefined;
    for (const sibling of siblings) {
      if (sibling.attributes["id-ref"] !== undefined) {
        wanted = sibling.attributes["id-ref"];
        break;
      }
      found.push(sibling);
    }
  }
  return found;
}

function siblingsOf(state: ClusterState, id: string): readonly XmlElement[] {
  const target = state.index.find("resource_set", id);
  if (target === undefined) return [];
  for (const section of elements(state.cib)) {
    if (section.name !== "configuration") continue;
    for (const constraints of elementsNamed(section, "constraints")) {
      for (const constraint of elements(constraints)) {
        const sets = elementsNamed(constraint, "resource_set");
        const position = sets.indexOf(target);
        if (position >= 0) return sets.slice(position);
      }
    }
  }
  return [target];
}

/** One side of a simple constraint, turned into a set because one of the sides is a template or tag. */
export interface SideSet {
  readonly set: ResourceSet;
  readonly isList: boolean;
}

/**
 * The set for a side that names a template or tag (never sequential) or a plain resource (a set of one).
 * Undefined if the id is unknown.
 */
export function sideSet(state: ClusterState, id: string, attributes: Attributes): SideSet | undefined {
  const reference = resolveReference(state, id);
  if (reference === undefined) return undefined;
  const isList = reference.kind === "list";
  return {
    isList,
    set: {
      id,
      attributes: isList ? { ...attributes, sequential: "false" } : attributes,
      references: reference.kind === "list" ? reference.ids : [id],
    },
  };
}
