import type { OptionGroup, OptionSpec } from "./options.js";

const WIDTH = 27;

/** The options of a command, group by group, for its help text. */
export function describeOptions(groups: readonly OptionGroup[]): string {
  return groups.map(({ title, options }) => `${title}:\n${options.map(describeOption).join("")}`).join("\n");
}

function describeOption({ short, long, value, optional, help }: OptionSpec): string {
  const names = `${short === undefined ? "    " : `-${short}, `}--${long}${describeValue(value, optional)}`;
  const [first = "", ...more] = help.split("\n");
  const indent = " ".repeat(WIDTH + 4);
  const lines = [`  ${names.padEnd(WIDTH)}  ${first}`, ...more.map((line) => `${indent}${line}`)];
  return `${lines.join("\n")}\n`;
}

function describeValue(value: string | undefined, optional = false): string {
  if (value === undefined) return "";
  return optional ? `[=${value}]` : `=${value}`;
}
