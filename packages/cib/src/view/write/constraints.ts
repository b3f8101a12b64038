import { element, type XmlElement } from "../../xml/tree.js";
import type { ColocationConstraint, Constraint, OrderConstraint, TicketConstraint } from "../constraints.js";
import type { LocationConstraint } from "../locations.js";
import type { ResourceSet, ResourceSetReference } from "../resource-sets.js";
import { attributesOf, scoreText } from "./attributes.js";
import { writeRule } from "./rules.js";

/** Writes a constraint of any kind. */
export function writeConstraint(constraint: Constraint): XmlElement {
  switch (constraint.kind) {
    case "location":
      return writeLocation(constraint);
    case "colocation":
      return writeColocation(constraint);
    case "order":
      return writeOrder(constraint);
    case "ticket":
      return writeTicket(constraint);
  }
}

function writeLocation({ id, subject, preference, resourceDiscovery }: LocationConstraint): XmlElement {
  return element(
    "rsc_location",
    attributesOf({
      id,
      ...(subject.kind === "resource" ? { rsc: subject.resource, role: subject.role } : {}),
      ...(subject.kind === "pattern" ? { "rsc-pattern": subject.pattern, role: subject.role } : {}),
      ...(preference.kind === "node" ? { node: preference.node, score: scoreText(preference.score) } : {}),
      "resource-discovery": resourceDiscovery,
    }),
    [...writeSets(subject), ...(preference.kind === "rule" ? [writeRule(preference.rule)] : [])],
  );
}

function writeColocation({ id, score, influence, subject }: ColocationConstraint): XmlElement {
  const pair =
    subject.kind === "sets"
      ? {}
      : {
          rsc: subject.dependent.resource,
          "rsc-role": subject.dependent.role,
          "with-rsc": subject.primary.resource,
          "with-rsc-role": subject.primary.role,
          "node-attribute": subject.nodeAttribute,
        };
  const attributes = attributesOf({ id, score: scoreText(score), ...pair, influence });
  return element("rsc_colocation", attributes, writeSets(subject));
}

/** The attribute's name as a constant, because an object with a literal `then` looks like a promise. */
const THEN = "then";

function writeOrder({ id, symmetrical, requireAll, orderKind, score, subject }: OrderConstraint): XmlElement {
  const pair =
    subject.kind === "sets"
      ? {}
      : {
          first: subject.firstAction.resource,
          "first-action": subject.firstAction.action,
          [THEN]: subject.thenAction.resource,
          "then-action": subject.thenAction.action,
        };
  return element(
    "rsc_order",
    attributesOf({
      id,
      kind: orderKind,
      score: scoreText(score),
      ...pair,
      symmetrical,
      "require-all": requireAll,
    }),
    writeSets(subject),
  );
}

function writeTicket({ id, ticket, lossPolicy, subject }: TicketConstraint): XmlElement {
  const resource = subject.kind === "sets" ? {} : { rsc: subject.resource, "rsc-role": subject.role };
  return element(
    "rsc_ticket",
    attributesOf({ id, ticket, ...resource, "loss-policy": lossPolicy }),
    writeSets(subject),
  );
}

function writeSets(subject: Constraint["subject"]): readonly XmlElement[] {
  return subject.kind === "sets" ? subject.sets.map(writeSet) : [];
}

function writeSet(set: ResourceSet | ResourceSetReference): XmlElement {
  if (set.kind === "reference") return element("resource_set", { "id-ref": set.reference });
  return element(
    "resource_set",
    attributesOf({
      id: set.id,
      sequential: set.sequential,
      "require-all": set.requireAll,
      ordering: set.ordering,
      action: set.action,
      role: set.role,
      score: scoreText(set.score),
      kind: set.orderKind,
    }),
    set.resources.map((id) => element("resource_ref", { id })),
  );
}
