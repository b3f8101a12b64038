import { describe, expect, it } from "vitest";
import { formatList, formatSections } from "./layout.js";
import { exitText, statusText } from "./result-texts.js";
import { formatTime, formatUtc } from "./time.js";

describe("times", () => {
  it("are written with a padded day, in a zone if there is one", () => {
    expect(formatTime(1_700_000_000)).toBe("Tue Nov 14 22:13:20 2023");
    expect(formatTime(1_233_446_400, 3600)).toBe("Sun Feb  1 01:00:00 2009");
    expect(formatUtc(1_700_000_000)).toBe("2023-11-14 22:13:20Z");
  });
});

describe("lists", () => {
  const list = { title: "Outer", items: ["one", { title: "Inner", items: ["two"] }] };

  it("have bullets and indents when fancy", () => {
    expect(formatList(list)).toEqual(["Outer:", "  * one", "  * Inner:", "    * two"]);
  });

  it("are their bare items when plain", () => {
    expect(formatList(list, "plain")).toEqual(["one", "two"]);
  });

  it("are set apart by empty lines as sections", () => {
    expect(formatSections("All", [list, list])).toEqual([
      "All:",
      ...["  * Outer:", "    * one", "    * Inner:", "      * two"],
      "",
      ...["  * Outer:", "    * one", "    * Inner:", "      * two"],
    ]);
  });
});

it("results have words: those of agents, of signals, and a word for all others", () => {
  expect([exitText(7), exitText(143), exitText(60), exitText(255)]).toEqual([
    "Not running",
    "Interrupted by signal",
    "Unknown exit status",
    "Error occurred",
  ]);
  expect([statusText(0), statusText(2)]).toEqual(["Done", "Timed out"]);
});
