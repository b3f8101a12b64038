import type { Injections } from "@sanode/tengine";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import { GENERAL_OPTIONS } from "../command/general-options.js";
import { type GivenOptions, type OptionGroup, readOptions } from "../command/options.js";
import { FILE, givenSource, LIVE, PIPE, type Source } from "../input/source.js";

export const GROUPS: readonly OptionGroup[] = [
  {
    title: "What to do",
    options: [
      { long: "run", short: "R", help: "decide what to do about the input, and show it" },
      { long: "simulate", short: "S", help: "also carry it out on paper, and show the state afterwards" },
      {
        long: "in-place",
        short: "X",
        help: "also write the state afterwards to the input file (never with -L)",
      },
      { long: "show-attrs", short: "A", help: "show node attributes" },
      { long: "show-failcounts", short: "c", help: "show fail counts and failed operations" },
      { long: "show-scores", short: "s", help: "show assignment scores" },
      { long: "show-utilization", short: "U", help: "show capacities and what is used of them" },
      { long: "pending", short: "j", help: "does nothing: operations under way are always shown" },
      { long: "profile", short: "P", value: "DIR", help: "time all XML files of a directory instead" },
      { long: "repeat", short: "N", value: "N", help: "with --profile: how often each file is run" },
      { long: "batch", value: "DIR", help: "run all XML files of a directory instead (see below)" },
      { long: "output-dir", value: "DIR", help: "with --batch: where the outputs go" },
      { long: "cases", value: "FILE", help: "with --batch: names of files and extra arguments" },
    ],
  },
  {
    title: "What happens to the cluster first",
    options: [
      { long: "node-up", short: "u", value: "NODE", help: "a node comes online (also a new one)" },
      { long: "node-down", short: "d", value: "NODE", help: "a node leaves cleanly" },
      { long: "node-fail", short: "f", value: "NODE", help: "a node is lost" },
      { long: "op-inject", short: "i", value: "OPSPEC", help: "an operation has had this result" },
      {
        long: "op-fail",
        short: "F",
        value: "OPSPEC",
        help: "an operation will have this result (means --simulate)",
      },
      { long: "set-datetime", short: "t", value: "DATETIME", help: "it is this moment (ISO 8601)" },
      {
        long: "quorum",
        short: "q",
        value: "BOOLEAN",
        help: "there is quorum or not (only with another change)",
      },
      { long: "watchdog", short: "w", value: "BOOLEAN", help: "there is a watchdog or not" },
      { long: "ticket-grant", short: "g", value: "TICKET", help: "a ticket is granted" },
      { long: "ticket-revoke", short: "r", value: "TICKET", help: "a ticket is revoked" },
      { long: "ticket-standby", short: "b", value: "TICKET", help: "a ticket is put on standby" },
      { long: "ticket-activate", short: "e", value: "TICKET", help: "a ticket is taken off standby" },
    ],
  },
  {
    title: "Files to write",
    options: [
      { long: "save-input", short: "I", value: "FILE", help: "the CIB before scheduling, with all changes" },
      { long: "save-output", short: "O", value: "FILE", help: "the CIB in the end" },
      { long: "save-graph", short: "G", value: "FILE", help: "the transition graph as XML" },
      { long: "save-dotfile", short: "D", value: "FILE", help: "the transition graph for Graphviz" },
      { long: "all-actions", short: "a", help: "in that, all actions that were thought of" },
      { long: "output-to", value: "FILE", help: "what would be printed; - is standard output" },
    ],
  },
  { title: "Input (of several the last counts)", options: [FILE, PIPE, LIVE] },
  {
    title: "General",
    options: [
      { long: "quiet", short: "Q", help: "print only what was asked for expressly" },
      { long: "verbose", short: "V", help: "print problems of the configuration; numbers in dot files" },
      { long: "json", help: "print one JSON object" },
      { long: "output-as", value: "FORMAT", help: "text, xml (as of crm_simulate), json or none" },
      ...GENERAL_OPTIONS,
    ],
  },
];

const FORMATS = ["text", "xml", "json", "none"] as const;
export type Format = (typeof FORMATS)[number];

