import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addScores, clampScore, formatScore, INFINITY, MINUS_INFINITY, parseScore } from "./score.js";

const anyScore = fc
  .oneof(
    fc.integer({ min: -1_000_000, max: 1_000_000 }),
    fc.constantFrom(-1_000_000, -999_999, 0, 999_999, 1_000_000),
  )
  .map(clampScore);

describe("the sum of two scores", () => {
  test("does not depend on their order", () => {
    fc.assert(fc.property(anyScore, anyScore, (a, b) => addScores(a, b) === addScores(b, a)));
  });

  test("with -INFINITY is -INFINITY, whatever the other is", () => {
    fc.assert(fc.property(anyScore, (a) => addScores(a, MINUS_INFINITY) === MINUS_INFINITY));
    expect(addScores(INFINITY, MINUS_INFINITY)).toBe(MINUS_INFINITY);
  });

  test("with +INFINITY is +INFINITY, unless the other is -INFINITY", () => {
    fc.assert(fc.property(anyScore, (a) => addScores(a, INFINITY) === (a === MINUS_INFINITY ? a : INFINITY)));
  });

  test("of finite scores is their sum, cut off at the ends", () => {
    const finite = fc.integer({ min: -999_999, max: 999_999 }).map(clampScore);
    fc.assert(fc.property(finite, finite, (a, b) => addScores(a, b) === clampScore(a + b)));
  });

  test("is cut off at each step, so that an infinity once reached stays", () => {
    const [a, b, c] = [clampScore(999_999), clampScore(5), clampScore(-10)];
    expect(addScores(addScores(a, b), c)).toBe(INFINITY);
    expect(addScores(addScores(a, c), b)).toBe(999_994);
  });
});

describe("the text of a score", () => {
  test("reads back as the same score", () => {
    fc.assert(fc.property(anyScore, (score) => parseScore(formatScore(score)) === score));
  });

  test.each([
    ["INFINITY", 1_000_000],
    ["+INFINITY", 1_000_000],
    ["-INFINITY", -1_000_000],
    ["1000001", 1_000_000],
    ["-99999999999999999999999", -1_000_000],
    [" +7", 7],
    ["-0", 0],
    ["10abc", 10],
    ["1.5", 1],
    ["1e3", 1],
    ["0x10", 0],
  ])("%j is %d", (text, score) => {
    expect(parseScore(text)).toBe(score);
  });

  test.each(["", " ", "infinity", "-", "+ 1", "abc"])("%j is none", (text) => {
    expect(parseScore(text)).toBeUndefined();
    expect(parseScore(text, INFINITY)).toBe(INFINITY);
  });

  test("that is absent gives the fallback", () => {
    expect(parseScore(undefined, MINUS_INFINITY)).toBe(MINUS_INFINITY);
  });

  test("may be a health word, whose score is the strategy's", () => {
    const health = { red: MINUS_INFINITY, yellow: clampScore(-10), green: clampScore(5) };
    expect(parseScore("Red", INFINITY, health)).toBe(MINUS_INFINITY);
    expect(parseScore("yellow", INFINITY, health)).toBe(-10);
    expect(parseScore("GREEN", INFINITY, health)).toBe(5);
    expect(parseScore("green", INFINITY)).toBe(0);
  });
});
