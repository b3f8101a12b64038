import { z } from "zod";
import type { Score } from "../score.js";
import type { XmlElement } from "../xml/tree.js";
import type { Reader } from "./reader.js";
import { integer, type RoleName, role, score, text } from "./values.js";

/** A rule: passes if all (`and`) or any (`or`) of its conditions do. */
export interface Rule {
  readonly kind: "rule";
  readonly id: string;
  readonly operator: "and" | "or";
  /** In a location constraint: the role that the preference is for. */
  readonly role: RoleName | undefined;
  /** In a location constraint: the preference for nodes where the rule passes. */
  readonly score: Score | undefined;
  /** In a location constraint: the node attribute that holds the preference. */
  readonly scoreAttribute: string | undefined;
  readonly conditions: readonly Condition[];
}

/** Another rule, by id. */
export interface RuleReference {
  readonly kind: "reference";
  readonly reference: string;
}

export type Condition =
  | Rule
  | RuleReference
  | AttributeExpression
  | DateExpression
  | ResourceExpression
  | OperationExpression;

/** Compares a node attribute. */
export interface AttributeExpression {
  readonly kind: "attribute";
  readonly id: string;
  readonly attribute: string;
  readonly operation: "defined" | "not_defined" | "eq" | "ne" | "lt" | "lte" | "gt" | "gte";
  readonly value: string | undefined;
  /** How the two are compared; if undefined, that depends on the operation and the values. */
  readonly type: "string" | "integer" | "number" | "version" | undefined;
  /** Whether `value` is meant as it is, or names an instance attribute or meta-attribute of the resource. */
  readonly valueSource: "literal" | "param" | "meta";
}

/** Compares the current time. */
export type DateExpression = { readonly kind: "date"; readonly id: string } & (
  | {
      readonly operation: "in_range";
      readonly start: string | undefined;
      readonly end: string | undefined;
      readonly duration: Fields | undefined;
      readonly durationId: string | undefined;
    }
  | { readonly operation: "gt"; readonly start: string }
  | { readonly operation: "lt"; readonly end: string }
  | { readonly operation: "date_spec"; readonly spec: Fields; readonly specId: string | undefined }
);

/** Amounts or ranges by calendar field: `hours`, `weekdays`, … */
export type Fields = Readonly<Record<string, string>>;

/** Compares the agent of the resource that a default applies to. */
export interface ResourceExpression {
  readonly kind: "resource";
  readonly id: string;
  readonly class: string | undefined;
  readonly provider: string | undefined;
  readonly type: string | undefined;
}

/** Compares the operation that a default applies to. */
export interface OperationExpression {
  readonly kind: "operation";
  readonly id: string;
  readonly name: string;
  /** An interval as written. */
  readonly interval: string | undefined;
}

const REFERENCE = z.strictObject({ "id-ref": text });
const RULE = z.strictObject({
  id: text,
  "boolean-op": z.enum(["and", "or"]).default("and"),
  role: role.optional(),
  score: score.optional(),
  "score-attribute": text.optional(),
});

/** Reads a rule with all that is in it. */
export function readRule(reader: Reader, rule: XmlElement): Rule | RuleReference | undefined {
  if (rule.attributes["id-ref"] !== undefined) {
    const values = reader.attributes(rule, REFERENCE);
    reader.empty(rule);
    return values && { kind: "reference", reference: values["id-ref"] };
  }
  const values = reader.attributes(rule, RULE);
  const conditions = reader.sequence<Condition>(rule, CONDITIONS);
  if (rule.children.every((child) => child.kind !== "element")) {
    reader.report(rule, "a rule needs a condition", "add an expression, or remove the rule");
  }
  if (values?.score !== undefined && values["score-attribute"] !== undefined) {
    reader.report(
      rule,
      'a rule has either "score" or "score-attribute"',
      "remove one of them",
      "score-attribute",
    );
  }
  return (
    values && {
      kind: "rule",
      id: values.id,
      operator: values["boolean-op"],
      role: values.role,
      score: values.score,
      scoreAttribute: values["score-attribute"],
      conditions,
    }
  );
}

const CONDITIONS = {
  rule: readRule,
  expression: readAttributeExpression,
  date_expression: readDateExpression,
  rsc_expression: readResourceExpression,
  op_expression: readOperationExpression,
};

const ATTRIBUTE_EXPRESSION = z.strictObject({
  id: text,
  attribute: text,
  operation: z.enum(["defined", "not_defined", "eq", "ne", "lt", "lte", "gt", "gte"]),
  value: text.optional(),
  type: z.enum(["string", "integer", "number", "version"]).optional(),
  "value-source": z.enum(["literal", "param", "meta"]).default("literal"),
});

