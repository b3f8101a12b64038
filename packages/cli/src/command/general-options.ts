import type { OptionGroup, OptionSpec } from "./options.js";

/** The options that every command with the manners of Pacemaker's tools has. */
export const GENERAL_OPTIONS: readonly OptionSpec[] = [
  { long: "version", short: "$", help: "print the version" },
  { long: "help", short: "h", help: "print this text" },
  { long: "help-all", short: "?", help: "the same" },
];

/** The same as a group, where there is nothing else in it. */
export const GENERAL: OptionGroup = { title: "General", options: GENERAL_OPTIONS };