/** What `sanode simulate` is asked to do. */
export interface SimulateArguments {
  readonly help: boolean;
  readonly version: boolean;
  readonly source: Source;
  readonly format: Format;
  /** The graph is wanted. */
  readonly run: boolean;
  /** The graph is to be executed on paper. */
  readonly simulate: boolean;
  readonly inPlace: boolean;
  readonly quiet: boolean;
  readonly verbosity: number;
  readonly showAttributes: boolean;
  readonly showFailures: boolean;
  readonly showScores: boolean;
  readonly showUtilization: boolean;
  readonly allActions: boolean;
  readonly date: string | undefined;
  readonly injections: Injections;
  readonly failures: readonly string[];
  readonly saveInput: string | undefined;
  readonly saveOutput: string | undefined;
  readonly saveGraph: string | undefined;
  readonly saveDot: string | undefined;
  readonly outputTo: string | undefined;
  readonly profile: string | undefined;
  readonly repeat: number;
  readonly batch: string | undefined;
  readonly outputDir: string | undefined;
  readonly cases: string | undefined;
}

/**
 * Reads the arguments of `sanode simulate`.
 *
 * @throws CommandError for wrong usage
 */
export function readArguments(args: readonly string[]): SimulateArguments {
  const given = readOptions(args, GROUPS);
  const simulate = given.has("simulate") || given.has("in-place") || given.has("op-fail");
  const showScores = given.has("show-scores");
  const showUtilization = given.has("show-utilization");
  const wantsFiles = given.has("save-graph") || given.has("save-dotfile");
  const format = readFormat(given);
  return {
    help: given.has("help") || given.has("help-all"),
    version: given.has("version"),
    source: givenSource(given) ?? { kind: "pipe" },
    format,
    run: given.has("run") || simulate || showScores || showUtilization || wantsFiles || format === "json",
    simulate,
    inPlace: given.has("in-place"),
    quiet: given.has("quiet"),
    verbosity: given.count("verbose"),
    showAttributes: given.has("show-attrs"),
    showFailures: given.has("show-failcounts"),
    showScores,
    showUtilization,
    allActions: given.has("all-actions"),
    date: readDate(given),
    injections: readInjections(given),
    failures: given.values("op-fail"),
    saveInput: given.value("save-input"),
    saveOutput: given.value("save-output"),
    saveGraph: given.value("save-graph"),
    saveDot: given.value("save-dotfile"),
    outputTo: given.value("output-to"),
    profile: given.value("profile"),
    repeat: readRepeat(given),
    batch: given.value("batch"),
    outputDir: given.value("output-dir"),
    cases: given.value("cases"),
  };
}

function readInjections(given: GivenOptions): Injections {
  const quorum = given.value("quorum");
  const watchdog = given.value("watchdog");
  return {
    ...(quorum !== undefined && { quorum }),
    ...(watchdog !== undefined && { watchdog }),
    up: given.values("node-up"),
    down: given.values("node-down"),
    fail: given.values("node-fail"),
    grant: given.values("ticket-grant"),
    revoke: given.values("ticket-revoke"),
    standby: given.values("ticket-standby"),
    activate: given.values("ticket-activate"),
    operations: given.values("op-inject"),
  };
}

/** A time of day that stands behind the date as an argument of its own, unquoted, belongs to it. */
function readDate(given: GivenOptions): string | undefined {
  const date = given.value("set-datetime");
  if (date === undefined) return undefined;
  const time = given.words.find(({ text, after }) => after === "set-datetime" && /^\d\d:\d\d/.test(text));
  return time === undefined ? date : `${date} ${time.text}`;
}

function readFormat(given: GivenOptions): Format {
  const name = given.has("json") ? "json" : (given.value("output-as") ?? "text");
  const format = FORMATS.find((one) => one === name);
  if (format !== undefined) return format;
  throw new CommandError(
    ExitStatus.notFound,
    `Error creating output format ${name}: Unknown output format (there are ${FORMATS.join(", ")})`,
  );
}

function readRepeat(given: GivenOptions): number {
  const text = given.value("repeat") ?? "1";
  if (/^[+-]?\d+$/.test(text.trim())) return Math.max(1, Number(text));
  throw new CommandError(ExitStatus.usage, `Cannot parse integer value “${text}” for -N`);
}
