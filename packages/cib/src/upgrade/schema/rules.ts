import {
  any,
  atMostOne,
  type ChildRule,
  type ElementType,
  exactlyOne,
  optional,
  required,
  words,
} from "./grammar.js";

const attributeExpression: ElementType = {
  attributes: {
    id: required("id"),
    attribute: required("text"),
    operation: required(words("lt", "gt", "lte", "gte", "eq", "ne", "defined", "not_defined")),
    value: optional("text"),
    type: [optional(words("string", "number", "version")), optional(words("integer"), { since: "3.5" })],
    "value-source": optional(words("literal", "param", "meta"), { since: "2.9" }),
  },
};

const timeFields = {
  id: required("id"),
  hours: optional("text"),
  minutes: optional("text", { since: "3.9" }),
  seconds: optional("text", { since: "3.9" }),
  monthdays: optional("text"),
  weekdays: optional("text"),
  yearsdays: optional("text"),
  months: optional("text"),
  weeks: optional("text"),
  years: optional("text"),
  weekyears: optional("text"),
};

const duration: ElementType = {
  attributes: { ...timeFields, days: optional("text", { since: "3.9" }), moon: optional("text") },
};

const dateSpec: ElementType = {
  attributes: {
    ...timeFields,
    yeardays: optional("text", { since: "3.9" }),
    moon: optional("text", { until: "3.10" }),
  },
};

const dateExpression: ElementType = {
  attributes: { id: required("id") },
  choices: [
    [
      {
        attributes: {
          operation: required(words("in_range")),
          start: required("text"),
          end: required("text"),
        },
      },
      { attributes: { operation: required(words("in_range")), end: required("text") } },
      {
        attributes: { operation: required(words("in_range")), start: required("text") },
        children: [exactlyOne("duration", duration)],
      },
      {
        attributes: {
          operation: required(words("in_range")),
          start: required("text"),
          end: optional("text"),
        },
        children: [atMostOne("duration", duration)],
        since: "3.9",
      },
      {
        attributes: { operation: required(words("in_range")), end: required("text") },
        children: [atMostOne("duration", duration)],
        since: "3.9",
      },
      { attributes: { operation: required(words("gt")), start: required("text") } },
      { attributes: { operation: required(words("lt")), end: required("text") } },
      {
        attributes: { operation: required(words("date_spec")) },
        children: [exactlyOne("date_spec", dateSpec)],
      },
    ],
  ],
};

const resourceExpression: ElementType = {
  attributes: {
    id: required("id"),
    class: optional("text"),
    provider: optional("text"),
    type: optional("text"),
  },
};

const operationExpression: ElementType = {
  attributes: { id: required("id"), name: required("text"), interval: optional("text") },
};

const conditions: readonly ChildRule[] = [
  any("expression", attributeExpression),
  any("date_expression", dateExpression),
  any("rsc_expression", resourceExpression, { since: "3.4" }),
  any("op_expression", operationExpression, { since: "3.4" }),
  any("rule", () => rule),
];

const condition = { children: conditions, anyOf: conditions.map(({ name }) => name) };

/** A rule, or a reference to one. */
export const rule: ElementType = {
  choices: [
    [
      { attributes: { "id-ref": required("reference") } },
      {
        attributes: {
          id: required("id"),
          "boolean-op": optional(words("or", "and")),
          role: optional("text"),
          score: [required("score", { until: "3.8" }), optional("score", { since: "3.9" })],
        },
        ...condition,
      },
      {
        attributes: {
          id: required("id"),
          "boolean-op": optional(words("or", "and")),
          role: optional("text"),
          "score-attribute": required("text"),
        },
        ...condition,
      },
    ],
  ],
};
