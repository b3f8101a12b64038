import { Order } from "../model/ordering.js";
import type { Clone, Resource } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { orderTasks } from "../request/orderings.js";
import type { AddConstraints } from "./implicit.js";

/** A clone's own points stand before and after the actions of its instances. */
export function addCloneConstraints(state: ClusterState, clone: Clone, addOwn: AddConstraints): void {
  orderTasks(state, clone, "stopped", clone, "start", Order.seq);
  orderTasks(state, clone, "start", clone, "running", Order.blockThen);
  orderTasks(state, clone, "stop", clone, "stopped", Order.blockThen);
  if (clone.promotable) {
    orderTasks(state, clone, "demoted", clone, "stop", Order.seq);
    orderTasks(state, clone, "running", clone, "promote", Order.blockThen);
  }
  if (clone.ordered) clone.children.sort((left, right) => (left.instance ?? 0) - (right.instance ?? 0));
  for (const [position, instance] of clone.children.entries()) {
    addOwn(state, instance);
    orderTasks(state, clone, "start", instance, "start", Order.blockThen | Order.graphFirst);
    orderTasks(state, instance, "start", clone, "running", Order.graphThen);
    orderTasks(state, clone, "stop", instance, "stop", Order.graphFirst);
    orderTasks(state, instance, "stop", clone, "stopped", Order.graphThen);
    if (!clone.ordered) continue;
    for (const later of clone.children.slice(position + 1)) {
      orderTasks(state, instance, "start", later, "start", Order.seq);
      orderTasks(state, later, "stop", instance, "stop", Order.seq);
    }
  }
  if (!clone.promotable) return;
  orderPromotablePoints(state, clone);
  orderInstanceRoles(state, clone);
}

/** The sequence of a promotable clone's or bundle's own points. */
export function orderPromotablePoints(state: ClusterState, resource: Resource): void {
  const sequence = [
    ["stopped", "start"],
    ["stopped", "promote"],
    ["demoted", "stop"],
    ["demoted", "start"],
    ["demoted", "promote"],
    ["running", "promote"],
    ["demote", "demoted"],
  ] as const;
  for (const [first, then] of sequence) orderTasks(state, resource, first, resource, then, Order.seq);
}

function orderInstanceRoles(state: ClusterState, clone: Clone): void {
  let previous: Resource | null = null;
  for (const instance of clone.children) {
    orderTasks(state, instance, "demote", instance, "promote", Order.seq);
    orderTasks(state, clone, "promote", instance, "promote", Order.seq);
    orderTasks(state, instance, "promote", clone, "promoted", Order.seq);
    if (clone.ordered && previous !== null) {
      orderTasks(state, previous, "promote", instance, "promote", Order.seq);
    }
    orderTasks(state, clone, "demote", instance, "demote", Order.graphFirst);
    orderTasks(state, instance, "demote", clone, "demoted", Order.graphThen);
    if (clone.ordered && previous !== null) {
      orderTasks(state, instance, "demote", previous, "demote", Order.seq);
    }
    previous = instance;
  }
}
