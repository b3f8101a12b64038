import { type ClusterState, findResource, type Resource } from "@sanode/pengine";
import { ClusterError } from "../errors.js";

/** Which histories are to be forgotten; everything that is not given means all. */
export interface HistorySelection {
  /** A resource with everything that it is part of, as Pacemaker's tools take it: a member means its group. */
  readonly resource?: string;
  readonly node?: string;
  /** Only what shows failures. */
  readonly failedOnly: boolean;
  /** Only failures of this operation. */
  readonly operation?: string;
  /** Milliseconds. */
  readonly interval?: number;
}

/** The history of one resource on one node. */
export interface SelectedHistory {
  /** As the history names it. */
  readonly resource: string;
  readonly node: string;
}

/**
 * The histories that a selection means.
 *
 * Source: crm_resource(8), `--cleanup` and `--refresh`.
 *
 * @param known the resources that each node has a history of
 * @throws ClusterError if there is no such resource
 */
export function selectHistory(
  state: ClusterState,
  known: ReadonlyMap<string, Iterable<string>>,
  selection: HistorySelection,
): readonly SelectedHistory[] {
  const top = selection.resource === undefined ? undefined : topOf(state, selection.resource);
  const selected: SelectedHistory[] = [];
  for (const [node, resources] of known) {
    if (selection.node !== undefined && selection.node !== node) continue;
    for (const resource of resources) {
      if (top !== undefined && topOf(state, resource) !== top) continue;
      if (selection.failedOnly && !hasFailed(state, resource, node, selection)) continue;
      selected.push({ resource, node });
    }
  }
  return selected;
}

function topOf(state: ClusterState, id: string): Resource {
  let resource = findResource(state, id);
  if (resource === undefined) throw new ClusterError("unknown-resource", `There is no resource ${id}`);
  while (resource.parent !== null) resource = resource.parent;
  return resource;
}

function hasFailed(
  state: ClusterState,
  resource: string,
  node: string,
  selection: HistorySelection,
): boolean {
  const { operation, interval } = selection;
  const failed = state.failedOperations.some(({ element: { attributes }, node: { name } }) => {
    const key = attributes.operation_key ?? "";
    if (name !== node || !key.startsWith(`${resource}_`)) return false;
    if (operation !== undefined && attributes.operation !== operation) return false;
    return interval === undefined || attributes.interval === String(interval);
  });
  if (failed) return true;
  const suffix = operation === undefined ? "" : `${operation}_${interval ?? 0}`;
  const counted = state.nodesByName.get(node.toLowerCase())?.attributes.keys() ?? [];
  return [...counted].some((name) => name.startsWith(`fail-count-${resource}#${suffix}`));
}
