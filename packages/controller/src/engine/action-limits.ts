import type { GraphAction } from "@sanode/pengine";
import { actionValue } from "@sanode/tengine";

/** What may be under way at once; functions are asked again and again, for the answer changes with the machine's load. */
export interface Limits {
  /** Resource actions on each node. */
  readonly actionsPerNode: () => number;
  /** 0 or less if migrations are not limited any further. */
  readonly migrationsPerNode: number;
  /** Actions in the whole cluster. */
  readonly total: () => number;
}

/**
 * How many resource actions a node may have to do at once. Without such a limit the first transition of a
 * large cluster would start thousands of agents together.
 *
 * Source: Pacemaker Explained, "Cluster Options", `node-action-limit` and `migration-limit`.
 */
export class ActionLimits {
  readonly #actions: Limit;
  readonly #migrations: Limit;
  readonly #total: () => number;
  #inFlight = 0;

  constructor({ actionsPerNode, migrationsPerNode, total }: Limits) {
    const migrations = migrationsPerNode > 0 ? migrationsPerNode : Number.POSITIVE_INFINITY;
    this.#actions = new Limit(actionsPerNode);
    this.#migrations = new Limit(() => migrations);
    this.#total = total;
  }

  admits(action: GraphAction): boolean {
    if (this.#inFlight >= this.#total()) return false;
    if (action.element !== "rsc_op") return true;
    const nodes = busyNodes(action);
    if (!nodes.every((node) => this.#actions.hasRoom(node))) return false;
    return !isMigration(action) || nodes.every((node) => this.#migrations.hasRoom(node));
  }

  started(action: GraphAction): void {
    this.#count(action, 1);
  }

  ended(action: GraphAction): void {
    this.#count(action, -1);
  }

  #count(action: GraphAction, change: 1 | -1): void {
    this.#inFlight += change;
    if (action.element !== "rsc_op") return;
    for (const node of busyNodes(action)) {
      this.#actions.count(node, change);
      if (isMigration(action)) this.#migrations.count(node, change);
    }
  }
}

class Limit {
  readonly #limit: () => number;
  readonly #inFlight = new Map<string, number>();

  constructor(limit: () => number) {
    this.#limit = limit;
  }

  hasRoom(node: string): boolean {
    return (this.#inFlight.get(node) ?? 0) < this.#limit();
  }

  count(node: string, change: number): void {
    this.#inFlight.set(node, (this.#inFlight.get(node) ?? 0) + change);
  }
}

function isMigration({ operation }: GraphAction): boolean {
  return operation === "migrate_to" || operation === "migrate_from";
}

/** The nodes that an action occupies: of a migration both ends. */
function busyNodes(action: GraphAction): readonly string[] {
  if (isMigration(action)) {
    const ends = ["CRM_meta_migrate_source", "CRM_meta_migrate_target"].map((name) =>
      actionValue(action, name),
    );
    return [...new Set(ends)].filter((node) => node !== undefined);
  }
  const { node } = action;
  return node === null ? [] : [node.router ?? node.name];
}
