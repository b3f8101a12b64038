/**
 * A value as it goes over the bus. Arrays, structures and dictionary entries are arrays here; the signature tells which.
 * 64-bit numbers are bigints.
 */
export type DBusValue = number | bigint | boolean | string | Variant | readonly DBusValue[];

/** A value that brings its signature along. */
export interface Variant {
  readonly signature: string;
  readonly value: DBusValue;
}

export type DBusErrorCode = "malformed" | "closed" | "timed-out" | "refused" | "remote";

/** What went wrong on the way to the bus or behind it. */
export class DBusError extends Error {
  override readonly name = "DBusError";
  readonly code: DBusErrorCode;
  /** With the code `remote` the error's name on the bus, `org.freedesktop.systemd1.NoSuchUnit`. */
  readonly remoteName: string | undefined;

  constructor(code: DBusErrorCode, message: string, remoteName?: string) {
    super(message);
    this.code = code;
    this.remoteName = remoteName;
  }
}
