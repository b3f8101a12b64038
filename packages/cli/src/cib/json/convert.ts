import { CibError, type CibProblem, formatXml, LATEST, validateCib } from "@sanode/cib";
import { CibJsonError, formatJson, parseJson } from "@sanode/cib/json";
import { type CibView, readCib, writeCib } from "@sanode/cib/view";
import { CommandError, ExitStatus } from "../../command/exit-status.js";
import { loadCib } from "../../input/load-cib.js";
import { readSource, type Source } from "../../input/source.js";
import type { Conversion } from "./options.js";

/**
 * A document in the other form.
 *
 * @param tellError told what an upgrade changes, line by line
 * @throws CommandError if the input cannot be read, or is no valid configuration
 */
export async function convert(
  conversion: Conversion,
  source: Source,
  tellError: (text: string) => void,
): Promise<string> {
  try {
    if (conversion === "to-json") return formatJson(readCib(await loadCib(source, tellError)));
    return xmlOf(parseJson(await readText(source)));
  } catch (error) {
    if (error instanceof CibError) throw refused(ExitStatus.badConfiguration, error.problems);
    if (error instanceof CibJsonError) {
      throw refused(
        error.code === "invalid" ? ExitStatus.badConfiguration : ExitStatus.badInput,
        error.problems,
      );
    }
    throw error;
  }
}

async function readText(source: Source): Promise<string> {
  const input = await readSource(source);
  if (input === null) throw new CommandError(ExitStatus.badInput, "Couldn't read the JSON");
  if (typeof input === "string") return input;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(input);
  } catch {
    throw new CommandError(ExitStatus.badInput, "The JSON is not in UTF-8");
  }
}

function xmlOf(cib: CibView): string {
  const document = writeCib(cib);
  const problems = validateCib(document, LATEST);
  if (problems.length === 0) return formatXml(document);
  const lines = problems.map(({ place, message }) => `${place}: ${message}`);
  throw new CommandError(ExitStatus.badConfiguration, lines.join("\n"));
}

/** All problems, one a line; a place of none is the whole input. */
function refused(status: number, problems: readonly CibProblem[]): CommandError {
  const lines = problems.map(({ place, id, problem, advice }) => {
    const named = id === undefined || place.includes(`'${id}'`) ? "" : ` (${id})`;
    return `${place === "" ? "input" : place}${named}: ${problem} (${advice})`;
  });
  return new CommandError(status, lines.join("\n"));
}
