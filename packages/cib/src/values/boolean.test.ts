import { describe, expect, it } from "vitest";
import { isTrue, parseBoolean } from "./boolean.js";

describe("booleans", () => {
  it.each(["true", "on", "yes", "y", "1", "TRUE", "Yes"])("%s is true", (text) => {
    expect(parseBoolean(text)).toBe(true);
  });

  it.each(["false", "off", "no", "n", "0", "OFF"])("%s is false", (text) => {
    expect(parseBoolean(text)).toBe(false);
  });

  it.each([undefined, "", " true", "2", "truee", "ja"])("%j is neither, and not true", (text) => {
    expect(parseBoolean(text)).toBeUndefined();
    expect(isTrue(text)).toBe(false);
  });
});
