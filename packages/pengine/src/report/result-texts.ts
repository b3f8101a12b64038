const exitTexts = new Map<number, string>([
  [0, "OK"],
  [1, "Error occurred"],
  [2, "Invalid parameter"],
  [3, "Unimplemented"],
  [4, "Insufficient privileges"],
  [5, "Not installed"],
  [6, "Not configured"],
  [7, "Not running"],
  [8, "Promoted"],
  [9, "Failed in promoted role"],
  [124, "Timeout occurred"],
  [190, "Service is active but might fail soon"],
  [191, "Service is promoted but might fail soon"],
  [193, "No exit status available"],
]);

const statusTexts = new Map<number, string>([
  [-1, "Pending"],
  [0, "Done"],
  [1, "Cancelled"],
  [2, "Timed out"],
  [3, "Unsupported"],
  [4, "Error"],
  [5, "Hard error"],
  [6, "Fatal error"],
  [7, "Not installed"],
  [8, "Internal communication failure"],
  [9, "Cannot execute now"],
  [10, "No fence device"],
  [11, "CIB secrets unavailable"],
]);

/** What an agent's exit code means (OCF Resource Agent API, "Exit status codes"). */
export function exitText(code: number): string {
  return exitTexts.get(code) ?? "Unknown exit status";
}

/** What became of the execution itself. */
export function statusText(status: number): string {
  return statusTexts.get(status) ?? "Unknown";
}
