import { formatIso, formatTime, type TimeFormat } from "@sanode/pengine";
import { zoneOffset } from "../command/local-clock.js";

/** The present, and how times are told: in UTC, unless the environment variable TZ names another zone. */
export interface Clock {
  /** Seconds since 1970. */
  readonly now: number;
  /** Seconds that the zone is ahead of UTC at present. */
  readonly localOffset: number;
  readonly format: TimeFormat;
  /** The same in the form of ISO 8601. */
  readonly formatIso: TimeFormat;
}

export function readClock(): Clock {
  const isLocal = (process.env.TZ ?? "") !== "";
  const offsetAt = (seconds: number): number => (isLocal ? zoneOffset(seconds) : 0);
  const now = Math.floor(Date.now() / 1000);
  return {
    now,
    localOffset: offsetAt(now),
    format: (seconds) => formatTime(seconds, offsetAt(seconds)),
    formatIso: (seconds) => formatIso(seconds, offsetAt(seconds)),
  };
}