function readAttributeExpression(reader: Reader, expression: XmlElement): AttributeExpression | undefined {
  reader.empty(expression);
  const values = reader.attributes(expression, ATTRIBUTE_EXPRESSION);
  return (
    values && {
      kind: "attribute",
      id: values.id,
      attribute: values.attribute,
      operation: values.operation,
      value: values.value,
      type: values.type,
      valueSource: values["value-source"],
    }
  );
}

const DATE_EXPRESSION = z.discriminatedUnion(
  "operation",
  [
    z.strictObject({
      id: text,
      operation: z.literal("in_range"),
      start: text.optional(),
      end: text.optional(),
    }),
    z.strictObject({ id: text, operation: z.literal("gt"), start: text }),
    z.strictObject({ id: text, operation: z.literal("lt"), end: text }),
    z.strictObject({ id: text, operation: z.literal("date_spec") }),
  ],
  { error: '"in_range", "gt", "lt" or "date_spec"' },
);

function readDateExpression(reader: Reader, expression: XmlElement): DateExpression | undefined {
  const values = reader.attributes(expression, DATE_EXPRESSION);
  const children = reader.children(expression, { duration: readDuration, date_spec: readDateSpec });
  if (values === undefined) return undefined;
  switch (values.operation) {
    case "in_range":
      if (values.start === undefined && values.end === undefined) {
        reader.report(expression, '"in_range" needs a start or an end', 'add "start", "end" or both');
      }
      return {
        kind: "date",
        id: values.id,
        operation: values.operation,
        start: values.start,
        end: values.end,
        duration: children.duration[0]?.fields,
        durationId: children.duration[0]?.id,
      };
    case "date_spec": {
      const spec = children.date_spec[0];
      if (spec === undefined) {
        reader.report(expression, '"date_spec" needs a <date_spec>', "add one");
        return undefined;
      }
      return {
        kind: "date",
        id: values.id,
        operation: values.operation,
        spec: spec.fields,
        specId: spec.id,
      };
    }
    default:
      return { kind: "date", ...values };
  }
}

const DURATION = z.strictObject({
  id: text.optional(),
  years: integer.optional(),
  months: integer.optional(),
  weeks: integer.optional(),
  days: integer.optional(),
  hours: integer.optional(),
  minutes: integer.optional(),
  seconds: integer.optional(),
});

/** `N`, `N-`, `-N` or `N-M`. */
const range = z
  .string()
  .regex(/^(?:[0-9]+(?:-[0-9]*)?|-[0-9]+)$/, { error: "a number or a range such as 9-17" })
  .optional();

const DATE_SPEC = z.strictObject({
  id: text.optional(),
  years: range,
  months: range,
  monthdays: range,
  hours: range,
  minutes: range,
  seconds: range,
  yeardays: range,
  yearsdays: range,
  weekyears: range,
  weeks: range,
  weekdays: range,
});

/** The fields of an element that has nothing else but an id. */
interface IdentifiedFields {
  readonly id: string | undefined;
  readonly fields: Fields;
}

function readDuration(reader: Reader, duration: XmlElement): IdentifiedFields | undefined {
  reader.empty(duration);
  return reader.attributes(duration, DURATION) && fieldsOf(duration);
}

function readDateSpec(reader: Reader, spec: XmlElement): IdentifiedFields | undefined {
  reader.empty(spec);
  return reader.attributes(spec, DATE_SPEC) && fieldsOf(spec);
}

function fieldsOf(element: XmlElement): IdentifiedFields {
  const { id, ...fields } = element.attributes;
  return { id, fields };
}

const RESOURCE_EXPRESSION = z.strictObject({
  id: text,
  class: text.optional(),
  provider: text.optional(),
  type: text.optional(),
});

function readResourceExpression(reader: Reader, expression: XmlElement): ResourceExpression | undefined {
  reader.empty(expression);
  const values = reader.attributes(expression, RESOURCE_EXPRESSION);
  return (
    values && {
      kind: "resource",
      id: values.id,
      class: values.class,
      provider: values.provider,
      type: values.type,
    }
  );
}

const OPERATION_EXPRESSION = z.strictObject({ id: text, name: text, interval: text.optional() });

function readOperationExpression(reader: Reader, expression: XmlElement): OperationExpression | undefined {
  reader.empty(expression);
  const values = reader.attributes(expression, OPERATION_EXPRESSION);
  return values && { kind: "operation", id: values.id, name: values.name, interval: values.interval };
}
