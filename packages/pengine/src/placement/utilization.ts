import { keyedOrder, parseInteger } from "@sanode/cib";
import type { ClusterNode } from "../model/node.js";
import type { Primitive } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { isBundleNode } from "./node-attribute.js";

/*
 * Utilization attributes are integers of 32 bits that stop at their ends. See Pacemaker Explained,
 * "Utilization and Placement Strategy".
 */

const MINIMUM = -2_147_483_648;
const MAXIMUM = 2_147_483_647;

/** Amounts by attribute name. */
export type Amounts = ReadonlyMap<string, number>;

/** An amount as configured; text that does not start with an integer counts as the smallest one. */
export function parseAmount(text: string): number {
  return clampAmount(parseInteger(text) ?? MINIMUM);
}

function clampAmount(value: number): number {
  return Math.max(MINIMUM, Math.min(MAXIMUM, value));
}

/** Adds what a primitive needs to a sum. */
export function addAmounts(sum: Map<string, number>, utilization: ReadonlyMap<string, string>): void {
  for (const [name, text] of utilization)
    sum.set(name, clampAmount((sum.get(name) ?? 0) + parseAmount(text)));
}

/** What is left on a node. */
export function freeCapacity(node: ClusterNode): Amounts {
  return freeAmounts(node);
}

function freeAmounts(node: ClusterNode): Map<string, number> {
  node.free ??= new Map(Array.from(node.utilization, ([name, text]) => [name, parseAmount(text)]));
  return node.free;
}

/** Whether a node has room for all of the amounts; what it does not have counts 0. */
export function hasRoom(node: ClusterNode, amounts: Amounts): boolean {
  const free = freeCapacity(node);
  for (const [name, amount] of amounts) if ((free.get(name) ?? 0) < amount) return false;
  return true;
}

/**
 * Which node has more free capacity, negative for the left: for every attribute that either has, the node
 * with more of it gets a point. With several attributes this is not transitive.
 */
export function compareFreeCapacity(left: ClusterNode, right: ClusterNode): number {
  const leftFree = freeCapacity(left);
  const rightFree = freeCapacity(right);
  let points = 0;
  for (const [name, amount] of leftFree) points += Math.sign(amount - (rightFree.get(name) ?? 0));
  for (const [name, amount] of rightFree) if (!leftFree.has(name)) points -= Math.sign(amount);
  return -points;
}

/** Takes what a primitive needs from a node's capacity. An attribute that the node lacks becomes negative. */
export function claimCapacity(primitive: Primitive, node: ClusterNode): void {
  for (const [name, text] of primitive.utilization) change(node, name, -parseAmount(text));
}

/** Gives back what {@link claimCapacity} took. */
export function releaseCapacity(primitive: Primitive, node: ClusterNode): void {
  for (const [name, text] of primitive.utilization) change(node, name, parseAmount(text));
}

function change(node: ClusterNode, name: string, amount: number): void {
  const free = freeAmounts(node);
  const value = clampAmount((free.get(name) ?? 0) + amount);
  free.set(name, value);
  node.utilization.set(name, String(value));
}

/** Records every node's capacity before and after all assignments; nodes inside bundles are left out. */
export function recordCapacities(state: ClusterState, moment: "original" | "remaining"): void {
  if (state.placementEvents === null) return;
  for (const node of state.nodes) {
    if (isBundleNode(node)) continue;
    state.placementEvents.push({ kind: "capacity", moment, node, utilization: keyedPairs(node.utilization) });
  }
}

/** Records what a primitive takes on the node that it is given. */
export function recordUtilization(state: ClusterState, primitive: Primitive, node: ClusterNode): void {
  if (state.placementEvents === null) return;
  const utilization = keyedPairs(primitive.utilization);
  state.placementEvents.push({ kind: "utilization", resource: primitive, node, utilization });
}

function keyedPairs(amounts: ReadonlyMap<string, string>): (readonly [string, string])[] {
  return keyedOrder(amounts.keys()).map((name) => [name, amounts.get(name) ?? ""] as const);
}
