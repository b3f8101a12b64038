import { constants } from "node:fs";
import { type FileHandle, lchown, link, lstat, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { systemCode } from "../errors.js";
import type { FileContent, FileEntry, Files } from "./files.js";

const { O_RDONLY, O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_DIRECTORY } = constants;

/** Whose files are made in a directory. */
export interface Owner {
  readonly user: number;
  readonly group: number;
}

/** The files of a directory of this computer. */
export class DirectoryFiles implements Files {
  readonly #path: string;
  readonly #owner: Owner | null;

  /** @param owner whom new files are given to; null leaves them to the user of this process */
  constructor(path: string, owner: Owner | null) {
    this.#path = path;
    this.#owner = owner;
  }

  async list(): Promise<readonly FileEntry[]> {
    const entries: FileEntry[] = [];
    for (const name of await readdir(this.#path)) {
      const entry = await this.#entry(name);
      if (entry !== null) entries.push(entry);
    }
    return entries;
  }

  /** Null for what has gone in the meantime. */
  async #entry(name: string): Promise<FileEntry | null> {
    try {
      const status = await lstat(this.#at(name), { bigint: true });
      const kind = status.isFile() ? "file" : status.isDirectory() ? "directory" : "other";
      const mode = Number(status.mode & 0o7777n);
      return { name, kind, changed: status.ctimeNs, owner: Number(status.uid), mode };
    } catch (error) {
      if (systemCode(error) === "ENOENT") return null;
      throw error;
    }
  }

  async read(name: string): Promise<FileContent> {
    try {
      // A pipe must not keep us waiting.
      const file = await open(this.#at(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
      try {
        if (!(await file.stat()).isFile()) return { kind: "not-a-file" };
        return { kind: "content", bytes: await file.readFile() };
      } finally {
        await file.close();
      }
    } catch (error) {
      const code = systemCode(error);
      if (code === "ENOENT") return { kind: "missing" };
      if (code === "ELOOP" || code === "ENXIO") return { kind: "not-a-file" };
      if (code === undefined || code === "EACCES" || code === "EPERM") throw error;
      return { kind: "unreadable", code };
    }
  }

  async create(name: string, content: Uint8Array): Promise<void> {
    const file = await open(this.#at(name), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
    try {
      await file.chmod(0o600);
      if (this.#owner !== null) await file.chown(this.#owner.user, this.#owner.group);
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  link(from: string, to: string): Promise<void> {
    return link(this.#at(from), this.#at(to));
  }

  rename(from: string, to: string): Promise<void> {
    return rename(this.#at(from), this.#at(to));
  }

  remove(name: string): Promise<void> {
    return rm(this.#at(name), { force: true });
  }

  async makeDirectory(name: string): Promise<void> {
    await mkdir(this.#at(name), { mode: 0o700 });
    if (this.#owner !== null) await lchown(this.#at(name), this.#owner.user, this.#owner.group);
  }

  syncDirectory(name = "."): Promise<void> {
    return syncDirectory(this.#at(name));
  }

  #at(name: string): string {
    return join(this.#path, name);
  }
}

/** Makes the names in a directory durable. */
export async function syncDirectory(path: string): Promise<void> {
  let directory: FileHandle | undefined;
  try {
    directory = await open(path, O_RDONLY | O_DIRECTORY);
    await directory.sync();
  } finally {
    await directory?.close();
  }
}
