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

function clock(date: Date): string {
  const parts = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}
