/**
 * Why a patchset is refused.
 *
 * - `malformed`: not a patchset of format 2, or a version in it that is no number.
 * - `incomplete`: a change without what it is to put into the document.
 * - `outdated`: the document is newer than what the patchset was made for, or the patchset does not lead to a newer one.
 * - `not-applicable`: the document is older than what the patchset was made for, or lacks what is to be changed.
 * - `digest-mismatch`: the result is not the document that the patchset's maker had.
 * - `too-deep`: elements are nested too deeply.
 */
export type PatchsetErrorCode =
  | "malformed"
  | "incomplete"
  | "outdated"
  | "not-applicable"
  | "digest-mismatch"
  | "too-deep";

/** How Pacemaker's tools end in each case: what they say, and their exit status. */
const OUTCOMES: Readonly<Record<PatchsetErrorCode, readonly [summary: string, exitStatus: number]>> = {
  malformed: ["Invalid argument", 70],
  incomplete: ["No message of desired type", 76],
  outdated: ["Update was older than existing configuration", 103],
  "not-applicable": ["Application of update diff failed", 1],
  "digest-mismatch": ["Application of update diff failed", 1],
  "too-deep": ["Invalid argument", 70],
};

/** A patchset that cannot be made, read or applied. Documents stay as they were. */
export class PatchsetError extends Error {
  override readonly name = "PatchsetError";
  readonly code: PatchsetErrorCode;
  /** Where: `/diff/change[3]` in the patchset, with the path of what it would change; or a version's counter. */
  readonly place: string;
  /** The words that Pacemaker's tools have for this. */
  readonly summary: string;
  /** The exit status of Pacemaker's tools. */
  readonly exitStatus: number;

  constructor(code: PatchsetErrorCode, place: string, problem: string) {
    super(`${place}: ${problem}`);
    this.code = code;
    this.place = place;
    [this.summary, this.exitStatus] = OUTCOMES[code];
  }
}
