import { z } from "zod";
import type { Condition, Rule, RuleReference } from "../view/rules.js";
import { DEFINITIONS, integer, optional, reference, role, score, text } from "./values.js";

/** Amounts or ranges of a calendar, as written. */
function fields<const Names extends readonly [string, ...string[]]>(names: Names, value: z.ZodType<string>) {
  return z.partialRecord(z.enum(names), value);
}

const amount = z
  .union([z.string().regex(/^[+-]?[0-9]+$/), integer], { error: "an integer" })
  .transform(String);

const range = z.string().regex(/^(?:[0-9]+(?:-[0-9]*)?|-[0-9]+)$/, {
  error: 'a number or a range such as "9-17"',
});

const duration = fields(["years", "months", "weeks", "days", "hours", "minutes", "seconds"], amount);

const spec = fields(
  [
    "years",
    "months",
    "monthdays",
    "hours",
    "minutes",
    "seconds",
    "yeardays",
    "yearsdays",
    "weekyears",
    "weeks",
    "weekdays",
  ],
  range,
);

const attributeExpression = z.strictObject({
  kind: z.literal("attribute"),
  id: text,
  attribute: text,
  operation: z.enum(["defined", "not_defined", "eq", "ne", "lt", "lte", "gt", "gte"]),
  value: optional(text),
  type: optional(z.enum(["string", "integer", "number", "version"])),
  valueSource: z.enum(["literal", "param", "meta"]).default("literal"),
});

const date = { kind: z.literal("date"), id: text };

const dateExpression = z.discriminatedUnion("operation", [
  z.strictObject({
    ...date,
    operation: z.literal("in_range"),
    start: optional(text),
    end: optional(text),
    duration: optional(duration),
    durationId: optional(text),
  }),
  z.strictObject({ ...date, operation: z.literal("gt"), start: text }),
  z.strictObject({ ...date, operation: z.literal("lt"), end: text }),
  z.strictObject({ ...date, operation: z.literal("date_spec"), spec, specId: optional(text) }),
]);

const resourceExpression = z.strictObject({
  kind: z.literal("resource"),
  id: text,
  class: optional(text),
  provider: optional(text),
  type: optional(text),
});

const operationExpression = z.strictObject({
  kind: z.literal("operation"),
  id: text,
  name: text,
  interval: optional(text),
});

const rule = z
  .strictObject({
    kind: z.literal("rule"),
    id: text,
    operator: z.enum(["and", "or"]).default("and"),
    role: optional(role),
    score: optional(score),
    scoreAttribute: optional(text),
    get conditions(): z.ZodType<readonly Condition[]> {
      return z.array(condition).min(1, { error: "a list with a condition" });
    },
  })
  .register(DEFINITIONS, { id: "Rule", description: "Passes if all or any of its conditions do." });

const condition = z.discriminatedUnion("kind", [
  rule,
  reference,
  attributeExpression,
  dateExpression,
  resourceExpression,
  operationExpression,
]);

export const ruleOrReference: z.ZodType<Rule | RuleReference> = z.discriminatedUnion("kind", [
  rule,
  reference,
]);
