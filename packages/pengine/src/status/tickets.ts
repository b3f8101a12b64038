import { elementsNamed, isTrue, parseInteger, type XmlElement } from "@sanode/cib";
import type { ClusterState } from "../model/state.js";

/**
 * Reads a `tickets` element. Several entries for a ticket add up: later attributes replace earlier ones
 * (Pacemaker Administration, "Multi-Site Clusters and Tickets").
 */
export function readTickets(state: ClusterState, tickets: XmlElement): void {
  for (const element of elementsNamed(tickets, "ticket_state")) {
    const id = element.attributes.id;
    if (id === undefined || id === "") continue;
    const ticket = state.tickets.get(id) ?? {
      id,
      granted: false,
      standby: false,
      lastGranted: -1,
      state: new Map<string, string>(),
    };
    for (const [name, value] of Object.entries(element.attributes)) {
      if (name !== "id") ticket.state.set(name, value);
    }
    ticket.granted = isTrue(ticket.state.get("granted"));
    ticket.standby = isTrue(ticket.state.get("standby"));
    const lastGranted = ticket.state.get("last-granted");
    ticket.lastGranted = lastGranted === undefined ? -1 : (parseInteger(lastGranted) ?? 0);
    state.tickets.set(id, ticket);
  }
}
