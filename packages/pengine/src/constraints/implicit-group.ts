import { INFINITY } from "@sanode/cib";
import { Order, type OrderSet } from "../model/ordering.js";
import type { Group, Primitive } from "../model/resource.js";
import { enclosingClone } from "../model/resource-tree.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { orderTasks } from "../request/orderings.js";
import { addColocation } from "./colocation.js";
import type { AddConstraints } from "./implicit.js";

const completed: OrderSet = Order.blockThen | Order.pullThen | Order.graphThen;

/** A group's members start one after the other and, by default, together on one node. */
export function addGroupConstraints(state: ClusterState, group: Group, addOwn: AddConstraints): void {
  const promotable = enclosingClone(group)?.promotable === true;
  orderTasks(state, group, "stop", group, "stopped", Order.blockThen);
  orderTasks(state, group, "stopped", group, "start", Order.seq);
  orderTasks(state, group, "start", group, "running", Order.blockThen);
  let previous: Primitive | null = null;
  let lastActive: Primitive | null = null;
  for (const member of group.children) {
    addOwn(state, member);
    if (previous !== null && group.collocated) colocate(state, member, previous);
    orderWithGroup(state, group, member, promotable, group.ordered && previous === null);
    if (!group.ordered) orderUnordered(state, group, member, promotable);
    else if (previous === null) orderFirst(state, group, member, promotable);
    else orderAfter(state, previous, member, promotable);
    if (member.activeNodes.length > 0) {
      if (group.ordered && previous !== null && previous.activeNodes.length === 0 && lastActive !== null) {
        // Inactive members between two active ones don't relate their stops.
        orderTasks(state, member, "stop", lastActive, "stop", Order.seq);
      }
      lastActive = member;
    }
    previous = member;
  }
}

function colocate(state: ClusterState, member: Primitive, previous: Primitive): void {
  addColocation(state, {
    id: "#group-members",
    score: INFINITY,
    nodeAttribute: "#uname",
    dependent: member,
    primary: previous,
    dependentRole: Role.Unknown,
    primaryRole: Role.Unknown,
    influence: member.critical,
    explicit: false,
  });
}

/** The group's own points before and after each member's action; the first member's are tied closer. */
function orderWithGroup(
  state: ClusterState,
  group: Group,
  member: Primitive,
  promotable: boolean,
  first: boolean,
): void {
  const down = first ? Order.graphFirst | Order.seq : Order.graphFirst;
  const downDone = first ? Order.pullThen : Order.graphThen;
  if (promotable) {
    orderTasks(state, group, "demote", member, "demote", down);
    orderTasks(state, member, "demote", group, "demoted", downDone);
    orderTasks(state, member, "promote", group, "promoted", completed);
    orderTasks(state, group, "promote", member, "promote", Order.graphFirst);
  }
  orderTasks(state, group, "stop", member, "stop", down);
  orderTasks(state, member, "stop", group, "stopped", downDone);
  orderTasks(state, group, "start", member, "start", Order.graphFirst);
  orderTasks(state, member, "start", group, "running", completed);
}

function orderUnordered(state: ClusterState, group: Group, member: Primitive, promotable: boolean): void {
  const set = Order.pullThen | Order.blockThen | Order.graphFirst;
  orderTasks(state, group, "start", member, "start", set);
  if (promotable) orderTasks(state, group, "promote", member, "promote", set);
}

/** Orderings without properties: they make no link, only a missing first action. */
function orderFirst(state: ClusterState, group: Group, member: Primitive, promotable: boolean): void {
  orderTasks(state, group, "start", member, "start", 0);
  if (promotable) orderTasks(state, group, "promote", member, "promote", 0);
}

function orderAfter(state: ClusterState, previous: Primitive, member: Primitive, promotable: boolean): void {
  const up = Order.pullThen | Order.blockThen;
  orderTasks(state, previous, "start", member, "start", up);
  orderTasks(state, member, "stop", previous, "stop", Order.seq | Order.restart);
  if (member.activeNodes.length > 0 && previous.activeNodes.length === 0) {
    orderTasks(state, member, "stop", previous, "start", Order.pullFirst | Order.blockThen);
  }
  if (!promotable) return;
  orderTasks(state, previous, "promote", member, "promote", up);
  orderTasks(state, member, "demote", previous, "demote", Order.seq);
}
