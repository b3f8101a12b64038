import { lowerAscii } from "../values/characters.js";
import type { XmlElement } from "../xml/tree.js";
import { notPassing, type RuleProblemCode } from "./problem.js";
import type {
  AttributeCondition,
  BrokenCondition,
  ComparisonOperation,
  ComparisonType,
  ValueSource,
} from "./rule.js";

/** Reads an `expression`, the test of a node attribute. The checks go on until the first that fails. */
export function compileAttributeExpression(expression: XmlElement): AttributeCondition | BrokenCondition {
  const { id, attribute, operation: operationText, value, type: typeText } = expression.attributes;
  const sourceText = expression.attributes["value-source"] ?? "literal";
  if (!id) return broken("missing-id", "");
  if (attribute === undefined) return broken("missing-attribute", "attribute was not specified");
  if (operationText === undefined) return broken("invalid-operation", "it has no operation");
  const operation = readOperation(operationText);
  if (operation === undefined) {
    return broken("invalid-operation", `'${operationText}' is not a valid operation`);
  }
  const source = readSource(sourceText);
  if (source === undefined) {
    return broken("invalid-value-source", `'${sourceText}' is not a valid value-source`);
  }
  const type = typeText === undefined ? undefined : readType(typeText);
  if (typeText !== undefined && type === undefined) {
    return broken("invalid-type", `'${typeText}' is not a valid type`);
  }
  if (operation === "defined" || operation === "not_defined") {
    if (value !== undefined) {
      return broken("unwanted-value", `value is not allowed when operation is ${operationText}`);
    }
    return { kind: "presence", id, attribute, defined: operation === "defined" };
  }
  if (value === undefined)
    return broken("missing-value", `value is required when operation is ${operationText}`);
  return { kind: "comparison", id, attribute, operation, type, source, value };

  function broken(code: RuleProblemCode, reason: string): BrokenCondition {
    return { kind: "broken", problem: notPassing(expression, code, reason) };
  }
}

function readOperation(text: string): ComparisonOperation | "defined" | "not_defined" | undefined {
  const word = lowerAscii(text);
  switch (word) {
    case "defined":
    case "not_defined":
    case "eq":
    case "ne":
    case "lt":
    case "lte":
    case "gt":
    case "gte":
      return word;
    default:
      return undefined;
  }
}

function readType(text: string): ComparisonType | undefined {
  const word = lowerAscii(text);
  switch (word) {
    case "string":
    case "integer":
    case "number":
    case "version":
      return word;
    default:
      return undefined;
  }
}

function readSource(text: string): ValueSource | undefined {
  const word = lowerAscii(text);
  switch (word) {
    case "literal":
    case "param":
    case "meta":
      return word;
    default:
      return undefined;
  }
}
