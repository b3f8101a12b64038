import { readFileSync } from "node:fs";
import { parseXml, type XmlElement, XmlError } from "@sanode/cib";
import { runCommand } from "../command/command.js";
import { CommandError, ExitStatus, statusOfSystemError } from "../command/exit-status.js";
import { documentText, systemErrorText } from "../command/files.js";
import { describeOptions } from "../command/help.js";
import { type OptionGroup, readOptions } from "../command/options.js";
import type { Output } from "../command/output.js";
import { openAccess } from "../input/cluster-access.js";
import { STATE } from "../input/state-directory.js";

const GROUPS: readonly OptionGroup[] = [
  { title: "Cluster", options: [STATE] },
  { title: "General", options: [{ long: "help", short: "h", help: "print this text" }] },
];

const help = (): string => `sanode configure - show and replace the configuration of a running cluster

Usage: sanode configure show
       sanode configure apply FILE

show prints the whole CIB, status included. apply puts the configuration of a CIB in the place of the cluster's; what
the file's status section says does not matter. A configuration that does not satisfy the schema is refused.

${describeOptions(GROUPS)}
Exit status: 0; 64 for wrong usage, 78 for a configuration that cannot be used, 102 if no cluster can be reached.

Examples:
  sanode configure show > cib.xml
  sanode verify -x cib.xml && sanode configure apply cib.xml
`;

/** `sanode configure`. Returns the exit status. */
export function main(args: readonly string[], given?: Output): Promise<number> {
  return runCommand("configure", given, async (output) => {
    const options = readOptions(args, GROUPS);
    if (options.has("help")) {
      output.verbatim(help());
      return ExitStatus.ok;
    }
    const [command, file] = options.words.map(({ text }) => text);
    if (command !== "show" && command !== "apply") {
      throw new CommandError(ExitStatus.usage, "Say show, or apply and a file");
    }
    const document = command === "apply" ? readDocument(file) : undefined;
    const access = await openAccess(options, "sanode configure");
    try {
      if (document === undefined) output.verbatim(documentText(await access.cib()));
      else await access.change(() => document);
      return ExitStatus.ok;
    } finally {
      access.close();
    }
  });
}

function readDocument(file: string | undefined): XmlElement {
  if (file === undefined) throw new CommandError(ExitStatus.usage, "Say which file to apply");
  try {
    return parseXml(readFileSync(file));
  } catch (error) {
    if (error instanceof XmlError)
      throw new CommandError(ExitStatus.badConfiguration, `${file}: ${error.message}`);
    const code =
      error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "EIO";
    throw new CommandError(statusOfSystemError(code), `Could not read '${file}': ${systemErrorText(code)}`);
  }
}
