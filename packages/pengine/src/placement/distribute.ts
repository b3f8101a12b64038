import { MINUS_INFINITY } from "@sanode/cib";
import { type ClusterNode, isAvailable } from "../model/node.js";
import type { NodeTable } from "../model/node-table.js";
import type { Bundle, Clone, Group, Primitive, Resource } from "../model/resource.js";
import { childrenOf, currentNode } from "../model/resource-tree.js";
import type { ClusterState, ScoreCause } from "../model/state.js";
import { entryNodes } from "../model/table-nodes.js";
import { assign } from "./assign.js";
import { unassign } from "./assign-to.js";
import { isUsable } from "./candidates.js";
import { banEverywhere, replaceTable, setNodeScore } from "./score-change.js";

type Instance = Primitive | Group;

const limit: ScoreCause = { kind: "instance-limit", detail: null };

/** How many instances there may be. */
export interface Limits {
  readonly max: number;
  readonly perNode: number;
}

/**
 * Assigns the instances of a clone, or the containers of a bundle. First those that can stay where they are,
 * provided that better nodes get the instances they deserve; then the rest.
 */
export function distribute(
  state: ClusterState,
  collective: Clone | Bundle,
  instances: readonly Instance[],
  limits: Limits,
): void {
  const distribution = new Distribution(state, collective, limits);
  for (const instance of instances) distribution.keepInPlace(instance);
  for (const instance of instances) distribution.place(instance);
}

class Distribution {
  private readonly state: ClusterState;
  private readonly collective: Clone | Bundle;
  private readonly limits: Limits;
  /** How many instances a node gets if they are spread evenly. */
  private readonly optimal: number;
  private assigned = 0;

  constructor(state: ClusterState, collective: Clone | Bundle, limits: Limits) {
    this.state = state;
    this.collective = collective;
    this.limits = limits;
    this.table.clearCounters();
    const available = entryNodes(state, this.table).filter(isAvailable).length;
    this.optimal = available === 0 ? 1 : Math.max(1, Math.floor(limits.max / available));
  }

  /** The collective's own table; its counters count instances. */
  private get table(): NodeTable {
    return this.collective.allowedNodes;
  }

  /**
   * Tries to leave an active instance where it is. Each time another node turns out to be better, one place is
   * reserved there and the attempt is repeated: the instance stays if a place is left for its own node then.
   */
  keepInPlace(instance: Instance): void {
    const current = currentNode(instance);
    if (instance.assigned || this.assigned >= this.limits.max || current === null) return;
    if (!this.mayStay(instance, current)) return;
    const nodes = entryNodes(this.state, this.table);
    const counters = nodes.map((node) => this.table.counter(node));
    const saved = saveTables(instance);
    const stayed = this.tryToStay(instance, current, saved);
    nodes.forEach((node, position) => {
      this.table.setCounter(node, counters[position] ?? 0);
    });
    if (!stayed) return;
    this.count(current);
    this.assigned += 1;
  }

  private mayStay(instance: Instance, current: ClusterNode): boolean {
    if (instance.failed || !isAvailable(current) || current.baseScore < 0) return false;
    return this.table.counter(current) < this.optimal && isUsable(instance.allowedNodes, current);
  }

  private tryToStay(instance: Instance, current: ClusterNode, saved: SavedTables): boolean {
    for (let reservations = this.limits.max - this.assigned; reservations > 0; reservations -= 1) {
      const node = this.attempt(instance, current, false);
      if (node === current) return true;
      restoreTables(this.state, saved);
      if (node === null) {
        // Members of a group keep being assigned to nothing, so they are not tried again later.
        instance.assigned = false;
        return false;
      }
      unassign(this.state, instance);
    }
    return false;
  }

  /** Assigns an instance anywhere, or bans it if there are enough; a banned one counts as not assigned. */
  place(instance: Instance): void {
    if (instance.assigned) return;
    if (this.assigned >= this.limits.max) {
      banEverywhere(this.state, instance, limit);
      return;
    }
    if (this.attempt(instance, null, true) !== null) this.assigned += 1;
  }

  private attempt(
    instance: Instance,
    preferred: ClusterNode | null,
    stopIfFails: boolean,
  ): ClusterNode | null {
    if (instance.assigning) return null;
    this.banUnusable(instance);
    const node = assign(this.state, instance, preferred, stopIfFails);
    if (node !== null) this.count(node);
    return node;
  }

  private count(node: ClusterNode): void {
    this.table.setCounter(node, this.table.counter(node) + 1);
  }

  private banUnusable(instance: Instance): void {
    for (const node of entryNodes(this.state, instance.allowedNodes)) {
      if (!instance.removed && this.hasRoom(node)) continue;
      ban(this.state, instance, node);
      for (const child of childrenOf(instance)) ban(this.state, child, node);
    }
  }

  private hasRoom(node: ClusterNode): boolean {
    const { table } = this;
    return isUsable(table, node) && table.counter(node) < this.limits.perNode;
  }
}

function ban(state: ClusterState, resource: Resource, node: ClusterNode): void {
  setNodeScore(state, resource, node, MINUS_INFINITY, limit);
}

type SavedTables = readonly { readonly resource: Resource; readonly table: NodeTable }[];

function saveTables(instance: Instance): SavedTables {
  return [instance, ...childrenOf(instance)].map((resource) => ({
    resource,
    table: resource.allowedNodes.copy(),
  }));
}

function restoreTables(state: ClusterState, saved: SavedTables): void {
  for (const { resource, table } of saved) replaceTable(state, resource, table.copy(), limit);
}
