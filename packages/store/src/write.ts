import { randomBytes } from "node:crypto";
import { readBackups } from "./backups.js";
import type { StoredDocument } from "./document.js";
import { StoreError, systemCode } from "./errors.js";
import { examine } from "./examine.js";
import type { Files } from "./files/files.js";
import { asideName, backupName, DOCUMENT, NEXT_BACKUP, signatureOf, temporaryName } from "./layout.js";

/**
 * Replaces the document by a newer one. When this resolves, the new one outlasts a loss of power; until then either may
 * be found, and the old one can always be recovered:
 *
 * 1. all new files are written under names that nobody looks at;
 * 2. the old document and its signature get second names, those of the next backup;
 * 3. all names are made durable;
 * 4. the new files take the names of the old ones, which is what can be seen half done, as a signature that does not fit.
 *
 * @param limit how many backups there may be; 0 for any number
 */
export function replaceDocument(files: Files, stored: StoredDocument, limit: number): Promise<void> {
  return exchange(files, stored, (counter) => backUp(files, counter, limit));
}

/** Replaces the document without keeping the present one, for one that is bad and has been put aside. */
export function restoreDocument(files: Files, stored: StoredDocument): Promise<void> {
  return exchange(files, stored, async () => {});
}

/** @param keep keeps the present document; may make a file of the given name */
async function exchange(
  files: Files,
  stored: StoredDocument,
  keep: (temporary: string) => Promise<void>,
): Promise<void> {
  const document = temporaryName(unique());
  const signature = `${document}.signature`;
  const other = `${document}.counter`;
  try {
    await createVerified(files, document, stored.bytes);
    await files.create(signature, encode(stored.signature));
    await keep(other);
    await files.syncDirectory();
    await files.rename(document, DOCUMENT);
    await files.rename(signature, signatureOf(DOCUMENT));
    await files.syncDirectory();
  } catch (error) {
    // What cannot be removed now is when the store is opened the next time.
    for (const name of [document, signature, other]) await files.remove(name).catch(() => {});
    throw error;
  }
}

async function createVerified(files: Files, name: string, bytes: Uint8Array): Promise<void> {
  await files.create(name, bytes);
  const read = await files.read(name);
  if (read.kind === "content" && Buffer.compare(read.bytes, bytes) === 0) return;
  throw new StoreError("system", `${name} does not hold what was written to it: is the disk all right?`);
}

/** Keeps the present document as a backup. Where there is none its number is left out, as Pacemaker does. */
async function backUp(files: Files, counter: string, limit: number): Promise<void> {
  const { next, numbers } = await readBackups(files);
  const following = limit > 0 && next + 1 >= limit ? 0 : next + 1;
  await files.create(counter, encode(String(following)));
  await removeBackup(files, next);
  await linkIfThere(files, DOCUMENT, backupName(next));
  await linkIfThere(files, signatureOf(DOCUMENT), signatureOf(backupName(next)));
  await files.rename(counter, NEXT_BACKUP);
  // The row is full, so whatever lies beyond it, from a time of a higher limit, is older than all in it.
  const beyond = next + 1 === limit ? numbers.filter((number) => number >= limit) : [];
  for (const number of beyond) await removeBackup(files, number);
}

async function removeBackup(files: Files, number: number): Promise<void> {
  await files.remove(backupName(number));
  await files.remove(signatureOf(backupName(number)));
}

async function linkIfThere(files: Files, from: string, to: string): Promise<void> {
  try {
    await files.link(from, to);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
  }
}

/**
 * Gives files and their signatures second names in a new directory, where they stay whatever becomes of the first.
 * Returns the directory's name.
 */
export async function putAside(files: Files, names: readonly string[]): Promise<string> {
  const aside = asideName(unique());
  await files.makeDirectory(aside);
  for (const name of names.flatMap((name) => [name, signatureOf(name)])) {
    await linkOrMove(files, name, `${aside}/${name}`);
  }
  await files.syncDirectory(aside);
  await files.syncDirectory();
  return aside;
}

/** Directories cannot have second names. */
async function linkOrMove(files: Files, from: string, to: string): Promise<void> {
  try {
    await linkIfThere(files, from, to);
  } catch (error) {
    if (systemCode(error) !== "EPERM") throw error;
    await files.rename(from, to);
  }
}

/** Puts the present document aside if it is bad, so that it may be replaced. */
export async function guardDocument(files: Files, known: StoredDocument | null): Promise<void> {
  if (known !== null && (await isUnchanged(files, known))) return;
  const { tried } = await examine(files, DOCUMENT);
  if (tried.rejection !== null && tried.rejection !== "missing") await putAside(files, [DOCUMENT]);
}

async function isUnchanged(files: Files, { bytes, signature }: StoredDocument): Promise<boolean> {
  const document = await files.read(DOCUMENT);
  if (document.kind !== "content" || Buffer.compare(document.bytes, bytes) !== 0) return false;
  const beside = await files.read(signatureOf(DOCUMENT));
  return beside.kind === "content" && Buffer.compare(beside.bytes, encode(signature)) === 0;
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** As many characters as in names that Pacemaker makes up. */
function unique(): string {
  return randomBytes(3).toString("hex");
}
