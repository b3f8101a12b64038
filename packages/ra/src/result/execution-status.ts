/**
 * What became of the attempt to run an action, as opposed to what the agent answered. The numbers are those of
 * `op-status` in the status section.
 * Source: Pacemaker Explained, "Operation history", `op-status`.
 */
export const ExecutionStatus = {
  PENDING: -1,
  /** The agent ran and exited by itself; its exit code tells the rest. */
  DONE: 0,
  CANCELLED: 1,
  TIMED_OUT: 2,
  UNSUPPORTED: 3,
  /** Killed by a signal, or it could not be started for lack of something of ours. */
  ERROR: 4,
  ERROR_HARD: 5,
  ERROR_FATAL: 6,
  /** There is no such agent on this host. */
  NOT_INSTALLED: 7,
  /** The side that runs actions could not be reached. */
  NOT_CONNECTED: 8,
  /** Refused by the local resource manager. */
  REFUSED: 9,
  NO_FENCE_DEVICE: 10,
  NO_SECRETS: 11,
} as const;

export type ExecutionStatus = (typeof ExecutionStatus)[keyof typeof ExecutionStatus];

const DESCRIPTIONS: Readonly<Record<ExecutionStatus, string>> = {
  [-1]: "Pending",
  0: "Done",
  1: "Cancelled",
  2: "Timed out",
  3: "Unsupported",
  4: "Error",
  5: "Hard error",
  6: "Fatal error",
  7: "Not installed",
  8: "Internal communication failure",
  9: "Cannot execute now",
  10: "No fence device",
  11: "CIB secrets unavailable",
};

/** What an execution status means, in the words that Pacemaker's tools show. */
export function describeStatus(status: ExecutionStatus): string {
  return DESCRIPTIONS[status];
}
