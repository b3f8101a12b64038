import { formatTime } from "@sanode/pengine";

/** A moment, in seconds since 1970, as `Tue Nov 14 22:13:20 2023` in this computer's zone. */
export function localClock(seconds: number): string {
  return formatTime(seconds, -new Date(seconds * 1000).getTimezoneOffset() * 60);
}
