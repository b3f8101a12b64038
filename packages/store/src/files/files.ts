/** What a name in a directory stands for. */
export interface FileEntry {
  readonly name: string;
  /** `other` for symbolic links, pipes and the like, which are never followed or opened. */
  readonly kind: "file" | "directory" | "other";
  /** Nanoseconds since 1970 at which the file itself (not only its content) was last changed: the inode change time. */
  readonly changed: bigint;
  /** The number of the user whose file it is. */
  readonly owner: number;
  /** Permission bits. */
  readonly mode: number;
}

/** What came of reading a file. */
export type FileContent =
  | { readonly kind: "content"; readonly bytes: Uint8Array }
  | { readonly kind: "missing" }
  /** A symbolic link, a directory, a pipe, a device. */
  | { readonly kind: "not-a-file" }
  /** The system's name of the error, such as `EIO`. */
  | { readonly kind: "unreadable"; readonly code: string };

/**
 * The files of one directory, named relative to it. What a method does to names (all but `create`'s content) is only
 * sure to outlast a loss of power after {@link Files.syncDirectory}, and may get there in any order.
 *
 * All methods reject with the system's error; `read` only where this user may not read, for then nobody knows whether
 * the file is good.
 */
export interface Files {
  list(): Promise<readonly FileEntry[]>;
  read(name: string): Promise<FileContent>;
  /** Makes a new file that only its owner may read. Its content is durable when this resolves, its name is not. */
  create(name: string, content: Uint8Array): Promise<void>;
  /** Gives a file a second name, which must be free. */
  link(from: string, to: string): Promise<void>;
  /** Gives a file another name. Whatever had that name before loses it at the same instant. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a name; none by that name is no error. */
  remove(name: string): Promise<void>;
  /** Makes a directory, within this one, that only its owner may enter. */
  makeDirectory(name: string): Promise<void>;
  /** Makes names durable: of this directory, or of one within it. */
  syncDirectory(name?: string): Promise<void>;
}
