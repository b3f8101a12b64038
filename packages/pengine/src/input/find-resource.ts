import type { Primitive, Resource } from "../model/resource.js";
import { visitTree } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";

/** Makes a resource and everything below it known to look-ups by id. */
export function registerResources(state: ClusterState, top: Resource): void {
  const { byId } = state.resourceIndex;
  visitTree(top, (resource) => {
    const sameId = byId.get(resource.id);
    if (sameId === undefined) byId.set(resource.id, [resource]);
    else sameId.push(resource);
  });
}

/**
 * The name under which history knows a resource that has another id (an instance of an anonymous clone is often
 * known without number); null forgets it. All changes must go through here, since look-ups find such names too.
 */
export function setHistoryName(state: ClusterState, resource: Resource, name: string | null): void {
  const { byHistoryName } = state.resourceIndex;
  if (resource.historyName === name) return;
  if (resource.historyName !== null) byHistoryName.get(resource.historyName)?.delete(resource);
  resource.historyName = name;
  if (name === null) return;
  const sameName = byHistoryName.get(name);
  if (sameName === undefined) byHistoryName.set(name, new Set([resource]));
  else sameName.add(resource);
}

/**
 * The resource that has an id or, in history, a name: of several the first in list order, parents before children.
 */
export function findResource(state: ClusterState, id: string): Resource | undefined {
  const { byId, byHistoryName } = state.resourceIndex;
  const sameId = byId.get(id);
  const sameName = byHistoryName.get(id);
  if (sameName === undefined || sameName.size === 0) {
    return sameId === undefined || sameId.length === 1 ? sameId?.[0] : firstInList(state, new Set(sameId));
  }
  if (sameId === undefined && sameName.size === 1) return sameName.values().next().value;
  return firstInList(state, sameId === undefined ? sameName : new Set([...sameId, ...sameName]));
}

/** All primitives that have an id or, in history, a name, in list order. */
export function findResourcesForHistory(state: ClusterState, id: string): Primitive[] {
  const { byId, byHistoryName } = state.resourceIndex;
  const matching = new Set([...(byId.get(id) ?? []), ...(byHistoryName.get(id) ?? [])]);
  const only = matching.size === 1 ? matching.values().next().value : undefined;
  if (only !== undefined) return only.kind === "primitive" ? [only] : [];
  const found: Primitive[] = [];
  for (const top of topResources(state, matching)) {
    visitTree(top, (resource) => {
      if (resource.kind === "primitive" && matching.has(resource)) found.push(resource);
    });
  }
  return found;
}

function firstInList(state: ClusterState, candidates: ReadonlySet<Resource>): Resource | undefined {
  const [first] = topResources(state, candidates);
  return first === undefined ? undefined : firstBelow(first, candidates);
}

function firstBelow(resource: Resource, candidates: ReadonlySet<Resource>): Resource | undefined {
  if (candidates.has(resource)) return resource;
  if (resource.kind === "primitive") return undefined;
  for (const child of resource.children) {
    const found = firstBelow(child, candidates);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The top-level resources above (or among) the candidates, in list order. */
function topResources(state: ClusterState, candidates: ReadonlySet<Resource>): Resource[] {
  const tops = new Set<Resource>();
  for (const candidate of candidates) {
    let top: Resource = candidate;
    while (top.parent !== null) top = top.parent;
    tops.add(top);
  }
  return tops.size <= 1 ? [...tops] : state.resources.filter((resource) => tops.has(resource));
}
