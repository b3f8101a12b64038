import { sortRecords } from "./history.js";
import type { OperationRecord } from "./record.js";

/**
 * The records that status displays show: pending operations, and of the others the latest of each target, action and
 * outcome; failures of different nodes are different.
 */
export function reduceHistory(records: Iterable<OperationRecord>): readonly OperationRecord[] {
  const seen = new Set<string>();
  return sortRecords(records).filter(({ target, action, state, delegate }) => {
    if (state !== "completed" && state !== "failed") return true;
    const key = JSON.stringify([target, action, state, state === "failed" ? delegate : null]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/**
 * Who succeeded later in what an operation failed to do: the same delegate if it did, else that of the latest success,
 * "some node" if that is unknown. Null if nobody did, or the operation is no failure.
 *
 * @param records in the order of displays
 */
export function laterSuccess(failed: OperationRecord, records: readonly OperationRecord[]): string | null {
  if (failed.state !== "failed") return null;
  const successes = records.filter(
    ({ state, target, action, completed }) =>
      state === "completed" &&
      target === failed.target &&
      action === failed.action &&
      (completed ?? 0) > (failed.completed ?? 0),
  );
  const [latest] = successes;
  if (latest === undefined) return null;
  const same = failed.delegate !== null && successes.some(({ delegate }) => delegate === failed.delegate);
  return same ? failed.delegate : (latest.delegate ?? "some node");
}
