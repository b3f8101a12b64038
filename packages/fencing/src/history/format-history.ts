import type { FencingAction } from "../device/fencing-device.js";
import { isPending, type OperationRecord } from "./record.js";
import { laterSuccess } from "./reduce.js";

/** An action as something that happened: `turning off`, `unfencing`, `reboot`. */
export function describeAction(action: FencingAction): string {
  switch (action) {
    case "off":
      return "turning off";
    case "on":
      return "unfencing";
    case "reboot":
      return "reboot";
  }
}

/**
 * A record in one line, as `stonith_admin --history NODE --verbose` prints it.
 *
 * @param records all that are shown, in the order of displays, among which failures may be made up for
 * @param formatTime the viewer's way to write a time in milliseconds since 1970, to the microsecond
 */
export function formatRecord(
  record: OperationRecord,
  records: readonly OperationRecord[],
  formatTime: (milliseconds: number) => string,
): string {
  const { action, target, client, originator, delegate, completed } = record;
  const what = `${describeAction(action)} of ${target}`;
  if (isPending(record)) return `${what} pending: client=${client}, origin=${originator}`;
  const reason = record.result?.reason ?? null;
  const outcome =
    record.state === "completed" ? "successful" : reason === null ? "failed" : `failed (${reason})`;
  const who = delegate === null ? "" : `delegate=${delegate}, `;
  const when = `completed='${formatTime(completed ?? 0)}'`;
  const better = laterSuccess(record, records);
  const note = better === null ? "" : ` (a later attempt from ${better} succeeded)`;
  return `${what} ${outcome}: ${who}client=${client}, origin=${originator}, ${when}${note}`;
}

/** What a list of records ends with. */
export function formatEventCount(count: number): string {
  return `${count} ${count === 1 ? "event" : "events"} found`;
}

/**
 * A record in the words of status displays such as `crm_mon`.
 *
 * @param isReduced whether only the latest records of a kind are shown
 */
export function formatStatusLine(
  record: OperationRecord,
  records: readonly OperationRecord[],
  options: { readonly isReduced: boolean; readonly formatTime: (milliseconds: number) => string },
): string {
  const { action, target, delegate, client, originator, completed } = record;
  const who = `${client}@${originator}`;
  if (isPending(record)) return `${describeAction(action)} of ${target} pending for ${who}`;
  const by = delegate === null ? "" : ` by ${delegate}`;
  const last = options.isReduced ? "last " : "";
  const reason = record.result?.reason ?? null;
  const outcome =
    record.state === "completed" ? "successful" : reason === null ? "failed" : `failed (${reason})`;
  const better = laterSuccess(record, records);
  const note = better === null ? "" : ` (a later attempt from ${better} succeeded)`;
  const when = options.formatTime(completed ?? 0);
  return `${describeAction(action)} of ${target}${by} for ${who} ${last}${outcome} at ${when}${note}`;
}
