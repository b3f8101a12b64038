import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseInteger, parseLeadingInteger, parseMinimumInteger } from "./integer.js";

describe("integers", () => {
  it.each([
    ["10abc", 10],
    ["1.5", 1],
    ["1e3", 1],
    ["0x10", 0],
    [" \t-7", -7],
    ["+7", 7],
    ["-0", 0],
  ])("%j is %d: what follows the digits is ignored", (text, value) => {
    expect(parseInteger(text)).toBe(value);
  });

  it.each([undefined, "", "abc", "+", "- 5", "\u00a05"])("%j is no integer", (text) => {
    expect(parseInteger(text)).toBeUndefined();
  });

  it("are clipped to 64 bits, and say so", () => {
    expect(parseLeadingInteger("9223372036854775808")).toMatchObject({
      value: 2n ** 63n - 1n,
      outOfRange: true,
    });
    expect(parseLeadingInteger("-9223372036854775808")).toMatchObject({
      value: -(2n ** 63n),
      outOfRange: false,
    });
    expect(parseLeadingInteger(`-${"9".repeat(100_000)}`)).toMatchObject({
      value: -(2n ** 63n),
      outOfRange: true,
    });
    expect(parseInteger("99999999999999999999")).toBe(2 ** 63);
  });

  it("survive any text after them", () => {
    const number = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    const rest = fc.string().filter((text) => !/^[0-9]/.test(text));
    fc.assert(
      fc.property(number, rest, (value, after) => {
        const text = `${value}${after}`;
        expect(parseLeadingInteger(text)).toEqual({ value, outOfRange: false, end: String(value).length });
        expect(parseInteger(text)).toBe(Number(value) + 0);
      }),
    );
  });

  it("with a minimum are never below it, nor above 31 bits", () => {
    expect(parseMinimumInteger(undefined, 1)).toBe(1);
    expect(parseMinimumInteger("x", 1)).toBe(1);
    expect(parseMinimumInteger("0", 1)).toBe(1);
    expect(parseMinimumInteger("3 nodes", 1)).toBe(3);
    expect(parseMinimumInteger("9999999999", 0)).toBe(2147483647);
  });
});
