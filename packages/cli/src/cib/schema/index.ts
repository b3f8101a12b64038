import { CommandError, ExitStatus } from "../../command/exit-status.js";
import type { Output } from "../../command/output.js";

const HELP = `sanode cib schema - print the JSON Schema of the cluster information base (CIB) in JSON

Usage: sanode cib schema

What follows the JSON Schema (draft 2020-12) can be read by \`sanode cib from-json\`, unless ids do not fit each other.
`;

/**
 * `sanode cib schema`. Returns the exit status.
 *
 * @throws CommandError for wrong usage
 */
export async function main(args: readonly string[], output: Output): Promise<number> {
  const [first] = args;
  if (first !== undefined) {
    if (!["-h", "-?", "--help", "--help-all"].includes(first)) {
      throw new CommandError(ExitStatus.usage, `Unknown argument ${first} (try: sanode cib schema --help)`);
    }
    output.verbatim(HELP);
    return ExitStatus.ok;
  }
  const { cibJsonSchema } = await import("@sanode/cib/json");
  output.line(JSON.stringify(cibJsonSchema(), null, 2));
  return ExitStatus.ok;
}
