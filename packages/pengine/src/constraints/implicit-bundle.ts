import { INFINITY } from "@sanode/cib";
import { Order } from "../model/ordering.js";
import type { Bundle, Replica } from "../model/resource.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { orderTasks } from "../request/orderings.js";
import { addColocation } from "./colocation.js";
import type { AddConstraints } from "./implicit.js";
import { orderPromotablePoints } from "./implicit-clone.js";

/** A bundle's points around its containers, and around the clone of what they contain. */
export function addBundleConstraints(state: ClusterState, bundle: Bundle, addOwn: AddConstraints): void {
  for (const replica of bundle.replicas) addReplicaConstraints(state, bundle, replica, addOwn);
  const clone = bundle.bundledClone;
  if (clone === null) return;
  orderTasks(state, bundle, "start", clone, "start", Order.graphFirst);
  orderTasks(state, clone, "running", bundle, "running", Order.graphThen);
  orderTasks(state, bundle, "stop", clone, "stop", Order.graphFirst);
  orderTasks(state, clone, "stopped", bundle, "stopped", Order.graphThen);
  addOwn(state, clone);
  if (!clone.promotable) return;
  orderPromotablePoints(state, bundle);
  orderTasks(state, bundle, "demote", clone, "demote", Order.graphFirst);
  orderTasks(state, clone, "demoted", bundle, "demoted", Order.graphThen);
  orderTasks(state, bundle, "promote", clone, "promote", Order.graphFirst);
  orderTasks(state, clone, "promoted", bundle, "promoted", Order.graphThen);
}

function addReplicaConstraints(
  state: ClusterState,
  bundle: Bundle,
  replica: Replica,
  addOwn: AddConstraints,
): void {
  const { container, ip, connection, child } = replica;
  addOwn(state, container);
  orderTasks(state, bundle, "start", container, "start", Order.blockThen | Order.graphFirst);
  if (child !== null) orderTasks(state, bundle, "stop", child, "stop", Order.graphFirst);
  orderTasks(state, bundle, "stop", container, "stop", Order.graphFirst);
  orderTasks(state, container, "start", bundle, "running", Order.graphThen);
  orderTasks(state, container, "stop", bundle, "stopped", Order.graphThen);
  if (ip !== null) {
    addOwn(state, ip);
    orderTasks(state, ip, "start", container, "start", Order.blockThen | Order.guestOk);
    orderTasks(state, container, "stop", ip, "stop", Order.pullFirst | Order.guestOk);
    addColocation(state, {
      id: "#ip-with-container",
      score: INFINITY,
      nodeAttribute: "#uname",
      dependent: ip,
      primary: container,
      dependentRole: Role.Unknown,
      primaryRole: Role.Unknown,
      influence: true,
      explicit: false,
    });
  }
  if (connection !== null) addOwn(state, connection);
}
