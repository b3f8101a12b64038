import { findResource } from "../input/find-resource.js";
import type { Resource } from "../model/resource.js";
import { topAncestor } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";

/** What an id in a constraint stands for. */
export type Reference =
  | { readonly kind: "resource"; readonly resource: Resource }
  | { readonly kind: "list"; readonly ids: readonly string[] };

/**
 * The resource that an id in a constraint names. An id found only as the history name of a clone's instance
 * (the primitive inside an anonymous clone) means the outermost ancestor that is not a bundle.
 */
export function constrainedResource(state: ClusterState, id: string): Resource | undefined {
  const found = findResource(state, id);
  if (found === undefined) return undefined;
  return found.id === id ? found : topAncestor(found);
}

/** A resource, else the resources made from a template, else the members of a tag. */
export function resolveReference(state: ClusterState, id: string): Reference | undefined {
  const resource = constrainedResource(state, id);
  if (resource !== undefined) return { kind: "resource", resource };
  const ids = listOf(state, id);
  return ids === undefined ? undefined : { kind: "list", ids };
}

/** A template that nobody uses stands for nothing; it does not fall through to a tag of the same id. */
function listOf(state: ClusterState, id: string): readonly string[] | undefined {
  const template = state.templates.get(id);
  if (template !== undefined) return template.length > 0 ? template : undefined;
  return state.tags.get(id);
}

/**
 * Replaces templates and tags among set references in place, tags of tags included. Undefined if any
 * reference is neither resource, template nor tag: then nothing is expanded anywhere in the constraint.
 */
export function expandReferences(state: ClusterState, ids: readonly string[]): string[] | undefined {
  const expanded: string[] = [];
  const open = new Set<string>();
  const visit = (id: string): boolean => {
    const reference = resolveReference(state, id);
    if (reference === undefined) return false;
    if (reference.kind === "resource") {
      expanded.push(id);
      return true;
    }
    if (open.has(id)) return true; // a tag that contains itself adds nothing more
    open.add(id);
    const known = reference.ids.every(visit);
    open.delete(id);
    return known;
  };
  return ids.every(visit) ? expanded : undefined;
}
