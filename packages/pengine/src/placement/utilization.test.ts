import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addAmounts, parseAmount } from "./utilization.js";

describe("utilization amounts", () => {
  it("are integers with leading blanks and trailing text ignored", () => {
    expect(parseAmount("  12 cores")).toBe(12);
    expect(parseAmount("-3")).toBe(-3);
  });

  it("count as the smallest amount when there are no digits", () => {
    expect(parseAmount("abc")).toBe(-2147483648);
    expect(parseAmount("")).toBe(-2147483648);
  });

  it("never leave the range of 32 bits, whatever is added", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.bigInt().map(String), fc.string())), (texts) => {
        const sum = new Map<string, number>();
        for (const text of texts) addAmounts(sum, new Map([["cpu", text]]));
        const total = sum.get("cpu") ?? 0;
        expect(total).toBe(total | 0);
      }),
    );
  });
});
