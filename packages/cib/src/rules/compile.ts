import { lowerAscii } from "../values/characters.js";
import type { DateClock } from "../values/date-time-text.js";
import { elements, type XmlElement } from "../xml/tree.js";
import { compileOperationExpression, compileResourceExpression } from "./compile-agent.js";
import { compileAttributeExpression } from "./compile-attribute.js";
import { compileDateExpression } from "./compile-date.js";
import { notPassing, type RuleProblemCode } from "./problem.js";
import type { BrokenCondition, CompiledRule, Condition } from "./rule.js";

/**
 * Finds the element of that name with that id in the document that a reference belongs to; undefined if there is none.
 * Where several have the id (possible only without validation) Pacemaker finds none either.
 */
export type ElementResolver = (name: string, id: string) => XmlElement | undefined;

/** A clock at the epoch in UTC, for dates that are complete. */
export const UTC_CLOCK: DateClock = {
  today: { year: 1970, dayOfYear: 1, secondOfDay: 0, offset: 0 },
  localOffsetSeconds: 0,
};

interface Compilation {
  readonly resolve: ElementResolver;
  readonly clock: DateClock;
  /** The rules around the one being compiled, against references that go in a circle. */
  readonly enclosing: Set<XmlElement>;
  usesNode: boolean;
}

/**
 * Reads a rule once: references resolved, dates and ranges parsed. Parts that are not as they should be become
 * conditions that do not hold and say so each time they are evaluated.
 *
 * @param rule a `rule` element; one with `id-ref` stands for the rule it refers to
 * @param resolve finds referenced rules
 * @param clock completes dates that have no date or no zone
 */
export function compileRule(
  rule: XmlElement,
  resolve: ElementResolver,
  clock: DateClock = UTC_CLOCK,
): CompiledRule {
  const compilation: Compilation = { resolve, clock, enclosing: new Set(), usesNode: false };
  const condition = compileSubrule(rule, compilation);
  return { condition, usesNode: compilation.usesNode };
}

function compileSubrule(reference: XmlElement, compilation: Compilation): Condition {
  const idRef = reference.attributes["id-ref"];
  const rule = idRef === undefined ? reference : compilation.resolve("rule", idRef);
  if (rule === undefined) {
    return broken(reference, "unknown-reference", `id-ref '${idRef}' does not reference a valid object`);
  }
  if (compilation.enclosing.has(rule)) {
    return broken(rule, "circular-reference", "it refers to itself");
  }
  const { id, "boolean-op": operatorText } = rule.attributes;
  if (!id) return broken(rule, "missing-id", "");
  const operator = lowerAscii(operatorText ?? "and");
  if (operator !== "and" && operator !== "or") {
    return broken(rule, "invalid-boolean-op", `'${operatorText}' is not a valid boolean-op`);
  }
  compilation.enclosing.add(rule);
  const conditions = elements(rule).map((child) => compileCondition(rule, child, compilation));
  compilation.enclosing.delete(rule);
  return { kind: "rule", id, operator, conditions };
}

function compileCondition(rule: XmlElement, child: XmlElement, compilation: Compilation): Condition {
  switch (child.name) {
    case "rule":
      return compileSubrule(child, compilation);
    case "expression":
      compilation.usesNode = true;
      return compileAttributeExpression(child);
    case "date_expression":
      return compileDateExpression(child, compilation.clock);
    case "rsc_expression":
      return compileResourceExpression(child);
    case "op_expression":
      return compileOperationExpression(child);
    default:
      return broken(rule, "unknown-element", `${child.name} is not a valid condition type`);
  }
}

function broken(element: XmlElement, code: RuleProblemCode, reason: string): BrokenCondition {
  return { kind: "broken", problem: notPassing(element, code, reason) };
}
