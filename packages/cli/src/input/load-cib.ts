import { parseXml, SchemaError, upgradeCib, type XmlElement, XmlError } from "@sanode/cib";
import { describeUpgrade } from "@sanode/tengine";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import { readSource, type Source } from "./source.js";

const NO_CIB = "Could not connect to the CIB: Update does not conform to the configured schema";
const UNREADABLE = "Could not read input XML: Bad input value provided";

/**
 * Reads a CIB and brings it to the latest schema.
 *
 * @param tellError told what was changed or tolerated, line by line
 * @throws CommandError if there is no CIB, or none that can be used
 */
export async function loadCib(source: Source, tellError: (text: string) => void): Promise<XmlElement> {
  const input = await readSource(source);
  if (input === null) throw new CommandError(ExitStatus.badInput, UNREADABLE);
  const read = (): XmlElement => prepareCib(parseDocument(input), tellError);
  return source.kind === "live" ? ofCluster(read) : read();
}

/** What a running cluster could not have as its CIB is told as a failure to reach one. */
function ofCluster(read: () => XmlElement): XmlElement {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(ExitStatus.badConfiguration, `${NO_CIB}\n${error.message}`);
  }
}

/**
 * @throws CommandError if the input is not XML
 */
export function parseDocument(input: Uint8Array | string): XmlElement {
  try {
    return parseXml(input);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw new CommandError(ExitStatus.badInput, `${UNREADABLE} (${error.message})`);
  }
}

/**
 * Brings a document to the latest schema, also one from before Pacemaker 1.0, which the reference refuses.
 *
 * @throws CommandError if its schema does not allow it
 */
export function prepareCib(document: XmlElement, tellError: (text: string) => void): XmlElement {
  try {
    const { cib, warnings } = upgradeCib(document, { heartbeat2: true });
    for (const warning of warnings) tellError(describeUpgrade(warning));
    return cib;
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    const problems = error.problems.map(({ place, message }) => `${place}: ${message}`);
    throw new CommandError(ExitStatus.badConfiguration, [...problems, error.message].join("\n"));
  }
}
