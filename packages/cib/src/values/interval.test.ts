import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  intervalOrUndefined,
  millisecondsToSeconds,
  parseInterval,
  parseStartDelay,
  parseTimeout,
} from "./interval.js";

describe("intervals", () => {
  it.each([
    ["10", 10_000],
    ["15 s", 15_000],
    ["10MS", 10],
    ["1months", 60_000],
    ["7 hrs", 25_200_000],
    ["1500us", 1],
    ["5.9s", 5000],
    ["5.5.5m", 300_000],
    ["99999999999999999999", 4294967295],
  ])("%j is %d ms: a number, then a unit by its beginning", (text, milliseconds) => {
    expect(parseInterval(text)).toBe(milliseconds);
  });

  it.each([undefined, "", "1d", "-5", "s", "5 5"])("%j is none", (text) => {
    expect(parseInterval(text)).toBe(0);
    expect(intervalOrUndefined(text)).toBeUndefined();
  });

  it.each([
    ["PT1M", 60_000],
    ["PT1H30M", 5_400_000],
    ["P10S", 10_000],
    ["P1M", 2_592_000_000],
    ["P1M-3D", 2_592_000_000],
    ["P1Y", 0],
    ["P1D", 0],
    ["P2D", 86_400_000],
    ["P1W", 518_400_000],
    ["P1DT5S", 5000],
    ["P2DT-1S", 86_399_000],
    ["PT25H", 90_000_000],
    ["P2Y", 4_294_967_000],
    ["P2D foo", 86_400_000],
  ])("%s is %d ms: durations count years and days from 1", (text, milliseconds) => {
    expect(intervalOrUndefined(text)).toBe(milliseconds);
  });

  it.each(["P", "PT", "P0D", "PT0S", "PT1.5S", "p2d", "P5", "P00000000002D", "PT2147483648S", "P1DT-5S"])(
    "%s is no duration, or a negative one",
    (text) => {
      expect(intervalOrUndefined(text)).toBeUndefined();
    },
  );

  it("beyond 64 bits are used clipped but are not valid", () => {
    expect(intervalOrUndefined("9223372036854775808")).toBeUndefined();
    expect(parseInterval("9223372036854775808")).toBe(4294967295);
  });

  it("are never negative nor beyond 32 bits, whatever the text", () => {
    const unit = fc.constantFrom("", "s", "ms", "us", "m", "h", "d");
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.tuple(fc.bigInt(), unit).map(([n, u]) => `${n}${u}`),
        ),
        (text) => {
          expect(parseInterval(text)).toBeGreaterThanOrEqual(0);
          expect(parseInterval(text)).toBeLessThanOrEqual(4294967295);
        },
      ),
    );
  });
});

describe("timeouts", () => {
  it.each([undefined, "", "x", "0", "-5", "999us", "PT1M", "99999999999999999999"])(
    "%j gives the default",
    (text) => {
      expect(parseTimeout(text)).toBe(20_000);
    },
  );

  it("are at most 2147483647 ms", () => {
    expect(parseTimeout("2min")).toBe(120_000);
    expect(parseTimeout("999999h")).toBe(2147483647);
  });
});

describe("start delays", () => {
  it("are 0 where nothing sensible is given", () => {
    expect(parseStartDelay("5s")).toBe(5000);
    expect(parseStartDelay("-5s")).toBe(0);
    expect(parseStartDelay("PT5S")).toBe(0);
    expect(parseStartDelay("9999999999h")).toBe(2147483647);
  });

  it("beyond 64 bits keep the lowest bits of the limit", () => {
    expect(parseStartDelay("99999999999999999999")).toBe(-1);
    expect(parseStartDelay("-99999999999999999999us")).toBe(1511828489);
  });
});

describe("milliseconds as seconds", () => {
  it.each([
    [0, 0],
    [1, 1],
    [999, 1],
    [1499, 1],
    [1500, 2],
    [20_000, 20],
  ])("%d ms is %d s", (milliseconds, seconds) => {
    expect(millisecondsToSeconds(milliseconds)).toBe(seconds);
  });
});
