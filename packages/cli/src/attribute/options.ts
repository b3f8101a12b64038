import { CommandError, ExitStatus } from "../command/exit-status.js";
import { GENERAL_OPTIONS } from "../command/general-options.js";
import { type GivenOptions, type OptionGroup, readOptions } from "../command/options.js";
import { STATE } from "../input/state-directory.js";

export const GROUPS: readonly OptionGroup[] = [
  {
    title: "Commands (of several the last counts)",
    options: [
      { long: "query", short: "G", help: "print values (the default)" },
      { long: "update", short: "v", value: "VALUE", help: "set a value; value++ and value+=N count it up" },
      { long: "delete", short: "D", help: "remove an option or attribute" },
      {
        long: "list-options",
        short: "L",
        value: "TYPE",
        help: "list the options that there are (TYPE: cluster)",
      },
    ],
  },
  {
    title: "Which",
    options: [
      { long: "name", short: "n", value: "NAME", help: "the option's or attribute's name" },
      { long: "pattern", short: "P", value: "REGEX", help: "all names that a regular expression finds" },
      { long: "id", short: "i", value: "ID", help: "the one whose element has this id" },
      { long: "set-name", short: "s", value: "ID", help: "only in the block that has this id" },
      {
        long: "promotion",
        short: "p",
        value: "RESOURCE",
        optional: true,
        help: "the promotion score of a resource (else that of the environment's OCF_RESOURCE_INSTANCE)",
      },
    ],
  },
  {
    title: "Where",
    options: [
      {
        long: "node",
        short: "N",
        value: "NODE",
        help: "an attribute of a node, instead of a cluster option",
      },
      { long: "node-uname", short: "U", value: "NODE", help: "the same, for compatibility" },
      {
        long: "lifetime",
        short: "l",
        value: "WHEN",
        help: "forever, or until the node's next start: reboot",
      },
      {
        long: "type",
        short: "t",
        value: "SECTION",
        help: "crm_config, rsc_defaults, op_defaults, nodes, status or tickets",
      },
      { long: "utilization", short: "z", help: "what a node has to offer, instead of an attribute" },
      { long: "file", value: "FILE", help: "the CIB, instead of the file that CIB_file names" },
      STATE,
    ],
  },
  {
    title: "Output",
    options: [
      { long: "default", short: "d", value: "VALUE", help: "what is printed if nothing is set" },
      { long: "quiet", short: "q", help: "print only values" },
      { long: "brief", short: "Q", help: "the same, for compatibility" },
      { long: "json", help: "print one JSON object" },
      { long: "all", short: "a", help: "with --list-options: deprecated ones too" },
    ],
  },
  {
    title: "General",
    options: [
      { long: "score", help: "accepted for compatibility: values are always counted up" },
      { long: "wait", short: "W", value: "UNTIL", help: "accepted for compatibility (no, local, cluster)" },
      { long: "get-value", help: "accepted for compatibility: the same as --query" },
      { long: "verbose", short: "V", help: "accepted for compatibility" },
      ...GENERAL_OPTIONS,
    ],
  },
];

/** What `sanode attribute` is asked to do. */
export interface AttributeArguments {
  readonly help: boolean;
  readonly version: boolean;
  readonly command: "query" | "update" | "delete" | "list-options";
  readonly name: string | undefined;
  readonly pattern: string | undefined;
  readonly id: string | undefined;
  readonly setName: string | undefined;
  /** The value to be set. */
  readonly value: string | undefined;
  /** Which part of the CIB, as it was given; undefined if nothing says it. */
  readonly section: string | undefined;
  readonly utilization: boolean;
  readonly node: string | undefined;
  readonly file: string | undefined;
  /** The directory of a running cluster. */
  readonly state: string | undefined;
  readonly fallback: string | undefined;
  readonly quiet: boolean;
  readonly json: boolean;
  readonly all: boolean;
}

const COMMANDS = ["query", "update", "delete", "list-options"] as const;

/**
 * Reads the arguments of `sanode attribute`, in the manner of `crm_attribute`. Words that are no options are ignored, as
 * there.
 *
 * @throws CommandError for wrong usage
 */
export function readArguments(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): AttributeArguments {
  const given = readOptions(args, GROUPS);
  const wait = given.value("wait");
  if (wait !== undefined && !["no", "local", "cluster"].includes(wait)) {
    throw new CommandError(ExitStatus.usage, "--wait= must be one of 'no', 'local', 'cluster'");
  }
  const listed = given.value("list-options");
  if (listed !== undefined && listed !== "cluster") {
    throw new CommandError(
      ExitStatus.usage,
      `Invalid --list-options value '${listed}'. Allowed values: cluster`,
    );
  }
  const command = given.order.findLast((long) => COMMANDS.some((name) => name === long));
  const promotes = given.order.lastIndexOf("promotion") > given.order.lastIndexOf("name");
  const pattern = given.value("pattern");
  if (pattern !== undefined && given.has("name")) {
    throw new CommandError(ExitStatus.usage, "Error: --name and --pattern cannot be used at the same time");
  }
  return {
    help: given.has("help") || given.has("help-all"),
    version: given.has("version"),
    command: COMMANDS.find((name) => name === command) ?? "query",
    name: promotes ? promotionScore(given.value("promotion"), environment) : given.value("name"),
    pattern,
    id: given.value("id"),
    setName: given.value("set-name"),
    value: given.value("update"),
    section: sectionOf(given) ?? (promotes ? "status" : undefined),
    utilization: given.has("utilization"),
    node: given.value("node") ?? given.value("node-uname"),
    file: given.value("file"),
    state: given.value("state"),
    fallback: given.value("default"),
    quiet: given.has("quiet") || given.has("brief"),
    json: given.has("json"),
    all: given.has("all"),
  };
}

/** The name of the node attribute that holds a resource's promotion score. */
function promotionScore(
  resource: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const id = resource || environment.OCF_RESOURCE_INSTANCE;
  if (id !== undefined && id !== "") return `master-${id}`;
  throw new CommandError(
    ExitStatus.usage,
    "-p/--promotion must be called from an OCF resource agent or with a resource ID specified",
  );
}

/** A lifetime, a type and the wish for utilization all name a section; the last one counts. */
function sectionOf(given: GivenOptions): string | undefined {
  const last = given.order.findLast((long) => ["lifetime", "type", "utilization"].includes(long));
  if (last === "utilization") return "nodes";
  if (last === "type") return given.value("type");
  const lifetime = given.value("lifetime");
  return lifetime === "reboot" ? "status" : lifetime === "forever" ? "nodes" : lifetime;
}
