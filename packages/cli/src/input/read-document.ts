import { parseXml, type XmlElement, XmlError } from "@sanode/cib";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import { readSource, type Source } from "./source.js";

/**
 * Reads a document as it is, neither checked nor brought to another schema.
 *
 * @param problem what to tell if there is none
 * @throws CommandError if the input cannot be read, or is not XML
 */
export async function readDocument(source: Source, problem: string): Promise<XmlElement> {
  const input = await readSource(source);
  if (input === null) throw new CommandError(ExitStatus.badInput, `${problem}: it cannot be read`);
  try {
    return parseXml(input);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw new CommandError(ExitStatus.badInput, `${problem}: ${error.message}`);
  }
}
