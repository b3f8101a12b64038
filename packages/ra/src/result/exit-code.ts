/**
 * The exit codes of OCF resource agents, by the names that the standard and agents' shell libraries use
 * (`OCF_SUCCESS` is `OCF.SUCCESS`).
 * Source: OCF Resource Agent API 1.1, "Exit status codes"; Pacemaker Explained, "OCF Return Codes".
 */
export const OCF = {
  /** The action succeeded; a monitor: active and not promoted. */
  SUCCESS: 0,
  ERR_GENERIC: 1,
  /** A parameter makes no sense on this host. */
  ERR_ARGS: 2,
  ERR_UNIMPLEMENTED: 3,
  ERR_PERM: 4,
  /** Something that the agent needs is missing on this host. */
  ERR_INSTALLED: 5,
  /** A parameter makes no sense anywhere. */
  ERR_CONFIGURED: 6,
  /** A monitor: cleanly inactive. */
  NOT_RUNNING: 7,
  /** A monitor: active and promoted. */
  RUNNING_PROMOTED: 8,
  FAILED_PROMOTED: 9,
  /** Active, but likely to fail soon. */
  DEGRADED: 190,
  /** Promoted, but likely to fail soon. */
  DEGRADED_PROMOTED: 191,
  /** No exit status yet. Never comes from an agent. */
  PENDING: 193,
} as const;

export type ExitCode = (typeof OCF)[keyof typeof OCF];

const DESCRIPTIONS: Readonly<Record<ExitCode, string>> = {
  0: "OK",
  1: "Error occurred",
  2: "Invalid parameter",
  3: "Unimplemented",
  4: "Insufficient privileges",
  5: "Not installed",
  6: "Not configured",
  7: "Not running",
  8: "Promoted",
  9: "Failed in promoted role",
  190: "Service is active but might fail soon",
  191: "Service is promoted but might fail soon",
  193: "No exit status available",
};

/** What an exit code means, in the words that Pacemaker's tools show. */
export function describeExitCode(code: ExitCode): string {
  return DESCRIPTIONS[code];
}

/** The exit code that an agent's exit status stands for: any number that the standard does not know is 1. */
export function exitCodeOfStatus(status: number): ExitCode {
  switch (status) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
    case 5:
    case 6:
    case 7:
    case 8:
    case 9:
    case 190:
    case 191:
      return status;
    default:
      return OCF.ERR_GENERIC;
  }
}
