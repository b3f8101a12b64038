import { lstat, mkdir, realpath } from "node:fs/promises";
import { dirname } from "node:path";
import { StoreError, systemCode, toStoreError } from "./errors.js";
import { DirectoryFiles, syncDirectory } from "./files/directory.js";

/** A directory that may hold a store. */
export interface StoreDirectory {
  /** Without symbolic links. */
  readonly path: string;
  readonly files: DirectoryFiles;
  /** Users who may own files in it without a word. */
  readonly owners: ReadonlySet<number>;
}

/**
 * Looks whether a directory may be trusted with a CIB: nobody but root, its owner, and who runs this process may be able
 * to change names in it. New files are given to its owner.
 *
 * @throws StoreError `unsafe` or `system`
 */
export async function openDirectory(path: string): Promise<StoreDirectory> {
  try {
    const real = await realpath(path);
    const status = await lstat(real);
    if (!status.isDirectory()) throw new StoreError("unsafe", `${path} is not a directory`);
    const user = process.getuid?.();
    if (user !== undefined) {
      if ((status.mode & 0o002) !== 0) {
        throw new StoreError(
          "unsafe",
          `${path}: others may change what is in it: chmod o-w, or choose another`,
        );
      }
      if (user !== 0 && status.uid !== 0 && status.uid !== user) {
        throw new StoreError(
          "unsafe",
          `${path} belongs to user ${status.uid}: run as that user, or choose another`,
        );
      }
    }
    const owner = user === 0 ? { user: status.uid, group: status.gid } : null;
    const owners = new Set([0, status.uid, user ?? status.uid]);
    return { path: real, files: new DirectoryFiles(real, owner), owners };
  } catch (error) {
    throw toStoreError(error, `Could not use ${path}`);
  }
}

/** Makes a directory, and those above it, if it is not there; the group may look into it, nobody else. */
export async function makeDirectory(path: string): Promise<void> {
  try {
    const first = await mkdir(path, { recursive: true, mode: 0o750 });
    if (first !== undefined) await syncDirectory(dirname(first));
  } catch (error) {
    if (systemCode(error) === "EEXIST") return;
    throw toStoreError(error, `Could not make ${path}`);
  }
}
