import type { StoreReport } from "./report.js";

/**
 * Why a store cannot be opened or written.
 *
 * - `in-use`: another store has the directory open.
 * - `unsafe`: the directory is not a directory, or others than its owner can change what is in it.
 * - `damaged`: there are documents, and none of them is good; the error's report tells what was tried.
 * - `closed`: the store has been closed.
 * - `document`: what was to be written is no CIB, or would not be read back as it is.
 * - `no-space`: the disk, or what may be used of it, is full, or a file may not become that large.
 * - `system`: the operating system refused something else; `cause` is its error.
 */
export type StoreErrorCode = "in-use" | "unsafe" | "damaged" | "closed" | "document" | "no-space" | "system";

/** A store that cannot be opened, or a document that did not become durable. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;
  /** What was found, for `damaged`. */
  readonly report: StoreReport | undefined;

  constructor(code: StoreErrorCode, message: string, more: { cause?: unknown; report?: StoreReport } = {}) {
    super(message, more.cause === undefined ? {} : { cause: more.cause });
    this.code = code;
    this.report = more.report;
  }
}

/** The system's name of what went wrong (`ENOSPC`, ...); undefined for an error that is not the system's. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

const NO_SPACE: ReadonlySet<string | undefined> = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/** An error of the operating system as one of the store's; the store's own pass through. */
export function toStoreError(error: unknown, doing: string): StoreError {
  if (error instanceof StoreError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const code = NO_SPACE.has(systemCode(error)) ? "no-space" : "system";
  return new StoreError(code, `${doing}: ${reason}`, { cause: error });
}
