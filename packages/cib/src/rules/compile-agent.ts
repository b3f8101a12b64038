import { intervalOrUndefined } from "../values/interval.js";
import type { XmlElement } from "../xml/tree.js";
import { notPassing } from "./problem.js";
import type { BrokenCondition, OperationCondition, ResourceCondition } from "./rule.js";

/** Reads an `rsc_expression`. */
export function compileResourceExpression(expression: XmlElement): ResourceCondition | BrokenCondition {
  const { id, class: standard, provider, type } = expression.attributes;
  if (!id) return { kind: "broken", problem: notPassing(expression, "missing-id", "") };
  return { kind: "resource", id, class: standard, provider, type };
}

/** Reads an `op_expression`. */
export function compileOperationExpression(expression: XmlElement): OperationCondition | BrokenCondition {
  const { id, name, interval } = expression.attributes;
  if (!id) return { kind: "broken", problem: notPassing(expression, "missing-id", "") };
  if (name === undefined) {
    return { kind: "broken", problem: notPassing(expression, "missing-name", "it has no name") };
  }
  const intervalMs = intervalOrUndefined(interval);
  if (interval !== undefined && intervalMs === undefined) {
    const reason = `'${interval}' is not a valid interval`;
    return { kind: "broken", problem: notPassing(expression, "invalid-interval", reason) };
  }
  return { kind: "operation", id, name, intervalMs };
}
