import { formatTime } from "@sanode/pengine";

/** Seconds that this computer's zone is ahead of UTC at a moment, in seconds since 1970. */
export function zoneOffset(seconds: number): number {
  return -60 * new Date(seconds * 1000).getTimezoneOffset();
}

/** A moment, in seconds since 1970, as `Tue Nov 14 22:13:20 2023` in this computer's zone. */
export function localClock(seconds: number): string {
  return formatTime(seconds, zoneOffset(seconds));
}
