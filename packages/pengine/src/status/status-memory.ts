import { elementsNamed, firstElement, type XmlElement } from "@sanode/cib";
import type { HistoryEntry, NodeHistory, ResourceHistory, StatusMemory } from "../model/history.js";
import type { ClusterState } from "../model/state.js";
import { readHistoryEntry } from "./history-entry.js";

/** The run's memory of the status section; made when it is first asked for. */
export function statusMemory(state: ClusterState): StatusMemory {
  state.statusMemory ??= createMemory(state.cib);
  return state.statusMemory;
}

function createMemory(cib: XmlElement): StatusMemory {
  const status = firstElement(cib, "status");
  const nodeHistories = status === undefined ? [] : elementsNamed(status, "node_state").map(readNodeHistory);
  const historiesByName = new Map<string, NodeHistory[]>();
  for (const history of nodeHistories) {
    if (history.uname !== undefined) appendTo(historiesByName, history.uname, history);
  }
  return {
    nodeHistories,
    historiesByName,
    failureAttributes: new Map(),
    digests: new Map(),
    neverMatching: new Set(),
    slots: new Map(),
    failedKeys: new Set(),
    excusedFailures: new Map(),
    deferredChecks: [],
    containersToStop: [],
  };
}

/** Only the first `lrm` of a node's entry counts, and in it only the first `lrm_resources`. */
function readNodeHistory(element: XmlElement): NodeHistory {
  const lrm = firstElement(element, "lrm");
  const list = lrm === undefined ? undefined : firstElement(lrm, "lrm_resources");
  const resources = list === undefined ? [] : elementsNamed(list, "lrm_resource").map(readResourceHistory);
  const resourcesById = new Map<string, ResourceHistory[]>();
  for (const resource of resources) appendTo(resourcesById, resource.id, resource);
  return { element, uname: element.attributes.uname, resources, resourcesById };
}

function readResourceHistory(element: XmlElement): ResourceHistory {
  const entries = elementsNamed(element, "lrm_rsc_op").map(readHistoryEntry);
  return { element, id: element.attributes.id ?? "", entries };
}

function appendTo<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/**
 * All that is recorded of a resource on a node, both named literally. Several entries for the same node or
 * resource count together.
 */
export function recordedEntries(
  state: ClusterState,
  nodeName: string,
  resourceId: string,
): readonly HistoryEntry[] {
  const histories = statusMemory(state).historiesByName.get(nodeName) ?? [];
  const [only, second] = histories;
  if (only === undefined) return [];
  const lists =
    second === undefined
      ? (only.resourcesById.get(resourceId) ?? [])
      : histories.flatMap((history) => history.resourcesById.get(resourceId) ?? []);
  const [first, another] = lists;
  if (first === undefined) return [];
  return another === undefined ? first.entries : lists.flatMap((list) => list.entries);
}

/**
 * What is recorded for a node by that very name; null if there is no such entry **or more than one**, as
 * wherever the status is searched for "the" entry.
 */
export function onlyNodeHistory(state: ClusterState, nodeName: string): NodeHistory | null {
  const histories = statusMemory(state).historiesByName.get(nodeName) ?? [];
  return histories.length === 1 ? (histories[0] ?? null) : null;
}
