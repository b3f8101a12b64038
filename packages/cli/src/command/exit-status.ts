/** Exit statuses of Pacemaker's tools, as far as they are used here. */
export const ExitStatus = {
  ok: 0,
  error: 1,
  invalidParameter: 2,
  unimplemented: 3,
  noPrivilege: 4,
  notConfigured: 6,
  usage: 64,
  badInput: 65,
  noInput: 66,
  systemFile: 72,
  cannotCreate: 73,
  unavailable: 69,
  inputOutput: 74,
  badConfiguration: 78,
  fatal: 100,
  notConnected: 102,
  notFound: 105,
  unsafe: 107,
  alreadyExists: 108,
  timeout: 124,
  interrupted: 130,
} as const;

/** The status for a file that cannot be used. */
export function statusOfSystemError(code: string | undefined): number {
  switch (code) {
    case "ENOENT":
      return ExitStatus.notFound;
    case "EACCES":
    case "EPERM":
      return ExitStatus.noPrivilege;
    default:
      return ExitStatus.error;
  }
}

/** An error that ends the command, with what it tells and its exit status. An empty message tells nothing. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
