import type { XmlElement } from "@sanode/cib";

/**
 * Why a file is not used.
 *
 * - `missing`: there is no such file.
 * - `not-a-file`: it is a symbolic link, a directory, a pipe or the like.
 * - `unreadable`: it cannot be read, as from a broken disk. (What this user may not read is an error.)
 * - `empty`: it has no content.
 * - `not-xml`: it cannot be read as XML; a truncated file, mostly.
 * - `not-a-cib`: its outermost element is not `cib`.
 * - `signature`: its content is not what its signature was made of.
 */
export type Rejection =
  | "missing"
  | "not-a-file"
  | "unreadable"
  | "empty"
  | "not-xml"
  | "not-a-cib"
  | "signature";

/** A file that was looked at for a document. */
export interface TriedFile {
  readonly file: string;
  /** Null if the file is good. */
  readonly rejection: Rejection | null;
  /** Whether the signature beside it was right; `interrupted` if it was about to be replaced by one that is. */
  readonly signature: "right" | "wrong" | "missing" | "interrupted" | null;
  /** `admin_epoch.epoch.num_updates` as the document has them, if it could be read. */
  readonly version: string | null;
  /** What was found, in words. */
  readonly message: string;
}

/**
 * Something to look after, though the store works.
 *
 * - `no-signature`: the document that is used has no signature, so that nobody knows whether it is complete.
 * - `counters`: the document lacks a counter of its version, which is taken for 0.
 * - `schema`: the document does not satisfy the schema that it names, or names none.
 * - `foreign-owner`: a file belongs neither to the directory's owner nor to root nor to this user.
 * - `exposed`: others than owner and group may read the document, which may hold passwords.
 * - `not-set-aside`, `not-restored`: bad files could not be put aside, or the recovered document could not be written;
 *   the next write tries again.
 */
export interface StoreWarning {
  readonly code:
    | "no-signature"
    | "counters"
    | "schema"
    | "foreign-owner"
    | "exposed"
    | "not-set-aside"
    | "not-restored";
  readonly file: string;
  readonly message: string;
}

/** What was found in a directory, and what was made of it. */
export interface StoreReport {
  readonly directory: string;
  /**
   * - `current`: `cib.xml` is good.
   * - `completed`: `cib.xml` is good, and the writing of its signature had been cut short.
   * - `backup`: `cib.xml` is not there or bad; the newest good backup is used.
   * - `empty`: there is no document at all; an empty one is used.
   * - `damaged`: there are documents, and none is good.
   */
  readonly outcome: "current" | "completed" | "backup" | "empty" | "damaged";
  /** The file whose document is used; null for none. */
  readonly used: string | null;
  /** What was looked at, in that order. */
  readonly tried: readonly TriedFile[];
  /** The directory, within this one, to which bad files were put aside; null if there was no need. */
  readonly setAside: string | null;
  readonly warnings: readonly StoreWarning[];
}

/** The version of a document for people. */
export function versionText({ attributes }: XmlElement): string {
  return [attributes.admin_epoch, attributes.epoch, attributes.num_updates]
    .map((part) => part ?? "0")
    .join(".");
}

const OUTCOMES: Readonly<Record<StoreReport["outcome"], string>> = {
  current: "The document is good",
  completed: "The document is good; the writing of its signature had been cut short",
  backup: "The document is not there or bad; the newest good backup is",
  empty: "There is no document yet",
  damaged:
    "There are documents, but none is good: repair one of them, or put a good copy there with `cib.xml.sig` removed",
};

/** A report in words, a line for each finding. */
export function describeReport({ directory, outcome, used, tried, setAside, warnings }: StoreReport): string {
  const lines = [`${directory}: ${OUTCOMES[outcome]}${outcome === "backup" ? ` ${used}` : ""}`];
  for (const { file, rejection, message } of tried) {
    lines.push(`  ${rejection === null ? "good" : "bad "}  ${file}: ${message}`);
  }
  if (setAside !== null) lines.push(`  Bad files were put aside to ${setAside}`);
  for (const { code, file, message } of warnings) lines.push(`  Warning (${code}): ${file}: ${message}`);
  return lines.join("\n");
}
