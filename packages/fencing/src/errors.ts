/** A request to a fencer that makes no sense, or that it cannot take. */
export class FencingError extends Error {
  override readonly name = "FencingError";
  readonly code: FencingErrorCode;

  constructor(code: FencingErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export type FencingErrorCode =
  /** A value of the request is out of its range. */
  | "invalid-request"
  /** The fencer has been stopped. */
  | "stopped";
