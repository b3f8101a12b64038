import { clampScore, type Score } from "@sanode/cib";
import type { Location } from "../model/location.js";
import type { ClusterNode } from "../model/node.js";
import { Discovery, type NodeTable } from "../model/node-table.js";
import type { Bundle, Group, Primitive, Resource } from "../model/resource.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { report } from "./score-change.js";

const zero = clampScore(0);

/**
 * Applies all location constraints to the node tables, the one created last first. The order matters only
 * where scores reach an infinity on the way.
 *
 * Source: Pacemaker Explained, "Deciding Which Nodes a Resource Can Run On".
 */
export function applyLocations(state: ClusterState): void {
  for (let at = state.locations.length - 1; at >= 0; at -= 1) {
    const location = state.locations[at];
    if (location !== undefined) applyTo(state, location.resource, location);
  }
}

function applyTo(state: ClusterState, resource: Resource, location: Location): void {
  applyToOwnTable(state, resource, location, true);
  if (resource.kind === "group") applyToMembers(state, resource, location);
  else if (resource.kind === "clone") {
    for (const instance of resource.children) applyTo(state, instance, location);
  } else if (resource.kind === "bundle") applyToReplicas(state, resource, location);
}

function applyToMembers(state: ClusterState, group: Group, location: Location): void {
  group.children.forEach((member, position) => {
    applyToOwnTable(state, member, location, position === 0 || !group.collocated);
  });
}

/** A bundle's constraints are its containers' and their addresses'; connections and contents follow. */
function applyToReplicas(state: ClusterState, bundle: Bundle, location: Location): void {
  for (const replica of bundle.replicas) {
    applyToOwnTable(state, replica.container, location, true);
    if (replica.ip !== null) applyToOwnTable(state, replica.ip, location, true);
  }
}

/**
 * @param scored false where only the nodes are to become allowed: members of a collocated group after the
 * first follow it anyway, so that the score must not be counted again
 */
function applyToOwnTable(state: ClusterState, resource: Resource, location: Location, scored: boolean): void {
  if (!concerns(location, resource)) return;
  const table = resource.allowedNodes;
  for (const { node, score } of location.entries) {
    const before = table.score(node);
    addEntry(table, node, scored ? score : zero);
    raiseDiscovery(resource, node, location.discovery);
    report(state, resource, node, before, location);
  }
}

function concerns(location: Location, resource: Resource): boolean {
  return location.role === Role.Unknown || location.role === resource.nextRole;
}

/** Other than with bans and bonuses, a node that was missing enters with this score alone. */
function addEntry(table: NodeTable, node: ClusterNode, score: Score): void {
  if (table.has(node)) table.addScore(node, score);
  else table.insert(node, score);
}

/** Of several constraints for a node the strongest discovery mode holds. */
function raiseDiscovery(resource: Resource, node: ClusterNode, discovery: Discovery): void {
  if (resource.allowedNodes.discovery(node) >= discovery) return;
  resource.allowedNodes.setDiscovery(node, discovery);
  if (discovery === Discovery.Exclusive) resource.exclusiveDiscovery = true;
}

/** A group member's table together with the location scores of its group that only the first member was given. */
export function tableWithGroupLocations(member: Primitive, group: Group): NodeTable {
  const table = member.allowedNodes.twin();
  for (let at = group.locations.length - 1; at >= 0; at -= 1) {
    const location = group.locations[at];
    if (location === undefined || !concerns(location, member)) continue;
    for (const { node, score } of location.entries) addEntry(table, node, score);
  }
  return table;
}
