import { expect, test } from "vitest";
import { Log } from "./log.js";
import { readArguments } from "./options.js";

function linesOf(options: { json: boolean; level: "debug" | "warning" }): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const log = new Log({ ...options, isColoured: false, write: (text) => lines.push(text), now: () => 0 });
  return { log, lines };
}

test("lines have a time and a level, and nothing that a terminal would obey", () => {
  const { log, lines } = linesOf({ json: false, level: "debug" });
  log.add({ level: "error", message: "agent said \u001b[2J\nhello" });
  expect(lines).toEqual(["1970-01-01T00:00:00.000Z error   agent said  [2J hello\n"]);
});

test("what matters less is left out", () => {
  const { log, lines } = linesOf({ json: true, level: "warning" });
  log.add({ level: "info", message: "no" });
  log.add({ level: "warning", message: "yes", data: { node: "n1" } });
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { time: "1970-01-01T00:00:00.000Z", level: "warning", message: "yes", node: "n1" },
  ]);
});

test("nodes and directories of agents can be named several times", () => {
  const given = readArguments(["cib.xml", "--node", "a", "--node=b", "--agents", "x", "--agents", "y", "-V"]);
  expect(given).toMatchObject({
    configuration: "cib.xml",
    nodes: ["a", "b"],
    agents: ["x", "y"],
    verbose: true,
  });
});

test("two files are one too many", () => {
  expect(() => readArguments(["one.xml", "two.xml"])).toThrow("There is more than one file: two.xml");
});
