import { hostname } from "node:os";
import { elementsNamed, equalIgnoringCase, firstElement, parseInteger, type XmlElement } from "@sanode/cib";
import { runCommand } from "../command/command.js";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import { GENERAL_OPTIONS } from "../command/general-options.js";
import { describeOptions } from "../command/help.js";
import { type GivenOptions, type OptionGroup, readOptions } from "../command/options.js";
import type { Output } from "../command/output.js";
import { VERSION_TEXT } from "../command/top-help.js";
import { connectTo } from "../input/cluster-access.js";
import { agentNode, ownNode } from "../input/own-node.js";
import { STATE } from "../input/state-directory.js";

const GROUPS: readonly OptionGroup[] = [
  {
    title: "What (of several the last counts)",
    options: [
      { long: "name", short: "n", help: "the name of the own node" },
      { long: "cluster-id", short: "i", help: "its id" },
      { long: "list", short: "l", help: "all nodes: id, name, and whether each is a member" },
      { long: "partition", short: "p", help: "the names of the members" },
      { long: "quorum", short: "q", help: "1 if they have the quorum, else 0" },
      { long: "name-for-id", short: "N", value: "ID", help: "the name of the node with this id" },
    ],
  },
  {
    title: "General",
    options: [
      STATE,
      { long: "quiet", short: "Q", help: "accepted for compatibility" },
      { long: "verbose", short: "V", help: "accepted for compatibility" },
      ...GENERAL_OPTIONS,
    ],
  },
];

const help = (): string => `sanode members - tell who is in a running cluster

Usage: sanode members OPTION

Works like crm_node, by which name resource agents find it: each is told the node on which it runs.

${describeOptions(GROUPS)}
Exit status: 0; 64 for wrong usage, 68 if there is no node with that id, 102 if no cluster can be reached.

Example:
  sanode members --list
`;

const NO_SUCH_NODE = 68;

/** What is asked for, and what says it of a running cluster's CIB. */
const ANSWERS: Readonly<Record<string, (cib: XmlElement, given: GivenOptions) => string>> = {
  name: (cib) => ownNode(cib, hostname()),
  "cluster-id": (cib) => {
    const own = agentNode(undefined, process.env) ?? ownNode(cib, hostname());
    return nodesOf(cib).find(({ name }) => equalIgnoringCase(name, own))?.id ?? "";
  },
  list: (cib) =>
    nodesOf(cib)
      .map(({ id, name, isMember }) => `${id} ${name} ${isMember ? "member" : "lost"}`)
      .join("\n"),
  partition: (cib) =>
    nodesOf(cib)
      .filter(({ isMember }) => isMember)
      .map(({ name }) => name)
      .join(" "),
  quorum: ({ attributes }) => (attributes["have-quorum"] === "1" ? "1" : "0"),
  "name-for-id": (cib, given) => {
    const found = nodesOf(cib).find(({ id }) => id === given.value("name-for-id"));
    if (found === undefined) throw new CommandError(NO_SUCH_NODE, "Node is not known to cluster");
    return found.name;
  },
};

/**
 * `sanode members`, which works as `crm_node` does. Returns the exit status.
 *
 * @param given where texts go, if not to standard output
 */
export function main(args: readonly string[], given?: Output): Promise<number> {
  return runCommand("members", given, async (output) => {
    const options = readOptions(args, GROUPS);
    if (options.has("help") || options.has("help-all")) {
      output.verbatim(help());
      return ExitStatus.ok;
    }
    if (options.has("version")) {
      output.verbatim(VERSION_TEXT);
      return ExitStatus.ok;
    }
    const wanted = options.order.findLast((long) => Object.hasOwn(ANSWERS, long));
    const answer = wanted === undefined ? undefined : ANSWERS[wanted];
    if (answer === undefined) {
      throw new CommandError(ExitStatus.usage, "Must specify a command option (see sanode members --help)");
    }
    // An agent is told its node even while the cluster cannot be asked.
    const told = wanted === "name" ? agentNode(undefined, process.env) : undefined;
    output.line(told ?? answer(await runningCib(options.value("state")), options));
    return ExitStatus.ok;
  });
}

async function runningCib(state: string | undefined): Promise<XmlElement> {
  const client = await connectTo(state);
  try {
    return await client.cib();
  } finally {
    client.close();
  }
}

interface KnownNode {
  readonly id: string;
  readonly name: string;
  readonly isMember: boolean;
}

function nodesOf(cib: XmlElement): readonly KnownNode[] {
  const configuration = firstElement(cib, "configuration");
  const [nodes, status] = [
    configuration && firstElement(configuration, "nodes"),
    firstElement(cib, "status"),
  ];
  const members = new Set(
    (status === undefined ? [] : elementsNamed(status, "node_state"))
      .filter(({ attributes }) => (parseInteger(attributes.in_ccm) ?? 0) > 0)
      .map(({ attributes }) => attributes.id),
  );
  return (nodes === undefined ? [] : elementsNamed(nodes, "node"))
    .filter(({ attributes }) => attributes.type !== "remote" && attributes.type !== "ping")
    .map(({ attributes: { id = "", uname = "" } }) => ({ id, name: uname, isMember: members.has(id) }));
}
