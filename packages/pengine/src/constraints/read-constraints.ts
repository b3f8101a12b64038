import { elements, firstElement, type XmlElement } from "@sanode/cib";
import { Step } from "../model/run-observer.js";
import type { ClusterState } from "../model/state.js";
import { readColocation } from "./colocation.js";
import { readLocation } from "./location.js";
import { readOrder } from "./order.js";
import { reportQuestionable } from "./questionable.js";
import { readTicketConstraint } from "./ticket.js";
import { ignore } from "./warn.js";

/** Reads the configured constraints of every kind, in document order. */
export function readConstraints(state: ClusterState): void {
  const configuration = firstElement(state.cib, "configuration");
  const constraints = configuration === undefined ? undefined : firstElement(configuration, "constraints");
  if (constraints === undefined) return;
  for (const constraint of elements(constraints)) {
    state.observer?.at(Step.constraints, null, constraint.attributes.id ?? "");
    readConstraint(state, constraint);
  }
}

function readConstraint(state: ClusterState, constraint: XmlElement): void {
  reportQuestionable(state, constraint);
  switch (constraint.name) {
    case "rsc_location":
      return readLocation(state, constraint);
    case "rsc_colocation":
      return readColocation(state, constraint);
    case "rsc_order":
      return readOrder(state, constraint);
    case "rsc_ticket":
      return readTicketConstraint(state, constraint);
    default:
      return ignore(state, constraint, "unknown-constraint", `unknown constraint '${constraint.name}'`);
  }
}
