import { digestOnDisk, digestVersioned } from "@sanode/cib";
import { ExitStatus } from "../../command/exit-status.js";
import type { Output } from "../../command/output.js";
import { VERSION_TEXT } from "../../command/top-help.js";
import { readDocument } from "../../input/read-document.js";
import type { Source } from "../../input/source.js";
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
      const document = await readDocument(
        options.source,
        `Couldn't parse input from ${nameOf(options.source)}`,
      );
      if (options.json) {
        const digests = { onDisk: digestOnDisk(document), versioned: digestVersioned(document) };
        output.line(JSON.stringify(digests, null, 2));
      } else output.line(options.versioned ? digestVersioned(document) : digestOnDisk(document));
    }
  }
  return ExitStatus.ok;
}

function nameOf(source: Source): string {
  if (source.kind === "file") return source.path;
  return source.kind === "text" ? "input string" : "stdin";
}
