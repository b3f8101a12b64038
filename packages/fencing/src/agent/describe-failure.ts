import { ExecutionStatus } from "@sanode/ra";
import { type FencingResult, succeeded } from "./fencing-result.js";

/** What a requester is told of a result, and what Pacemaker's `stonith_admin` ends with. */
export interface FailureDescription {
  /** One of the system's error texts; empty for success. */
  readonly text: string;
  readonly exitStatus: number;
  /** The number of that error, negative, as alert agents are told; 0 for success. */
  readonly errno: number;
}

const AGENT_FAILED: FailureDescription = { text: "No data available", exitStatus: 1, errno: -61 };

const DESCRIPTIONS: Readonly<Partial<Record<ExecutionStatus, FailureDescription>>> = {
  [ExecutionStatus.TIMED_OUT]: { text: "Timer expired", exitStatus: 124, errno: -62 },
  [ExecutionStatus.NO_FENCE_DEVICE]: { text: "No such device", exitStatus: 105, errno: -19 },
  [ExecutionStatus.NOT_INSTALLED]: { text: "No such file or directory", exitStatus: 105, errno: -2 },
  [ExecutionStatus.UNSUPPORTED]: { text: "Operation not supported", exitStatus: 3, errno: -95 },
  [ExecutionStatus.NOT_CONNECTED]: {
    text: "Transport endpoint is not connected",
    exitStatus: 102,
    errno: -107,
  },
  [ExecutionStatus.NO_SECRETS]: { text: "Permission denied", exitStatus: 4, errno: -13 },
  [ExecutionStatus.CANCELLED]: { text: "Operation canceled", exitStatus: 1, errno: -125 },
  [ExecutionStatus.REFUSED]: { text: "No route to host", exitStatus: 1, errno: -113 },
};

/** Describes a result as Pacemaker's tools do: whatever an agent that failed says, no data are available. */
export function describeFailure(result: Pick<FencingResult, "exitStatus" | "status">): FailureDescription {
  if (succeeded(result)) return { text: "", exitStatus: 0, errno: 0 };
  return DESCRIPTIONS[result.status] ?? AGENT_FAILED;
}
