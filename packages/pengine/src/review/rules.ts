import {
  type Condition,
  compareDateTime,
  compileRule,
  type DateTime,
  descendants,
  type XmlElement,
} from "@sanode/cib";
import { dateClock, ruleResolver } from "../input/rule-resolver.js";
import type { ClusterState } from "../model/state.js";
import type { Advice } from "./advice.js";

/** Why a condition will never hold again. */
type Reason = { readonly kind: "unreachable" | "expired"; readonly text: string };

/** Rules of any kind that cannot hold, whatever happens, or not any more. */
export function reviewRules(state: ClusterState): Advice[] {
  const found: Advice[] = [];
  const resolve = ruleResolver(state);
  const clock = dateClock(state);
  const inner = new Set<XmlElement>();
  for (const rule of descendants(state.cib)) {
    if (rule.name !== "rule" || rule.attributes["id-ref"] !== undefined || inner.has(rule)) continue;
    for (const below of descendants(rule)) inner.add(below);
    const reason = neverHolds(compileRule(rule, resolve, clock).condition, state.now);
    if (reason !== undefined) found.push(advise(rule.attributes.id ?? "rule", reason));
  }
  return found;
}

function advise(id: string, { kind, text }: Reason): Advice {
  return kind === "expired"
    ? {
        code: "expired-rule",
        element: id,
        message: `the rule ${id} cannot hold any more: ${text}`,
        remedy: "Remove it with what depends on it, or give it a later end",
      }
    : {
        code: "unreachable-rule",
        element: id,
        message: `the rule ${id} can never hold: ${text}`,
        remedy: 'Correct it; boolean-op="or" holds where one condition is enough',
      };
}

function neverHolds(condition: Condition, now: DateTime): Reason | undefined {
  switch (condition.kind) {
    case "rule": {
      const reasons = condition.conditions.map((part) => neverHolds(part, now));
      if (condition.operator === "or") {
        return reasons.length > 0 && reasons.every((reason) => reason !== undefined) ? reasons[0] : undefined;
      }
      return reasons.find((reason) => reason !== undefined) ?? contradiction(condition.conditions);
    }
    case "in-range": {
      const { id, start, end } = condition;
      if (end === undefined) return undefined;
      if (start !== undefined && compareDateTime(start, end) > 0) {
        return { kind: "unreachable", text: `${id} starts after its end` };
      }
      return hasPassed(end, now, id);
    }
    case "before":
      return hasPassed(condition.end, now, condition.id);
    default:
      return undefined;
  }
}

function hasPassed(end: DateTime, now: DateTime, id: string): Reason | undefined {
  if (compareDateTime(end, now) >= 0) return undefined;
  return { kind: "expired", text: `the end of ${id} has passed` };
}

/** Conditions that exclude each other: an attribute with two values, or with a value and undefined. */
function contradiction(conditions: readonly Condition[]): Reason | undefined {
  const wanted = new Map<string, { readonly id: string; readonly value: string | undefined }>();
  for (const condition of conditions) {
    const demand = demandOf(condition);
    if (demand === undefined) continue;
    const earlier = wanted.get(demand.attribute);
    if (earlier !== undefined && earlier.value !== demand.value) {
      return {
        kind: "unreachable",
        text: `${earlier.id} and ${demand.id} exclude each other for ${demand.attribute}`,
      };
    }
    wanted.set(demand.attribute, demand);
  }
  return undefined;
}

interface Demand {
  readonly id: string;
  readonly attribute: string;
  /** Undefined: the attribute must be undefined. */
  readonly value: string | undefined;
}

function demandOf(condition: Condition): Demand | undefined {
  if (condition.kind === "presence" && !condition.defined) {
    return { id: condition.id, attribute: condition.attribute, value: undefined };
  }
  if (condition.kind !== "comparison" || condition.operation !== "eq" || condition.source !== "literal") {
    return undefined;
  }
  const { id, attribute, type, value } = condition;
  // Numbers and versions are the same in several spellings, and strings in any case of their letters.
  if (type !== undefined && type !== "string") return undefined;
  return { id, attribute, value: value.toLowerCase() };
}
