import type { Score } from "@sanode/cib";
import { type ClusterNode, isAvailable } from "../model/node.js";
import { NodeTable } from "../model/node-table.js";
import type { Bundle, Clone, Group, Primitive } from "../model/resource.js";
import { currentNode, hasFailedPart } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { colocationsAsDependent, colocationsAsPrimary, hasInfluence } from "./colocation-lists.js";
import { mergePreferences } from "./merge.js";
import { mergeSort } from "./merge-sort.js";
import { colocationFactor } from "./weight.js";

type Instance = Primitive | Group;

/** What decides between two instances; nothing of it changes during one sort. */
interface Facts {
  readonly instance: Instance;
  /** The node it is on; null if inactive, or active where its own table does not allow it. */
  readonly current: ClusterNode | null;
  readonly activeCount: number;
  readonly wellPlaced: boolean;
  readonly number: number;
  /** Score of its colocations on its current node; computed when first needed. */
  colocationScore: Score | null;
}

/** Negative if the left instance is to be assigned first. */
export type InstanceComparison = (left: Instance, right: Instance) => number;

/**
 * Instances in the order in which they are assigned: those that should keep their place come first. The
 * comparison is not always transitive, so the sort's own way shows.
 */
export function sortInstances(
  state: ClusterState,
  collective: Clone | Bundle,
  instances: readonly Instance[],
): Instance[] {
  return mergeSort(instances, instanceComparison(state, collective));
}

/** The comparison used by {@link sortInstances}, valid as long as nothing is assigned in between. */
export function instanceComparison(state: ClusterState, collective: Clone | Bundle): InstanceComparison {
  const known = new Map<Instance, Facts>();
  const facts = (instance: Instance): Facts => {
    let entry = known.get(instance);
    if (entry === undefined) {
      entry = collectFacts(instance);
      known.set(instance, entry);
    }
    return entry;
  };
  return (left, right) => compare(state, collective, facts(left), facts(right));
}

function collectFacts(instance: Instance): Facts {
  const node = currentNode(instance);
  const wellPlaced = node === null || instance.allowedNodes.score(node) >= 0;
  return {
    instance,
    current: wellPlaced ? node : null,
    activeCount: instance.activeNodes.length,
    wellPlaced,
    number: numberOf(instance),
    colocationScore: null,
  };
}

/** The number after the last colon, or for a bundle's container after the last hyphen. */
function numberOf(instance: Instance): number {
  if (instance.instance !== null) return instance.instance;
  return instance.kind === "primitive" ? (instance.replica?.index ?? 0) : 0;
}

/** The first difference decides. */
function compare(state: ClusterState, collective: Clone | Bundle, left: Facts, right: Facts): number {
  if (left.activeCount > 0 && right.activeCount > 0 && left.activeCount !== right.activeCount) {
    return left.activeCount - right.activeCount;
  }
  if (left.wellPlaced !== right.wellPlaced) return left.wellPlaced ? -1 : 1;
  const byPriority = right.instance.priority - left.instance.priority;
  if (byPriority !== 0) return byPriority;
  if (left.current === null || right.current === null) {
    if (left.current === right.current) return 0;
    return left.current === null ? 1 : -1;
  }
  return compareActive(state, collective, left, left.current, right, right.current);
}

function compareActive(
  state: ClusterState,
  { allowedNodes }: Clone | Bundle,
  left: Facts,
  leftNode: ClusterNode,
  right: Facts,
  rightNode: ClusterNode,
): number {
  const leftAvailable = isAvailable(leftNode);
  if (leftAvailable !== isAvailable(rightNode)) return leftAvailable ? -1 : 1;
  const leftAllowed = allowedNodes.has(leftNode);
  const rightAllowed = allowedNodes.has(rightNode);
  if (!leftAllowed || !rightAllowed) return leftAllowed === rightAllowed ? 0 : leftAllowed ? -1 : 1;
  const byCounter = allowedNodes.counter(leftNode) - allowedNodes.counter(rightNode);
  if (byCounter !== 0) return byCounter;
  const leftFailed = hasFailedPart(left.instance);
  if (leftFailed !== hasFailedPart(right.instance)) return leftFailed ? 1 : -1;
  const byColocation = colocationScore(state, right, rightNode) - colocationScore(state, left, leftNode);
  return byColocation !== 0 ? byColocation : left.number - right.number;
}

function colocationScore(state: ClusterState, facts: Facts, node: ClusterNode): Score {
  facts.colocationScore ??= scoreOnNode(state, facts.instance, node);
  return facts.colocationScore;
}

/** What the instance's colocations make of its current node. */
function scoreOnNode(state: ClusterState, instance: Instance, node: ClusterNode): Score {
  const working = new NodeTable(state.emptyOrder, node.index + 1);
  working.insert(node, node.baseScore);
  for (const colocation of colocationsAsDependent(state, instance)) {
    const factor = colocationFactor(colocation);
    mergePreferences(state, {
      source: colocation.primary,
      working,
      colocation,
      factor,
      target: instance,
      nonNegative: false,
      mayBeDropped: false,
    });
  }
  for (const colocation of colocationsAsPrimary(state, instance)) {
    if (!hasInfluence(colocation, instance)) continue;
    const factor = colocationFactor(colocation);
    mergePreferences(state, {
      source: colocation.dependent,
      working,
      colocation,
      factor,
      target: instance,
      nonNegative: true,
      mayBeDropped: false,
    });
  }
  return working.score(node);
}
