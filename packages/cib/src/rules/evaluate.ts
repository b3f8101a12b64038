import { addSeconds, compareDateTime, type DateTime, toEpoch } from "../values/date-time.js";
import { compareValues } from "./comparison.js";
import type { RuleContext } from "./context.js";
import { isInRange } from "./date-range.js";
import type {
  AfterCondition,
  BeforeCondition,
  BrokenCondition,
  ComparisonCondition,
  CompiledRule,
  Condition,
  DateSpecCondition,
  InRangeCondition,
  OperationCondition,
  PresenceCondition,
  ResourceCondition,
  RuleCondition,
} from "./rule.js";
import { substituteSubmatches } from "./submatches.js";

/**
 * Whether a rule holds in a context. Conditions are evaluated in document order and no further than needed; only those
 * evaluated are reported to the context's `recheck` and `warn`.
 * Source: Pacemaker Explained, "Rules".
 */
export function evaluateRule(rule: CompiledRule, context: RuleContext): boolean {
  return holds(rule.condition, context);
}

function holds(condition: Condition, context: RuleContext): boolean {
  switch (condition.kind) {
    case "rule":
      return ruleHolds(condition, context);
    case "presence":
      return presenceHolds(condition, context);
    case "comparison":
      return comparisonHolds(condition, context);
    case "resource":
      return resourceHolds(condition, context);
    case "operation":
      return operationHolds(condition, context);
    case "in-range":
      return inRangeHolds(condition, context);
    case "after":
      return afterHolds(condition, context);
    case "before":
      return beforeHolds(condition, context);
    case "date-spec":
      return dateSpecHolds(condition, context);
    case "broken":
      return report(condition, context);
  }
}

function ruleHolds({ id, operator, conditions }: RuleCondition, context: RuleContext): boolean {
  if (conditions.length === 0) {
    const message = `Ignoring rule ${id} because it contains no conditions`;
    context.warn?.({ severity: "warning", code: "empty-rule", element: "rule", id, message });
    return true;
  }
  // The first condition that decides ends the evaluation: later ones must neither warn nor move the recheck.
  return operator === "and"
    ? conditions.every((condition) => holds(condition, context))
    : conditions.some((condition) => holds(condition, context));
}

function report({ problem }: BrokenCondition, context: RuleContext): false {
  context.warn?.(problem);
  return false;
}

function attributeValue(name: string, context: RuleContext): string | undefined {
  return context.nodeAttributes?.get(substituteSubmatches(name, context.submatches));
}

function presenceHolds(condition: PresenceCondition, context: RuleContext): boolean {
  return (attributeValue(condition.attribute, context) !== undefined) === condition.defined;
}

function comparisonHolds(condition: ComparisonCondition, context: RuleContext): boolean {
  const actual = attributeValue(condition.attribute, context);
  const reference = referenceValue(condition, context);
  return compareValues(condition.operation, condition.type, actual, reference);
}

function referenceValue({ source, value }: ComparisonCondition, context: RuleContext): string | undefined {
  switch (source) {
    case "literal":
      return value;
    case "param":
      return context.parameters?.(value);
    case "meta":
      return context.meta?.(value);
  }
}

function resourceHolds(condition: ResourceCondition, { agent }: RuleContext): boolean {
  return (
    (condition.class === undefined || condition.class === agent?.class) &&
    (condition.provider === undefined || condition.provider === agent?.provider) &&
    (condition.type === undefined || condition.type === agent?.type)
  );
}

function operationHolds({ name, intervalMs }: OperationCondition, { operation }: RuleContext): boolean {
  if (operation === undefined || operation.name !== name) return false;
  return intervalMs === undefined || operation.intervalMs === intervalMs;
}

function inRangeHolds({ start, end }: InRangeCondition, context: RuleContext): boolean {
  if (start !== undefined && compareDateTime(context.now, start) < 0) {
    recheckAt(context, start);
    return false;
  }
  if (end === undefined) return true;
  if (compareDateTime(context.now, end) > 0) return false;
  recheckAt(context, addSeconds(end, 1));
  return true;
}

function afterHolds({ start }: AfterCondition, context: RuleContext): boolean {
  if (compareDateTime(context.now, start) > 0) return true;
  recheckAt(context, addSeconds(start, 1));
  return false;
}

function beforeHolds({ end }: BeforeCondition, context: RuleContext): boolean {
  if (compareDateTime(context.now, end) >= 0) return false;
  recheckAt(context, end);
  return true;
}

function dateSpecHolds({ ranges }: DateSpecCondition, context: RuleContext): boolean {
  return ranges.every((range) =>
    range.kind === "range" ? isInRange(context.now, range) : report(range, context),
  );
}

function recheckAt(context: RuleContext, moment: DateTime): void {
  context.recheck?.(toEpoch(moment));
}
