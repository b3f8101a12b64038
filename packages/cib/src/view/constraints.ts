import { z } from "zod";
import type { Score } from "../score.js";
import type { XmlElement } from "../xml/tree.js";
import { type LocationConstraint, readLocation } from "./locations.js";
import type { Reader } from "./reader.js";
import { type OrderKind, orderKind, readSets, type Sets } from "./resource-sets.js";
import { type ActionName, action, boolean, type RoleName, role, score, text } from "./values.js";

/** What the `constraints` section holds. */
export type Constraint = LocationConstraint | ColocationConstraint | OrderConstraint | TicketConstraint;

/** A resource, template or tag, perhaps in one role only. */
export interface RoleReference {
  readonly resource: string;
  readonly role: RoleName | undefined;
}

/** Keeps resources on the same node, or apart. */
export interface ColocationConstraint {
  readonly kind: "colocation";
  readonly id: string;
  readonly score: Score | undefined;
  /** Whether the primary resource considers where the dependent one can run; as written. */
  readonly influence: string | undefined;
  readonly subject:
    | {
        readonly kind: "pair";
        /** The resource that is placed with respect to the other, `rsc` in the CIB. */
        readonly dependent: RoleReference;
        /** The resource that is placed first, `with-rsc` in the CIB. */
        readonly primary: RoleReference;
        /** Nodes with the same value of this attribute count as one. */
        readonly nodeAttribute: string | undefined;
      }
    | Sets;
}

/** A resource, template or tag, and what is done with it. */
export interface ActionReference {
  readonly resource: string;
  readonly action: ActionName | undefined;
}

/** Orders actions. */
export interface OrderConstraint {
  readonly kind: "order";
  readonly id: string;
  readonly symmetrical: boolean | undefined;
  readonly requireAll: boolean | undefined;
  /** Either the kind or, as in old configurations, a score says how strong the constraint is. */
  readonly orderKind: OrderKind | undefined;
  readonly score: Score | undefined;
  readonly subject:
    | { readonly kind: "pair"; readonly firstAction: ActionReference; readonly thenAction: ActionReference }
    | Sets;
}

/** Makes resources depend on a ticket. */
export interface TicketConstraint {
  readonly kind: "ticket";
  readonly id: string;
  readonly ticket: string;
  readonly lossPolicy: "stop" | "demote" | "fence" | "freeze" | undefined;
  readonly subject: ({ readonly kind: "resource" } & RoleReference) | Sets;
}

/** Reads the `constraints` section. */
export function readConstraints(reader: Reader, section: XmlElement): readonly Constraint[] {
  return reader.sequence<Constraint>(section, {
    rsc_location: readLocation,
    rsc_colocation: readColocation,
    rsc_order: readOrder,
    rsc_ticket: readTicket,
  });
}

const COLOCATION = { id: text, score: score.optional(), influence: text.optional() };
const COLOCATED_SETS = z.strictObject(COLOCATION);
const COLOCATED_PAIR = z.strictObject({
  ...COLOCATION,
  rsc: text,
  "with-rsc": text,
  "node-attribute": text.optional(),
  "rsc-role": role.optional(),
  "with-rsc-role": role.optional(),
});

function readColocation(reader: Reader, constraint: XmlElement): ColocationConstraint | undefined {
  const sets = readSets(reader, constraint);
  if (sets !== undefined) {
    const values = reader.attributes(constraint, COLOCATED_SETS);
    return values && colocation(values, sets);
  }
  const values = reader.attributes(constraint, COLOCATED_PAIR);
  return (
    values &&
    colocation(values, {
      kind: "pair",
      dependent: { resource: values.rsc, role: values["rsc-role"] },
      primary: { resource: values["with-rsc"], role: values["with-rsc-role"] },
      nodeAttribute: values["node-attribute"],
    })
  );
}

function colocation(
  values: z.output<typeof COLOCATED_SETS>,
  subject: ColocationConstraint["subject"],
): ColocationConstraint {
  return { kind: "colocation", id: values.id, score: values.score, influence: values.influence, subject };
}

const ORDER = {
  id: text,
  symmetrical: boolean.optional(),
  "require-all": boolean.optional(),
  score: score.optional(),
  kind: orderKind.optional(),
};
const ORDERED_SETS = z.strictObject(ORDER);
/** The attribute's name as a constant, because an object with a literal `then` looks like a promise. */
const THEN = "then";
const ORDERED_PAIR = z.strictObject({
  ...ORDER,
  first: text,
  [THEN]: text,
  "first-action": action.optional(),
  "then-action": action.optional(),
});

function readOrder(reader: Reader, constraint: XmlElement): OrderConstraint | undefined {
  const sets = readSets(reader, constraint);
  if (constraint.attributes.score !== undefined && constraint.attributes.kind !== undefined) {
    reader.report(constraint, 'an order has either "kind" or "score"', 'remove "score"', "score");
  }
  if (sets !== undefined) {
    const values = reader.attributes(constraint, ORDERED_SETS);
    return values && order(values, sets);
  }
  const values = reader.attributes(constraint, ORDERED_PAIR);
  return (
    values &&
    order(values, {
      kind: "pair",
      firstAction: { resource: values.first, action: values["first-action"] },
      thenAction: { resource: values[THEN], action: values["then-action"] },
    })
  );
}

function order(values: z.output<typeof ORDERED_SETS>, subject: OrderConstraint["subject"]): OrderConstraint {
  return {
    kind: "order",
    id: values.id,
    symmetrical: values.symmetrical,
    requireAll: values["require-all"],
    orderKind: values.kind,
    score: values.score,
    subject,
  };
}

const TICKET = {
  id: text,
  ticket: text,
  "loss-policy": z.enum(["stop", "demote", "fence", "freeze"]).optional(),
};
const TICKET_SETS = z.strictObject(TICKET);
const TICKET_RESOURCE = z.strictObject({ ...TICKET, rsc: text, "rsc-role": role.optional() });

function readTicket(reader: Reader, constraint: XmlElement): TicketConstraint | undefined {
  const sets = readSets(reader, constraint);
  if (sets !== undefined) {
    const values = reader.attributes(constraint, TICKET_SETS);
    return values && ticket(values, sets);
  }
  const values = reader.attributes(constraint, TICKET_RESOURCE);
  return values && ticket(values, { kind: "resource", resource: values.rsc, role: values["rsc-role"] });
}

function ticket(
  values: z.output<typeof TICKET_SETS>,
  subject: TicketConstraint["subject"],
): TicketConstraint {
  return { kind: "ticket", id: values.id, ticket: values.ticket, lossPolicy: values["loss-policy"], subject };
}
