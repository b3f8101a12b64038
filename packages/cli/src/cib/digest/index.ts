import { digestOnDisk, digestVersioned, parseXml, type XmlElement, XmlError } from "@sanode/cib";
import { CommandError, ExitStatus } from "../../command/exit-status.js";
import type { Output } from "../../command/output.js";
import { VERSION_TEXT } from "../../command/top-help.js";
import { readSource, type Source } from "../../input/source.js";
import { readArguments } from "./options.js";

/**
 * `sanode cib digest`: what `cibadmin --md5-sum` and `--md5-sum-versioned` print. Returns the exit status.
 *
 * @throws CommandError for wrong usage, or input that cannot be read
 */
export async function main(args: readonly string[], output: Output): Promise<number> {
  const options = readArguments(args);
  switch (options.kind) {
    case "help": {
      const { digestHelp } = await import("./help.js");
      output.verbatim(digestHelp());
      break;
    }
    case "version":
      output.verbatim(VERSION_TEXT);
      break;
    case "digest": {
      const document = await readDocument(options.source);
      if (options.json) {
        const digests = { onDisk: digestOnDisk(document), versioned: digestVersioned(document) };
        output.line(JSON.stringify(digests, null, 2));
      } else output.line(options.versioned ? digestVersioned(document) : digestOnDisk(document));
    }
  }
  return ExitStatus.ok;
}

async function readDocument(source: Source): Promise<XmlElement> {
  const problem = `Couldn't parse input from ${nameOf(source)}`;
  const input = await readSource(source);
  if (input === null) throw new CommandError(ExitStatus.badInput, `${problem}: it cannot be read`);
  try {
    return parseXml(input);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw new CommandError(ExitStatus.badInput, `${problem}: ${error.message}`);
  }
}

function nameOf(source: Source): string {
  if (source.kind === "file") return source.path;
  return source.kind === "text" ? "input string" : "stdin";
}
