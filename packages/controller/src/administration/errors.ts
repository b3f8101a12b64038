/** Why a configuration cannot be changed as asked. */
export type AdministrationErrorCode =
  /** There is no such resource, node or value. */
  | "not-found"
  /** It is so already. */
  | "exists"
  /** What is asked for does not say enough, or does not make sense. */
  | "usage";

export class AdministrationError extends Error {
  readonly code: AdministrationErrorCode;

  constructor(code: AdministrationErrorCode, message: string) {
    super(message);
    this.name = "AdministrationError";
    this.code = code;
  }
}
