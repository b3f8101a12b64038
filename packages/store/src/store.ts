import type { XmlElement } from "@sanode/cib";
import { makeDirectory, openDirectory } from "./directory.js";
import { fromStored, type StoredDocument, toStored } from "./document.js";
import { StoreError, toStoreError } from "./errors.js";
import type { Files } from "./files/files.js";
import { inspect } from "./inspect.js";
import { acquireLock, isLocked, type Lock } from "./lock.js";
import { type Recovered, recover } from "./recover.js";
import type { StoreReport } from "./report.js";
import { guardDocument, replaceDocument } from "./write.js";

/** How a store is opened. */
export interface StoreOptions {
  /** How many backups are kept; 0 for all. Default 100, Pacemaker's number. */
  readonly backups?: number;
  /** The time, for `cib-last-written`. Default: this computer's. */
  readonly now?: () => Date;
  /**
   * Start with an empty document, as Pacemaker does, where there are documents but none is good. By default that is an
   * error: a cluster that forgets its configuration is worse than one that does not start.
   */
  readonly acceptDamage?: boolean;
}

/** Pacemaker's number of backups. */
const BACKUPS = 100;

/** How often a directory is looked at that somebody writes to. */
const TRIES = 5;

/** A CIB on disk, open for writing. */
export interface Store {
  /**
   * The document as it would be found if the store were opened now: the last one that became durable, without a status.
   * To begin with it is what was found; where there was nothing, an empty document that is not on disk yet.
   */
  readonly document: XmlElement;
  /** What was found when the store was opened. */
  readonly report: StoreReport;
  /**
   * Puts a document on disk as Pacemaker does: without its status, with `num_updates` 0 and the time in
   * `cib-last-written`. Resolves when it, or one that was given later, is durable. While one is being written, only the
   * newest of those that are given waits; the others share its fate.
   *
   * @throws StoreError `document` or `closed`; `no-space` or `system`, and the document before, or this one, will be found
   */
  write(document: XmlElement): Promise<void>;
  /** Waits for what is being written, and lets others open the directory. */
  close(): Promise<void>;
}

/**
 * Opens a directory with a CIB, such as Pacemaker's `/var/lib/pacemaker/cib`, for this process alone; makes it if it is
 * not there. No Pacemaker may run on it at the same time: it does not look whether somebody else writes.
 *
 * @throws StoreError `in-use`, `unsafe`, `damaged`, `no-space` or `system`
 * @throws RangeError for a number of backups that is none
 */
export async function openStore(directory: string, options: StoreOptions = {}): Promise<Store> {
  const { backups = BACKUPS } = options;
  if (!Number.isSafeInteger(backups) || backups < 0) {
    throw new RangeError(`backups is a whole number from 0, not ${backups}`);
  }
  await makeDirectory(directory);
  const { path, files, owners } = await openDirectory(directory);
  const lock = await acquireLock(path).catch((error: unknown) => {
    throw toStoreError(error, `Could not lock ${directory}`);
  });
  try {
    const found = await recover(
      files,
      { directory, owners, everything: false },
      options.acceptDamage ?? false,
    );
    return new OpenStore(files, found, options, lock);
  } catch (error) {
    await lock.release();
    throw toStoreError(error, `Could not open ${directory}`);
  }
}

/** What is in a directory. */
export interface DirectoryCheck extends StoreReport {
  /** Whether a store has it open; what is being written looks half done for a moment then, in spite of a second look. */
  readonly inUse: boolean;
}

/**
 * Looks at all that is in a directory and what of it would be used, and changes nothing.
 *
 * @throws StoreError `unsafe` or `system`
 */
export async function checkStore(directory: string): Promise<DirectoryCheck> {
  const { path, files, owners } = await openDirectory(directory);
  try {
    for (let tries = 1; ; tries += 1) {
      const inUse = await isLocked(path);
      const { report } = await inspect(files, { directory, owners, everything: true });
      const isSettled = report.outcome === "current" || report.outcome === "empty";
      if (isSettled || !inUse || tries === TRIES) return { ...report, inUse };
    }
  } catch (error) {
    throw toStoreError(error, `Could not look at ${directory}`);
  }
}

/** A document that is to be made durable, and who waits for that. */
interface Given {
  readonly document: XmlElement;
  readonly resolve: () => void;
  readonly reject: (error: StoreError) => void;
}

/** A store on files that nobody else writes to. */
export class OpenStore implements Store {
  readonly report: StoreReport;
  readonly #files: Files;
  readonly #backups: number;
  readonly #now: () => Date;
  readonly #lock: Lock;
  #document: XmlElement;
  /** What this store knows to be in `cib.xml`. */
  #known: StoredDocument | null;
  /** Oldest first. */
  #waiting: Given[] = [];
  /** Settled when nothing that was given is left to be written; null where that is so already. */
  #running: Promise<void> | null = null;
  #closed = false;

  constructor(files: Files, found: Recovered, options: StoreOptions, lock: Lock) {
    this.#files = files;
    this.#backups = options.backups ?? BACKUPS;
    this.#now = options.now ?? (() => new Date());
    this.#lock = lock;
    this.report = found.report;
    this.#document = found.document;
    this.#known = found.stored;
  }

  get document(): XmlElement {
    return this.#document;
  }

  write(document: XmlElement): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(new StoreError("closed", `The store of ${this.report.directory} is closed`));
        return;
      }
      this.#waiting.push({ document, resolve, reject });
      this.#running ??= this.#writeWaiting();
    });
  }

  async #writeWaiting(): Promise<void> {
    // Whatever is given before this turn ends belongs to the first of the writes.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const given = this.#waiting;
      this.#waiting = [];
      const stored = this.#newest(given);
      if (stored === null) continue;
      try {
        await this.#replace(stored);
        for (const { resolve } of given) resolve();
      } catch (error) {
        const problem = toStoreError(error, `The document was not written to ${this.report.directory}`);
        for (const { reject } of given) reject(problem);
      }
    }
    this.#running = null;
  }

  /** The newest document that can be written; those that cannot are refused. */
  #newest(given: readonly Given[]): StoredDocument | null {
    for (let at = given.length - 1; at >= 0; at -= 1) {
      const newest = given[at];
      if (newest === undefined) continue;
      try {
        return toStored(newest.document, this.#now());
      } catch (error) {
        newest.reject(toStoreError(error, "The document cannot be written"));
      }
    }
    return null;
  }

  async #replace(stored: StoredDocument): Promise<void> {
    await guardDocument(this.#files, this.#known);
    this.#known = null;
    await replaceDocument(this.#files, stored, this.#backups);
    this.#known = stored;
    this.#document = fromStored(stored.element);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#running;
    await this.#lock.release();
  }
}
