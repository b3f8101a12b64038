import { ExecutionStatus, OCF } from "@sanode/ra";

/** How one run of a fence agent, or a whole request, ended. */
export interface FencingResult {
  /** The agent's exit status, or the OCF code that stands for a missing one. */
  readonly exitStatus: number;
  readonly status: ExecutionStatus;
  /** One line for people; null if there is nothing to say. */
  readonly reason: string | null;
  /** What the agent wrote on its standard output. */
  readonly output: string;
}

export const SUCCESS: FencingResult = {
  exitStatus: OCF.SUCCESS,
  status: ExecutionStatus.DONE,
  reason: null,
  output: "",
};

export function failure(
  status: ExecutionStatus,
  reason: string | null = null,
  exitStatus: number = OCF.ERR_GENERIC,
): FencingResult {
  return { exitStatus, status, reason, output: "" };
}

/** The agent ran to its end and said that it did what it was asked to. */
export function succeeded(result: Pick<FencingResult, "exitStatus" | "status">): boolean {
  return result.status === ExecutionStatus.DONE && result.exitStatus === OCF.SUCCESS;
}
