import { millisecondsToSeconds, parseTimeSpan, type XmlElement } from "@sanode/cib";
import { firstPair } from "../configuration/option.js";

/**
 * The time after which a lost node has certainly been reset by its hardware watchdog, in whole seconds; 0 if the
 * cluster does not count on that. A negative or senseless value means twice the time that sbd gives its watchdog.
 *
 * Source: Pacemaker Explained, "Cluster Options", `fencing-watchdog-timeout`.
 *
 * @param sbdTimeout the value of SBD_WATCHDOG_TIMEOUT, if there is any
 */
export function watchdogTimeout(cib: XmlElement, sbdTimeout: string | undefined): number {
  const text = firstPair(cib, ["fencing-watchdog-timeout", "stonith-watchdog-timeout"]);
  if (text === undefined) return 0;
  const span = parseTimeSpan(text);
  if (span !== undefined && span.milliseconds >= 0) return millisecondsToSeconds(span.milliseconds);
  return 2 * millisecondsToSeconds(Math.max(parseTimeSpan(sbdTimeout)?.milliseconds ?? 0, 0));
}
