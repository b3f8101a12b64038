import { existsSync, readFileSync } from "node:fs";

/** What Linux tells of the thread that reads it: its processor time in nanoseconds comes first. */
const SCHEDULE = "/proc/thread-self/schedstat";

const isTold = existsSync(SCHEDULE) && readFileSync(SCHEDULE, "utf8") !== "0 0 0\n";

/** Milliseconds of processor time of this thread since some moment; by the clock where the system does not tell. */
export function threadTime(): number {
  if (!isTold) return performance.now();
  // What the file tells may be some milliseconds old; this brings it up to date.
  process.cpuUsage();
  return Number.parseInt(readFileSync(SCHEDULE, "utf8"), 10) / 1e6;
}
