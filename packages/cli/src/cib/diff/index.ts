import { formatXml, type XmlElement } from "@sanode/cib";
import {
  applyPatchsetElement,
  type Change,
  createPatchset,
  describePatchset,
  type Patchset,
  PatchsetError,
  patchsetElement,
} from "@sanode/cib/patchset";
import { CommandError, ExitStatus } from "../../command/exit-status.js";
import { type Output, openOutput } from "../../command/output.js";
import { VERSION_TEXT } from "../../command/top-help.js";
import { readDocument } from "../../input/read-document.js";
import { type DiffArguments, readArguments } from "./options.js";

/**
 * `sanode cib diff`: what `crm_diff` does. Returns the exit status.
 *
 * @throws CommandError for wrong usage, or input that cannot be read
 */
export async function main(args: readonly string[], given: Output): Promise<number> {
  const { task, outputTo } = readArguments(args);
  const output = outputTo === undefined ? given : openOutput(outputTo);
  try {
    return await run(task, output);
  } finally {
    output.flush();
  }
}

async function run(task: DiffArguments["task"], output: Output): Promise<number> {
  switch (task.kind) {
    case "help": {
      const { diffHelp } = await import("./help.js");
      output.verbatim(diffHelp());
      return ExitStatus.ok;
    }
    case "version":
      output.verbatim(VERSION_TEXT);
      return ExitStatus.ok;
    case "compare":
      return compare(task, output);
    case "patch":
      return patch(task, output);
  }
}

type Task<Kind> = Extract<DiffArguments["task"], { readonly kind: Kind }>;

async function compare(task: Task<"compare">, output: Output): Promise<number> {
  const original = await readDocument(task.original, "Failed to parse original XML");
  const changed = await readDocument(task.changed, "Failed to parse new XML");
  const { versions, asCib } = task;
  const patchset = createPatchset(original, changed, { versions, digest: asCib, attributeOrder: !asCib });
  if (patchset !== null) tell(patchset, task.form, output);
  else if (task.form === "json") tellMachines({ differ: false, changes: [] }, output);
  return patchset === null ? ExitStatus.ok : ExitStatus.error;
}

function tell(patchset: Patchset, form: Task<"compare">["form"], output: Output): void {
  if (form === "xml") output.verbatim(formatXml(patchsetElement(patchset)));
  else if (form === "text") for (const line of describePatchset(patchset)) output.line(line);
  else {
    const changes = patchset.changes.map(withText);
    tellMachines({ differ: true, ...patchset, changes }, output);
  }
}

/** A change whose XML is text. */
function withText(change: Change): object {
  if (change.operation === "modify") return { ...change, result: text(change.result) };
  if (change.operation !== "create") return change;
  const { node } = change;
  return { ...change, node: node.kind === "element" ? text(node) : `<!--${node.text}-->` };
}

function text(element: XmlElement): string {
  return formatXml(element, { indent: false });
}

async function patch(task: Task<"patch">, output: Output): Promise<number> {
  const original = await readDocument(task.original, "Failed to parse original XML");
  const patchset = await readDocument(task.patch, "Failed to parse patch XML");
  if (task.warning !== undefined) output.error(task.warning);
  try {
    const result = applyPatchsetElement(original, patchset, { checkVersions: task.asCib });
    if (task.json) tellMachines({ document: text(result), error: null }, output);
    else output.verbatim(formatXml(result));
    return ExitStatus.ok;
  } catch (error) {
    if (!(error instanceof PatchsetError)) throw error;
    const { code, place, summary, message, exitStatus } = error;
    if (!task.json) throw new CommandError(exitStatus, `Could not apply patch: ${summary}\n  ${message}`);
    tellMachines({ document: null, error: { code, place, message: summary, reason: message } }, output);
    return exitStatus;
  }
}

function tellMachines(told: object, output: Output): void {
  output.line(JSON.stringify(told, null, 2));
}
