import type { XmlElement } from "@sanode/cib";
import type { Primitive, Resource } from "../model/resource.js";
import { visitPrimitives } from "../model/resource-tree.js";
import { parseRole, Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import type { Ticket, TicketConstraint } from "../model/ticket.js";
import { banEverywhere } from "../placement/score-change.js";
import { fenceNode } from "../request/fencing.js";
import { constrainedResource, resolveReference } from "./resolve.js";
import { readSets } from "./sets.js";
import { ignore } from "./warn.js";

type LossPolicy = TicketConstraint["lossPolicy"];

/** Reads one `rsc_ticket`; a ticket that is not held takes effect at once (Pacemaker Administration, "Multi-Site Clusters and Tickets"). */
export function readTicketConstraint(state: ClusterState, constraint: XmlElement): void {
  const { id, ticket: ticketId, rsc } = constraint.attributes;
  if (id === undefined || ticketId === undefined) {
    return ignore(state, constraint, "incomplete", "ticket constraint needs id and ticket");
  }
  const ticket = ticketOf(state, ticketId);
  const sets = readSets(state, constraint);
  if (sets.length > 0) {
    for (const set of sets) {
      if (!bindAll(state, constraint, ticket, set.references, set.attributes.role)) return;
    }
    return;
  }
  if (rsc === undefined) return ignore(state, constraint, "incomplete", "ticket constraint without resource");
  const role = constraint.attributes["rsc-role"];
  const reference = resolveReference(state, rsc);
  if (reference === undefined) {
    ignore(state, constraint, "unknown-resource", `no resource, template or tag '${rsc}'`);
  } else if (reference.kind === "list") {
    bindAll(state, constraint, ticket, reference.ids, role);
  } else {
    bind(state, constraint, ticket, reference.resource, role);
  }
}

/** A ticket that only a constraint names exists, not granted. */
function ticketOf(state: ClusterState, id: string): Ticket {
  const known = state.tickets.get(id);
  if (known !== undefined) return known;
  const ticket: Ticket = { id, granted: false, standby: false, lastGranted: -1, state: new Map() };
  state.tickets.set(id, ticket);
  return ticket;
}

function bindAll(
  state: ClusterState,
  constraint: XmlElement,
  ticket: Ticket,
  ids: readonly string[],
  role: string | undefined,
): boolean {
  for (const id of ids) {
    const resource = constrainedResource(state, id);
    if (resource === undefined) {
      ignore(state, constraint, "unknown-resource", `no resource '${id}'`);
      return false;
    }
    bind(state, constraint, ticket, resource, role);
  }
  return true;
}

function bind(
  state: ClusterState,
  constraint: XmlElement,
  ticket: Ticket,
  resource: Resource,
  roleName: string | undefined,
): void {
  const role = readTicketRole(roleName);
  if (role === undefined) return ignore(state, constraint, "invalid-role", `unknown role '${roleName}'`);
  const lossPolicy = readLossPolicy(state, constraint, role);
  const bound: TicketConstraint = { id: constraint.attributes.id ?? "", ticket, resource, role, lossPolicy };
  resource.tickets.push(bound);
  if (ticket.granted && !ticket.standby) return;
  visitPrimitives(resource, (primitive) => withhold(state, primitive, bound));
}

function readTicketRole(text: string | undefined): Role | undefined {
  if (text === undefined) return Role.Unknown;
  const role = parseRole(text);
  return role === Role.Started ? Role.Unknown : role;
}

function readLossPolicy(state: ClusterState, constraint: XmlElement, role: Role): LossPolicy {
  const fallback = role === Role.Promoted ? "demote" : "stop";
  const text = constraint.attributes["loss-policy"]?.toLowerCase();
  switch (text) {
    case undefined:
      return fallback;
    case "fence":
      if (state.options.fencingEnabled) return "fence";
      ignore(state, constraint, "fencing-disabled", "loss-policy fence without fencing; using stop");
      return "stop";
    case "stop":
    case "demote":
    case "freeze":
      return text;
    default:
      ignore(state, constraint, "invalid-loss-policy", `unknown loss-policy '${text}'; using ${fallback}`);
      return fallback;
  }
}

/** What a primitive suffers from a ticket that is not granted, or in standby. */
function withhold(state: ClusterState, primitive: Primitive, bound: TicketConstraint): void {
  const { ticket, role, lossPolicy } = bound;
  if (ticket.granted || primitive.activeNodes.length === 0) {
    // Only the promoted role is barred, later, when roles are chosen.
    if (role !== Role.Promoted || lossPolicy === "stop") ban(state, primitive, bound);
    return;
  }
  const concerned = role === Role.Unknown || role === primitive.currentRole;
  switch (lossPolicy) {
    case "stop":
      return ban(state, primitive, bound);
    case "demote":
      if (role !== Role.Promoted) ban(state, primitive, bound);
      return;
    case "fence":
      if (!concerned) return;
      ban(state, primitive, bound);
      for (const node of [...primitive.activeNodes]) fenceNode(state, node, "deadman ticket was lost");
      return;
    case "freeze":
      if (!concerned) return;
      primitive.managed = false;
      primitive.blocked = true;
  }
}

function ban(state: ClusterState, primitive: Primitive, bound: TicketConstraint): void {
  banEverywhere(state, primitive, { kind: "ticket", detail: bound.ticket.id });
}
