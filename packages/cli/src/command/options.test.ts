import { describe, expect, it } from "vitest";
import { CommandError } from "./exit-status.js";
import { type GivenOptions, readOptions } from "./options.js";

const groups = [
  {
    title: "All",
    options: [
      { long: "simulate", short: "S", help: "" },
      { long: "quiet", short: "Q", help: "" },
      { long: "verbose", short: "V", help: "" },
      { long: "xml-file", short: "x", value: "FILE", help: "" },
      { long: "set-datetime", short: "t", value: "DATETIME", help: "" },
    ],
  },
];

const read = (...args: string[]): GivenOptions => readOptions(args, groups);

describe("arguments", () => {
  it.each([
    [["-SQ", "-x", "f"]],
    [["-SQx", "f"]],
    [["-SQxf"]],
    [["--simulate", "--quiet", "--xml-file", "f"]],
    [["--simulate", "--quiet", "--xml-file=f"]],
  ])("%j mean the same", (args) => {
    const given = read(...args);
    expect([given.has("simulate"), given.has("quiet"), given.value("xml-file")]).toEqual([true, true, "f"]);
  });

  it("are counted, and of several values the last one counts", () => {
    const given = read("-VV", "-x", "a", "-V", "-x", "b");
    expect(given.count("verbose")).toBe(3);
    expect([given.value("xml-file"), given.values("xml-file")]).toEqual(["b", ["a", "b"]]);
  });

  it("may have values that begin with a dash", () => {
    expect(read("-t", "-5").value("set-datetime")).toBe("-5");
    expect(read("--set-datetime=a=b").value("set-datetime")).toBe("a=b");
  });

  it("end at two dashes", () => {
    const given = read("-S", "--", "-Q");
    expect(given.has("quiet")).toBe(false);
    expect(given.words).toEqual([{ text: "-Q", after: null }]);
  });

  it.each([
    [["-Z"], "Unknown option -Z"],
    [["-SZ"], "Unknown option -Z"],
    [["--bogus"], "Unknown option --bogus"],
    [["-x"], "Missing argument for -x"],
    [["--xml-file"], "Missing argument for --xml-file"],
  ])("%j are refused: %s", (args, message) => {
    expect(() => read(...args)).toThrow(new CommandError(64, message));
  });
});
