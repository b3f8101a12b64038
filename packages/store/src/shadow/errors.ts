/**
 * Why a shadow document cannot be used.
 *
 * - `missing`: there is none of that name.
 * - `exists`: there is one of that name already.
 * - `not-xml`: its file cannot be read as XML.
 * - `system`: the operating system refused something; `cause` is its error.
 */
export type ShadowErrorCode = "missing" | "exists" | "not-xml" | "system";

/** A shadow document that cannot be used. */
export class ShadowError extends Error {
  override readonly name = "ShadowError";
  readonly code: ShadowErrorCode;
  readonly file: string;

  constructor(code: ShadowErrorCode, file: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.code = code;
    this.file = file;
  }
}
