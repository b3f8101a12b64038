import type { Resource } from "./resource.js";
import type { Role } from "./role.js";

/** A ticket as the status section knows it, or as a constraint names it (then not granted). */
export interface Ticket {
  readonly id: string;
  granted: boolean;
  standby: boolean;
  /** Epoch seconds; -1 if never granted. */
  lastGranted: number;
  readonly state: Map<string, string>;
}

/** A resource that may only run (in a role) while a ticket is granted. */
export interface TicketConstraint {
  readonly id: string;
  readonly ticket: Ticket;
  readonly resource: Resource;
  /** Unknown means any role. */
  readonly role: Role;
  readonly lossPolicy: "stop" | "demote" | "fence" | "freeze";
}
