import { type Attributes, isTrue, parseBoolean, parseScore, type XmlElement } from "@sanode/cib";
import { Order, type OrderSet } from "../model/ordering.js";
import type { ClusterState } from "../model/state.js";
import { ignore } from "./warn.js";

export type OrderKind = "Mandatory" | "Optional" | "Serialize";

/** Which of the orderings of a constraint is meant: the only one, the forward one of a pair, or its inverse. */
export type Direction = "asymmetric" | "forward" | "inverse";

/** The kind by attribute `kind` (exact case), else by the old `score`: zero means Optional. */
export function readKind(state: ClusterState, element: XmlElement, attributes: Attributes): OrderKind {
  const { kind, score } = attributes;
  if (kind === "Mandatory" || kind === "Optional" || kind === "Serialize") return kind;
  if (kind !== undefined) {
    ignore(state, element, "invalid-kind", `unknown kind '${kind}'; using Mandatory`);
    return "Mandatory";
  }
  return score !== undefined && (parseScore(score) ?? 0) === 0 ? "Optional" : "Mandatory";
}

/** Whether the inverse ordering exists too. Serialize never has one. */
export function isSymmetric(kind: OrderKind, text: string | undefined): boolean {
  return kind !== "Serialize" && (text === undefined || isTrue(text) || parseBoolean(text) === undefined);
}

/** The properties of one ordering, by kind and direction. */
export function propertiesOf(kind: OrderKind, direction: Direction, firstTask: string): OrderSet {
  switch (kind) {
    case "Optional":
      return Order.seq;
    case "Serialize":
      return Order.serialize;
    case "Mandatory":
      if (direction === "asymmetric") return Order.seq | Order.oneWay;
      if (direction === "inverse") return Order.seq | Order.pullFirst;
      return isUp(firstTask) ? Order.seq | Order.pullThen | Order.blockThen : Order.seq | Order.pullThen;
  }
}

function isUp(task: string): boolean {
  return task === "start" || task === "promote" || task === "migrate_from";
}

const inverses: Readonly<Record<string, string>> = {
  start: "stop",
  stop: "start",
  promote: "demote",
  demote: "promote",
  running: "stopped",
  stopped: "running",
  promoted: "demoted",
  demoted: "promoted",
};

/** The task that undoes a task; undefined if there is none. */
export function invertTask(task: string): string | undefined {
  return Object.hasOwn(inverses, task) ? inverses[task] : undefined;
}
