import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareBytes } from "./digest.js";
import { compareNatural } from "./natural-order.js";
import { compareVersions } from "./version.js";

function isPreorder(compare: (a: string, b: string) => number, text: fc.Arbitrary<string>): void {
  fc.assert(
    fc.property(text, text, text, (a, b, c) => {
      expect(compare(a, a)).toBe(0);
      expect(Math.sign(compare(a, b)) + Math.sign(compare(b, a))).toBe(0);
      if (compare(a, b) <= 0 && compare(b, c) <= 0) expect(compare(a, c)).toBeLessThanOrEqual(0);
    }),
  );
}

const name = fc.string({ unit: fc.constantFrom("a", "B", "0", "1", "9", "-", "é"), maxLength: 6 });

describe("natural order", () => {
  it("compares runs of digits as numbers, shorter ones first among equals, and ignores case", () => {
    const sorted = ["a", "b-1", "n2", "n02", "n9", "n10"];
    expect([...sorted].reverse().sort(compareNatural)).toEqual(sorted);
    expect(compareNatural("N2", "n2")).toBe(0);
    expect(compareNatural("n", "n1")).toBeLessThan(0);
    expect(compareNatural(`n${"9".repeat(400)}`, `n${"8".repeat(400)}`)).toBeGreaterThan(0);
  });

  it("is an order", () => isPreorder(compareNatural, name));
});

describe("versions", () => {
  it("compare group by group, missing groups being 0", () => {
    expect(compareVersions("1.10", "1.10.0")).toBe(0);
    expect(compareVersions("1.10", "1.9.9")).toBeGreaterThan(0);
    expect(compareVersions("3.20.5.1", "3.20.5")).toBeGreaterThan(0);
    expect(compareVersions(" 1.2a.3", "1.2")).toBe(0);
    expect(compareVersions("v1", "0")).toBe(0);
  });

  it("is an order", () => {
    isPreorder(compareVersions, fc.string({ unit: fc.constantFrom("0", "1", "2", ".", "x"), maxLength: 7 }));
  });
});

describe("byte order", () => {
  it("puts characters beyond the basic plane last, as their bytes do", () => {
    const sorted = ["A", "a", "é", "\uffee", "\u{1f600}"];
    expect([...sorted].reverse().sort(compareBytes)).toEqual(sorted);
  });

  it("is an order", () => isPreorder(compareBytes, fc.string({ unit: "binary" })));
});
