/** The names of files in a directory with a CIB, as Pacemaker has them. */

/** The document. */
export const DOCUMENT = "cib.xml";

/** What stands between a document's name and its signature's. */
const SIGNATURE = ".sig";

/** The number that the next backup gets. */
export const NEXT_BACKUP = "cib.last";

/** The file with a document's signature. */
export function signatureOf(name: string): string {
  return `${name}${SIGNATURE}`;
}

/** The backup of that number. */
export function backupName(number: number): string {
  return `cib-${number}.raw`;
}

/** The number in a backup's name; null for a name of another form, whose file may be a document all the same. */
export function backupNumber(name: string): number | null {
  const digits = /^cib-(0|[1-9]\d{0,8})\.raw$/.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Whether Pacemaker takes a file of this name for an earlier document. */
export function isBackup(name: string): boolean {
  return name.startsWith("cib-") && !name.endsWith(SIGNATURE);
}

/** The directory to which bad files are put aside. */
export function asideName(unique: string): string {
  return `cib.auto.${unique}`;
}

const TEMPORARY = "cib.tmp.";

/** A file that is being written. Pacemaker does not look at files of such a name. */
export function temporaryName(unique: string): string {
  return `${TEMPORARY}${unique}`;
}

/** Whether a file was being written by a store. */
export function isTemporary(name: string): boolean {
  return name.startsWith(TEMPORARY);
}

/** Files by which stores see each other. */
export const LOCK = "cib.lock.";
