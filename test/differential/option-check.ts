import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatXml, type XmlElement } from "@sanode/cib";
import { type Option, type Run, runOurs, runReference } from "./option-runs.js";
import { withoutLog } from "./reference.js";

/**
 * What differs between the reference's run of the simulator and ours, with the same options on the same document: the
 * exit status, output, errors or files. Null if the reference crashes or refuses the document.
 */
export async function optionDifferences(
  program: string,
  document: XmlElement,
  options: readonly Option[],
): Promise<string[] | null> {
  const folder = await mkdtemp(join(tmpdir(), "sanode-options-"));
  try {
    const file = join(folder, "document.xml");
    await writeFile(file, formatXml(document, { indent: true }));
    const theirs = await runReference(program, folder, file, options);
    if (theirs.status === -1 || theirs.status === 78) return null;
    const ours = await runOurs(folder, file, options);
    return differences(ours, theirs);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether errors are told in the same words; ours may go on with more of what to do about it, where something failed. */
function areErrorsLike(ours: Run, theirs: Run): boolean {
  const told = withoutLog(theirs.errors);
  return (
    told.split("\n").every((line) => ours.errors.includes(line)) &&
    (ours.status > 1 || told !== "" || ours.errors === "")
  );
}

function differences(ours: Run, theirs: Run): string[] {
  const different: string[] = [];
  if (ours.status !== theirs.status) different.push(`status ${ours.status} for ${theirs.status}`);
  if (ours.output !== theirs.output) different.push("output");
  if (!areErrorsLike(ours, theirs)) different.push("errors");
  for (const [name, text] of Object.entries(theirs.files)) {
    if (ours.files[name] !== text) different.push(name);
  }
  return different;
}
