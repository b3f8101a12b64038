import { lowerAscii } from "../values/characters.js";
import { parseLeadingInteger } from "../values/integer.js";
import { parseLeadingNumber } from "../values/leading-number.js";
import { compareVersions } from "../values/version.js";
import type { ComparisonOperation, ComparisonType } from "./rule.js";

/**
 * Whether an attribute's value compares to the reference value as an operation wants. Unset sorts below everything
 * set and equals unset; the operations that want an order fail with an unset side.
 */
export function compareValues(
  operation: ComparisonOperation,
  type: ComparisonType | undefined,
  actual: string | undefined,
  reference: string | undefined,
): boolean {
  if (actual === undefined || reference === undefined) {
    if (operation === "eq") return actual === reference;
    return operation === "ne" && actual !== reference;
  }
  const order = compareAs(type ?? defaultType(operation, actual, reference), actual, reference);
  switch (operation) {
    case "eq":
      return order === 0;
    case "ne":
      return order !== 0;
    case "lt":
      return order < 0;
    case "lte":
      return order <= 0;
    case "gt":
      return order > 0;
    case "gte":
      return order >= 0;
  }
}

function defaultType(operation: ComparisonOperation, actual: string, reference: string): ComparisonType {
  if (operation === "eq" || operation === "ne") return "string";
  return actual.includes(".") || reference.includes(".") ? "number" : "integer";
}

function compareAs(type: ComparisonType, actual: string, reference: string): number {
  switch (type) {
    case "string":
      return compareStrings(actual, reference);
    case "integer":
      return compareIntegers(actual, reference) ?? compareStrings(actual, reference);
    case "number":
      return compareNumbers(actual, reference) ?? compareStrings(actual, reference);
    case "version":
      return compareVersions(actual, reference);
  }
}

function compareStrings(a: string, b: string): number {
  const lowerA = lowerAscii(a);
  const lowerB = lowerAscii(b);
  if (lowerA === lowerB) return 0;
  return lowerA < lowerB ? -1 : 1;
}

/** Undefined if one of the texts is not an integer of 64 bits. */
function compareIntegers(a: string, b: string): number | undefined {
  const integerA = parseLeadingInteger(a);
  const integerB = parseLeadingInteger(b);
  if (integerA === undefined || integerA.outOfRange) return undefined;
  if (integerB === undefined || integerB.outOfRange) return undefined;
  if (integerA.value === integerB.value) return 0;
  return integerA.value < integerB.value ? -1 : 1;
}

/** Undefined if one of the texts does not start with a number. What is not a number equals every number. */
function compareNumbers(a: string, b: string): number | undefined {
  const numberA = parseLeadingNumber(a);
  const numberB = parseLeadingNumber(b);
  if (numberA === undefined || numberB === undefined) return undefined;
  if (numberA < numberB) return -1;
  return numberA > numberB ? 1 : 0;
}
