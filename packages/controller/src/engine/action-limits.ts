import type { GraphAction } from "@sanode/pengine";
import { actionValue } from "@sanode/tengine";

/**
 * How many resource actions a node may have to do at once. Without such a limit the first transition of a
 * large cluster would start thousands of agents together.
 *
 * Source: Pacemaker Explained, "Cluster Options", `node-action-limit` and `migration-limit`.
 */
export class ActionLimits {
  readonly #actions: Limit;
  readonly #migrations: Limit;

  /** `migrationsPerNode` is 0 or less if migrations are not limited any further. */
  constructor(actionsPerNode: number, migrationsPerNode: number) {
    this.#actions = new Limit(actionsPerNode);
    this.#migrations = new Limit(migrationsPerNode > 0 ? migrationsPerNode : Number.POSITIVE_INFINITY);
  }

  admits(action: GraphAction): boolean {
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
    if (action.element !== "rsc_op") return;
    for (const node of busyNodes(action)) {
      this.#actions.count(node, change);
      if (isMigration(action)) this.#migrations.count(node, change);
    }
  }
}

class Limit {
  readonly #limit: number;
  readonly #inFlight = new Map<string, number>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  hasRoom(node: string): boolean {
    return (this.#inFlight.get(node) ?? 0) < this.#limit;
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
