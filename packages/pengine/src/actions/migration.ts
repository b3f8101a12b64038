import type { ClusterNode } from "../model/node.js";
import { Order, type OrderSet } from "../model/ordering.js";
import type { Primitive } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { setMeta } from "../request/action-meta.js";
import { orderTasks } from "../request/orderings.js";
import { requestAction } from "../request/request-action.js";

/**
 * Whether a resource that moves from one node to another may migrate live: `allow-migrate` is on and has not
 * been switched off by the resource's history, and both resource and nodes are in good state. Whether it will
 * depends on the orderings with other resources.
 */
export function mayMigrate(
  _state: ClusterState,
  primitive: Primitive,
  current: ClusterNode | null,
  next: ClusterNode | null,
): boolean {
  return (
    primitive.migrationAllowed &&
    primitive.managed &&
    !primitive.failed &&
    !primitive.startPending &&
    current !== null &&
    !current.unclean &&
    next !== null &&
    !next.unclean
  );
}

/**
 * Makes the actions of a live migration, beside the stop and the start that would move the resource: the start
 * becomes a pseudo-action, and the stop, which remains, cleans up on the old node. Unless a migration is being
 * continued, whose first half has been done, it starts with `migrate_to` on the old node.
 *
 * See "Migrating Resources" in Pacemaker Explained; regression cases `migrate-begin` and `migrate-partial-2`.
 */
export function makeMigrationActions(state: ClusterState, primitive: Primitive, current: ClusterNode): void {
  const target = primitive.assignedNode;
  if (target === null) return;
  const request = (task: string, node: ClusterNode) => {
    const action = requestAction(state, { resource: primitive, task, node, optional: true });
    action.migratable = true;
    return action;
  };
  const order = (first: string, then: string, set: OrderSet): void =>
    orderTasks(state, primitive, first, primitive, then, set);
  const continues = primitive.partialMigrationTarget !== null;

  const start = request("start", target);
  start.pseudo = true;
  request("stop", current);
  const migrateTo = continues ? null : request("migrate_to", current);
  const migrateFrom = request("migrate_from", target);
  const ends = [
    ["migrate_source", current.name],
    ["migrate_target", target.name],
  ] as const;
  if (migrateTo === null) {
    order("monitor", "migrate_from", Order.seq);
    migrateFrom.need = start.need;
  } else {
    order("monitor", "migrate_to", Order.seq);
    order("migrate_to", "migrate_from", Order.seq | Order.migrateGate);
    migrateTo.need = start.need;
    setMeta(migrateTo, ends);
    if (!primitive.isRemoteConnection) setMeta(migrateTo, [["record-pending", "true"]]);
  }
  setMeta(migrateFrom, ends);
  order("migrate_from", "stop", Order.seq | Order.migrateGate);
  order("migrate_from", "start", Order.seq | Order.migrateGate | Order.elseReal);
}
