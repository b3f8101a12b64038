import type { XmlElement } from "@sanode/cib";
import { setPermanentAttribute } from "@sanode/controller";
import { runCommand } from "../command/command.js";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import { describeOptions } from "../command/help.js";
import { type OptionGroup, readOptions } from "../command/options.js";
import type { Output } from "../command/output.js";
import { refuseSurplus } from "../command/words.js";
import { type ClusterAccess, openAccess } from "../input/cluster-access.js";
import { FILE } from "../input/source.js";
import { STATE } from "../input/state-directory.js";
import { stateOf } from "../resource/look.js";

const GROUPS: readonly OptionGroup[] = [
  { title: "Cluster or file", options: [STATE, FILE] },
  {
    title: "General",
    options: [
      { long: "json", help: "print JSON (with list)" },
      { long: "help", short: "h", help: "print this text" },
    ],
  },
];

const help = (): string => `sanode node - look at nodes and tell the cluster what to do with them

Usage: sanode node COMMAND [NODE] [options]

  list               all nodes and their state
  standby NODE       let it run nothing
  online NODE        let it run resources again
  maintenance NODE   keep the cluster's hands off what it runs
  ready NODE         let the cluster act on it again
  attribute NODE NAME [VALUE]
                     set a permanent attribute; without a value remove it
  fence NODE         be sure of it: by the configuration's fencing devices if there are any, then by ending all that it
                     runs (a running cluster's); sanode fence says more
  start NODE         switch it on again (a running cluster's)

${describeOptions(GROUPS)}
Exit status: 0; 64 for wrong usage, 102 if no cluster can be reached, 105 if there is no such node.

Examples:
  sanode node standby node1
  sanode node list --json -x cib.xml
`;

interface Call {
  readonly access: ClusterAccess;
  readonly output: Output;
  readonly json: boolean;
  readonly words: readonly string[];
}

const COMMANDS: Readonly<Record<string, (call: Call) => Promise<void>>> = {
  list: async ({ access, json, output }) => list(await access.cib(), json, output),
  standby: setAttribute("standby", "on"),
  online: setAttribute("standby", null),
  maintenance: setAttribute("maintenance", "true"),
  ready: setAttribute("maintenance", null),
  attribute: (call) => setAttribute(word(call, 1, "NAME"), call.words[2] ?? null)(call),
  fence: async (call) => void (await call.access.live().ask("fence", { node: word(call, 0, "NODE") })),
  start: async (call) => void (await call.access.live().ask("restore", { node: word(call, 0, "NODE") })),
};

/** `sanode node`. Returns the exit status. */
export function main(args: readonly string[], given?: Output): Promise<number> {
  return runCommand("node", given, async (output) => {
    const options = readOptions(args, GROUPS);
    if (options.has("help")) {
      output.verbatim(help());
      return ExitStatus.ok;
    }
    const [command = "", ...words] = options.words.map(({ text }) => text);
    const perform = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
    if (perform === undefined) {
      const known = Object.keys(COMMANDS).join(", ");
      const problem = command === "" ? "A command is missing" : `Unknown command '${command}'`;
      throw new CommandError(ExitStatus.usage, `${problem} (there are ${known})`);
    }
    refuseSurplus(command, words, WORDS[command] ?? 1);
    const access = await openAccess(options, "sanode node");
    try {
      await perform({ access, output, words, json: options.has("json") });
      return ExitStatus.ok;
    } finally {
      access.close();
    }
  });
}

/** How many words commands take that take not just a node. */
const WORDS: Readonly<Record<string, number>> = { list: 0, attribute: 3 };

function word({ words }: Call, at: number, name: string): string {
  const text = words[at];
  if (text === undefined) throw new CommandError(ExitStatus.usage, `${name} is missing`);
  return text;
}

function setAttribute(name: string, value: string | null): (call: Call) => Promise<void> {
  return (call) => {
    const node = word(call, 0, "NODE");
    return call.access.change((cib) => setPermanentAttribute(cib, node, name, value));
  };
}

function list(cib: XmlElement, json: boolean, output: Output): void {
  const nodes = stateOf(cib).nodes.map(({ id, name, kind, online, unclean, standby, maintenance }) => ({
    id,
    name,
    kind,
    online,
    unclean,
    standby,
    maintenance,
  }));
  if (json) {
    output.line(JSON.stringify(nodes));
    return;
  }
  for (const { id, name, online, unclean, standby, maintenance } of nodes) {
    const words = [online ? "online" : "OFFLINE"];
    if (unclean) words.push("UNCLEAN");
    if (standby) words.push("standby");
    if (maintenance) words.push("maintenance");
    output.line(`${id} ${name} ${words.join(" ")}`);
  }
}
