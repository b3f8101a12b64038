import type { ControlClient } from "@sanode/controller";
import { formatStatusLine, isPending, type OperationRecord, reduceHistory } from "@sanode/fencing";
import { localTime } from "../fence/local-time.js";

/** The fencing that a cluster remembers; nothing if it is of an older version that does not tell. */
export async function fencingHistory(client: ControlClient): Promise<readonly OperationRecord[]> {
  if (!client.knows("fencing-history")) return [];
  return (await client.ask("fencing-history", {})).records;
}

/**
 * What a status display says of fencing: what has failed and what is under way, or all there is.
 *
 * @param full nothing is left out
 */
export function fencingLines(records: readonly OperationRecord[], full: boolean): readonly string[] {
  const shown = full ? records : reduceHistory(records);
  const section = (title: string, wanted: (record: OperationRecord) => boolean): readonly string[] => {
    const lines = shown
      .filter(wanted)
      .map((record) => `  * ${formatStatusLine(record, shown, { isReduced: !full, formatTime: localTime })}`);
    return lines.length === 0 ? [] : ["", title, ...lines];
  };
  if (full) return section("Fencing History:", () => true);
  return [
    ...section("Failed Fencing Actions:", ({ state }) => state === "failed"),
    ...section("Pending Fencing Actions:", isPending),
  ];
}
