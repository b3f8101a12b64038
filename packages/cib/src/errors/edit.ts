/**
 * Why an edit cannot be made.
 *
 * - `not-found`: no element of the document is the one that is meant.
 * - `root`: the root element can be neither removed nor replaced.
 * - `too-deep`: the element is nested too deeply for patches to be made.
 */
export type EditErrorCode = "not-found" | "root" | "too-deep";

/** An edit that cannot be made; the document stays as it was. */
export class EditError extends Error {
  override readonly name = "EditError";
  readonly code: EditErrorCode;

  constructor(code: EditErrorCode, problem: string) {
    super(problem);
    this.code = code;
  }
}
