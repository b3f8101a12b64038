import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseLeadingNumber } from "./leading-number.js";

describe("leading numbers", () => {
  it.each([
    ["2.5", 2.5],
    [" -.5x", -0.5],
    ["1e2", 100],
    ["1e", 1],
    ["0x1.8p1", 3],
    ["0xg", 0],
    ["Infinity", Number.POSITIVE_INFINITY],
    ["-inf", Number.NEGATIVE_INFINITY],
    ["nanx", Number.NaN],
  ])("%s is %d", (text, value) => {
    expect(parseLeadingNumber(text)).toBe(value);
  });

  it.each(["", "x", ".", "1e999", "-1e999", "1e-400", "1e-310", "-0"])("%j is none", (text) => {
    expect(parseLeadingNumber(text)).toBeUndefined();
  });

  it("read back what JavaScript writes", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        fc.pre(Math.abs(value) >= 2 ** -1022 || Object.is(value, 0));
        expect(parseLeadingNumber(String(value))).toBe(value);
      }),
    );
  });
});
