import type { InstanceSlots } from "../model/history.js";
import type { ClusterNode } from "../model/node.js";
import type { Clone, Group, Primitive } from "../model/resource.js";
import { enclosingClone } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { statusMemory } from "./status-memory.js";

/**
 * An index of where the instances of anonymous clones are, so that binding a history does not walk over all
 * of them. Instances gain locations while histories are read and never lose them.
 */
function slotsOf(state: ClusterState, clone: Clone): InstanceSlots {
  const { slots } = statusMemory(state);
  const known = slots.get(clone);
  if (known !== undefined) return known;
  const created: InstanceSlots = { firstFree: 0, byNode: new Map() };
  slots.set(clone, created);
  clone.children.forEach((child, position) => {
    for (const node of locationsOf(child)) enter(created, node, position);
  });
  return created;
}

function enter(slots: InstanceSlots, node: ClusterNode, position: number): void {
  const positions = slots.byNode.get(node);
  if (positions === undefined) slots.byNode.set(node, [position]);
  else if (!positions.includes(position)) {
    positions.push(position);
    positions.sort((a, b) => a - b);
  }
}

/** Where a primitive is active, then where it has an action pending. */
function locationsOf(instance: Primitive | Group): ClusterNode[] {
  const members = instance.kind === "primitive" ? [instance] : instance.children;
  return members.flatMap((member) =>
    member.pending === null ? member.activeNodes : [...member.activeNodes, member.pending.node],
  );
}

/** The instances whose first location is this node, in instance order. */
export function instancesOn(state: ClusterState, clone: Clone, node: ClusterNode): (Primitive | Group)[] {
  const found: (Primitive | Group)[] = [];
  for (const position of slotsOf(state, clone).byNode.get(node) ?? []) {
    const child = clone.children[position];
    if (child !== undefined && locationsOf(child)[0] === node) found.push(child);
  }
  return found;
}

/** The first instance that is nowhere and not blocked. */
export function freeInstance(state: ClusterState, clone: Clone): Primitive | Group | null {
  const slots = slotsOf(state, clone);
  const { children } = clone;
  let position = slots.firstFree;
  for (let leading = true; position < children.length; position += 1) {
    const child = children[position];
    if (child === undefined) break;
    if (locationsOf(child).length === 0) {
      if (!child.blocked) return child;
      leading = false;
    } else if (leading) {
      slots.firstFree = position + 1;
    }
  }
  return null;
}

/** Enters a primitive's locations into the index of its clone, if there is one. To be called when it has gained one. */
export function takeSlot(state: ClusterState, primitive: Primitive): void {
  const clone = enclosingClone(primitive);
  const slots = clone === null ? undefined : statusMemory(state).slots.get(clone);
  if (clone === null || slots === undefined) return;
  // While histories are read, instances still stand in the order of their numbers.
  const position = primitive.instance ?? -1;
  const child = clone.children[position];
  if (child !== primitive && child !== primitive.parent) return;
  for (const node of primitive.activeNodes) enter(slots, node, position);
  if (primitive.pending !== null) enter(slots, primitive.pending.node, position);
}
