/** A request that a user may not make. Pacemaker's tools end with status 4. */
export class AclError extends Error {
  override readonly name = "AclError";
  readonly code = "EACCES";
  /** The exit status of a command that meets this error. */
  readonly exitStatus = 4;
  readonly user: string;
  /** The element that must not be touched, as an XPath; empty if the user may do nothing at all. */
  readonly place: string;

  constructor(user: string, place: string, message: string) {
    super(message);
    this.user = user;
    this.place = place;
  }
}
