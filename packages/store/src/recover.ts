import { emptyCib } from "@sanode/cib/operations";
import { fromStored, type StoredDocument } from "./document.js";
import { StoreError, systemCode } from "./errors.js";
import type { Files } from "./files/files.js";
import { type InspectionOptions, inspect } from "./inspect.js";
import { DOCUMENT, isTemporary, signatureOf } from "./layout.js";
import { describeReport, type StoreReport, type StoreWarning } from "./report.js";
import { putAside, restoreDocument } from "./write.js";

/** A directory's state once everything that could be repaired is. */
export interface Recovered {
  readonly report: StoreReport;
  readonly document: ReturnType<typeof fromStored>;
  /** What is in `cib.xml`; null if nothing is, or something bad that could not be replaced. */
  readonly stored: StoredDocument | null;
}

/**
 * Finds the document to use, puts bad files aside and the document in their place. What cannot be repaired (the disk may
 * be full) is left as it is, with a warning: that is no reason not to run.
 *
 * @param acceptDamage start with an empty document where none is good
 * @throws StoreError `damaged` if there are documents and none of them is good
 */
export async function recover(
  files: Files,
  options: InspectionOptions,
  acceptDamage: boolean,
): Promise<Recovered> {
  const { report, stored, rightSignature } = await inspect(files, options);
  if (report.outcome === "damaged" && !acceptDamage) {
    throw new StoreError("damaged", describeReport(report), { report });
  }
  const warnings: StoreWarning[] = [];
  const attempt = async <Result>(code: StoreWarning["code"], action: () => Promise<Result>) => {
    try {
      return await action();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (systemCode(error) === undefined && !(error instanceof StoreError)) throw error;
      warnings.push({ code, file: DOCUMENT, message });
      return null;
    }
  };
  if (rightSignature !== null) {
    await attempt("not-restored", async () => {
      await files.rename(rightSignature, signatureOf(DOCUMENT));
      await files.syncDirectory();
    });
  }
  const bad = report.tried.filter(({ rejection }) => rejection !== null && rejection !== "missing");
  const setAside =
    bad.length === 0
      ? null
      : await attempt("not-set-aside", () =>
          putAside(
            files,
            bad.map(({ file }) => file),
          ),
        );
  let inPlace = report.used === DOCUMENT;
  if (stored !== null && !inPlace && (bad.length === 0 || setAside !== null)) {
    inPlace = (await attempt("not-restored", () => restoreDocument(files, stored).then(() => true))) ?? false;
  }
  await attempt("not-restored", () => removeTemporaries(files));
  return {
    report: { ...report, setAside, warnings: [...report.warnings, ...warnings] },
    document: stored === null ? emptyCib(undefined, 0) : fromStored(stored.element),
    stored: inPlace ? stored : null,
  };
}

/** Removes what writers left that were cut short. */
async function removeTemporaries(files: Files): Promise<void> {
  for (const { name } of await files.list()) if (isTemporary(name)) await files.remove(name);
}
