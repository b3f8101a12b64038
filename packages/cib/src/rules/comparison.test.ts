import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareValues } from "./comparison.js";
import type { ComparisonOperation, ComparisonType } from "./rule.js";

type Row = [string | undefined, ComparisonOperation, string | undefined, ComparisonType | undefined, boolean];

describe("comparisons of attributes", () => {
  it.each([
    ["10", "eq", "10.0", undefined, false],
    ["10", "eq", "10.0", "number", true],
    ["10", "gt", "9", undefined, true],
    ["10", "gt", "9", "string", false],
    ["2.5", "gt", "2", undefined, true],
    ["2.5", "gt", "2", "integer", false],
    ["10abc", "eq", "10", "integer", true],
    ["abc", "gt", "5", undefined, true],
    ["ABC", "eq", "abc", undefined, true],
    ["1.10.0", "gt", "1.9.9", undefined, false],
    ["1.10.0", "gt", "1.9.9", "version", true],
    ["9007199254740993", "gt", "9007199254740992", undefined, true],
    ["99999999999999999999", "gt", "5", "integer", true],
    [undefined, "ne", "x", undefined, true],
    [undefined, "eq", undefined, undefined, true],
    [undefined, "lt", "x", undefined, false],
    ["x", "gte", undefined, undefined, false],
  ] as Row[])("%j %s %j as %s is %s", (actual, operation, reference, type, result) => {
    expect(compareValues(operation, type, actual, reference)).toBe(result);
  });

  it("are consistent: lt, eq and gt exclude each other, lte and gte include eq", () => {
    const text = fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String));
    const type = fc.constantFrom<ComparisonType>("string", "integer", "number", "version");
    fc.assert(
      fc.property(text, text, type, (a, b, as) => {
        const is = (operation: ComparisonOperation) => compareValues(operation, as, a, b);
        expect([is("lt"), is("eq"), is("gt")].filter(Boolean)).toHaveLength(1);
        expect(is("lte")).toBe(is("lt") || is("eq"));
        expect(is("gte")).toBe(is("gt") || is("eq"));
        expect(is("ne")).toBe(!is("eq"));
      }),
    );
  });
});
