import { element, type XmlElement } from "../../xml/tree.js";
import type { Condition, DateExpression, Rule, RuleReference } from "../rules.js";
import { attributesOf, scoreText } from "./attributes.js";

/** Writes a rule with all that is in it. */
export function writeRule(rule: Rule | RuleReference): XmlElement {
  if (rule.kind === "reference") return element("rule", { "id-ref": rule.reference });
  return element(
    "rule",
    attributesOf({
      id: rule.id,
      role: rule.role,
      score: scoreText(rule.score),
      "score-attribute": rule.scoreAttribute,
      "boolean-op": rule.operator,
    }),
    rule.conditions.map(writeCondition),
  );
}

function writeCondition(condition: Condition): XmlElement {
  switch (condition.kind) {
    case "rule":
    case "reference":
      return writeRule(condition);
    case "attribute": {
      const { id, attribute, operation, value, type, valueSource } = condition;
      // What is not said means a literal, and older schemas do not know how to say it.
      const source = valueSource === "literal" ? undefined : valueSource;
      return element(
        "expression",
        attributesOf({ id, attribute, operation, value, type, "value-source": source }),
      );
    }
    case "date":
      return writeDateExpression(condition);
    case "resource": {
      const { id, class: standard, provider, type } = condition;
      return element("rsc_expression", attributesOf({ id, class: standard, provider, type }));
    }
    case "operation": {
      const { id, name, interval } = condition;
      return element("op_expression", attributesOf({ id, name, interval }));
    }
  }
}

function writeDateExpression(expression: DateExpression): XmlElement {
  const { id, operation } = expression;
  switch (expression.operation) {
    case "in_range": {
      const { start, end, duration, durationId } = expression;
      const children =
        duration === undefined
          ? []
          : [element("duration", attributesOf({ id: durationId ?? `${id}-duration`, ...duration }))];
      return element("date_expression", attributesOf({ id, operation, start, end }), children);
    }
    case "gt":
      return element("date_expression", { id, operation, start: expression.start });
    case "lt":
      return element("date_expression", { id, operation, end: expression.end });
    case "date_spec": {
      const attributes = attributesOf({ id: expression.specId ?? `${id}-spec`, ...expression.spec });
      return element("date_expression", { id, operation }, [element("date_spec", attributes)]);
    }
  }
}
