const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** Writes a moment, given in seconds since 1970. */
export type TimeFormat = (epochSeconds: number) => string;

/** `Tue Nov 14 19:26:40 2023`, the day padded with a blank. */
export function formatTime(epochSeconds: number, offsetSeconds = 0): string {
  const date = new Date((epochSeconds + offsetSeconds) * 1000);
  const day = String(date.getUTCDate()).padStart(2);
  return `${days[date.getUTCDay()]} ${months[date.getUTCMonth()]} ${day} ${clock(date)} ${date.getUTCFullYear()}`;
}

/** `2023-11-14 22:13:20Z`. */
export function formatUtc(epochSeconds: number): string {
  const date = new Date(epochSeconds * 1000);
  const month = String(date.getUTCMonth() + 1).padStart(2, "0");
  const day = String(date.getUTCDate()).padStart(2, "0");
  const year = String(date.getUTCFullYear()).padStart(4, "0");
  return `${year}-${month}-${day} ${clock(date)}Z`;
}

/** `2023-11-14 22:13:20Z`, or with the offset of the zone behind it: `2023-11-14 23:13:20 +01:00`. */
export function formatIso(epochSeconds: number, offsetSeconds = 0): string {
  const text = formatUtc(epochSeconds + offsetSeconds);
  if (offsetSeconds === 0) return text;
  const minutes = Math.abs(Math.trunc(offsetSeconds / 60));
  const parts = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0"));
  return `${text.slice(0, -1)} ${offsetSeconds < 0 ? "-" : "+"}${parts.join(":")}`;
}

function clock(date: Date): string {
  const parts = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}
