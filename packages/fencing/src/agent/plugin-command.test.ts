import { expect, test } from "vitest";
import { pluginCommand } from "./plugin-command.js";

const command = (input: Record<string, string>) => pluginCommand(new Map(Object.entries(input)));

test.each([
  ["off", ["-T", "off", "n3"]],
  ["poweron", ["-T", "on", "n3"]],
  ["Reboot", ["-T", "reset", "n3"]],
  ["list", ["-l"]],
  ["status", ["-S"]],
])("the action %s", (action, expected) => {
  const { arguments: words } = { arguments: [], ...command({ plugin: "null", action, nodename: "n3" }) };
  expect(words).toEqual(["-t", "null", "-E", ...expected]);
});

test("parameters go into the environment by their very names, the target's among them", () => {
  const input = { plugin: "external/ssh", action: "off", nodename: "n3", hostlist: "n3 n5" };
  expect(command(input)).toMatchObject({ environment: { nodename: "n3", hostlist: "n3 n5" } });
});

test("a target that is missing, or would be taken for an option, is refused", () => {
  expect(command({ plugin: "null", action: "reboot" }).kind).toBe("impossible");
  expect(command({ plugin: "null", action: "reboot", nodename: "-c" }).kind).toBe("impossible");
});
