import { validateCib, versionOfSchema } from "@sanode/cib";
import { readBackups } from "./backups.js";
import { missingCounters, type StoredDocument } from "./document.js";
import { type Examined, examine } from "./examine.js";
import type { FileEntry, Files } from "./files/files.js";
import { DOCUMENT, signatureOf } from "./layout.js";
import type { StoreReport, StoreWarning, TriedFile } from "./report.js";

/** What is in a directory, as far as one looked. Nothing was changed. */
export interface Inspection {
  readonly report: StoreReport;
  /** The document that is used; null if there is none, or none that is good. */
  readonly stored: StoredDocument | null;
  /** See {@link Examined.rightSignature}, of `cib.xml`. */
  readonly rightSignature: string | null;
}

/** What an inspection needs to know. */
export interface InspectionOptions {
  readonly directory: string;
  /** Users who may own files without a word: the directory's owner, root, and who runs this process. */
  readonly owners: ReadonlySet<number>;
  /** Look at every backup, even where a good document has been found. */
  readonly everything: boolean;
}

/** Looks for the document to use: `cib.xml`, else the newest good backup. */
export async function inspect(files: Files, options: InspectionOptions): Promise<Inspection> {
  const current = await examine(files, DOCUMENT);
  const tried: Examined[] = [current];
  let used = current.stored === null ? undefined : current;
  if (used === undefined || options.everything) {
    for (const name of (await readBackups(files)).newestFirst) {
      const backup = await examine(files, name);
      tried.push(backup);
      if (backup.stored !== null) used ??= backup;
      if (used !== undefined && !options.everything) break;
    }
  }
  const warnings =
    used === undefined
      ? []
      : [...documentWarnings(used), ...accessWarnings(used, await files.list(), options)];
  const report: StoreReport = {
    directory: options.directory,
    outcome: outcomeOf(used, tried),
    used: used?.tried.file ?? null,
    tried: tried.map((one) => one.tried),
    setAside: null,
    warnings,
  };
  return { report, stored: used?.stored ?? null, rightSignature: current.rightSignature };
}

function outcomeOf(used: Examined | undefined, tried: readonly Examined[]): StoreReport["outcome"] {
  if (used === undefined) {
    return tried.every(({ tried: { rejection } }) => rejection === "missing") ? "empty" : "damaged";
  }
  if (used.tried.file !== DOCUMENT) return "backup";
  return used.rightSignature === null ? "current" : "completed";
}

function documentWarnings({ tried, stored }: Examined): StoreWarning[] {
  if (stored === null) return [];
  const warnings: StoreWarning[] = [];
  const warn = (code: StoreWarning["code"], message: string): void => {
    warnings.push({ code, file: tried.file, message });
  };
  if (tried.signature === "missing") warn("no-signature", missingSignature(tried));
  const counters = missingCounters(stored.element);
  if (counters.length > 0) warn("counters", `${counters.join(", ")} is not there, and taken for 0`);
  const name = stored.element.attributes["validate-with"];
  const version = versionOfSchema(name);
  if (version === undefined) {
    if (name !== "none") warn("schema", `validate-with="${name ?? ""}" names no schema that is known`);
    return warnings;
  }
  for (const { place, message } of validateCib(stored.element, version))
    warn("schema", `${place}: ${message}`);
  return warnings;
}

function missingSignature({ file }: TriedFile): string {
  return `there is no ${signatureOf(file)}, so that nobody knows whether the document is complete`;
}

function accessWarnings(
  { tried: { file } }: Examined,
  entries: readonly FileEntry[],
  { owners }: InspectionOptions,
): StoreWarning[] {
  const warnings: StoreWarning[] = [];
  for (const { name, owner, mode } of entries) {
    if (name !== file && name !== signatureOf(file)) continue;
    if (!owners.has(owner)) {
      warnings.push({ code: "foreign-owner", file: name, message: `it belongs to user ${owner}` });
    }
    if ((mode & 0o007) !== 0) {
      const bits = mode.toString(8).padStart(4, "0");
      warnings.push({ code: "exposed", file: name, message: `others may use it (mode ${bits}): chmod 600` });
    }
  }
  return warnings;
}
