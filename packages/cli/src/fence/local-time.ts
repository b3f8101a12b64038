/** A moment in milliseconds since 1970 as `2026-11-22 17:15:23.998000Z`, in this computer's zone. */
export function localTime(milliseconds: number): string {
  const offset = -new Date(milliseconds).getTimezoneOffset();
  const text = new Date(milliseconds + offset * 60_000).toISOString();
  const zone = `${offset < 0 ? "-" : "+"}${two(Math.abs(offset) / 60)}:${two(Math.abs(offset) % 60)}`;
  return `${text.slice(0, 10)} ${text.slice(11, 23)}000${offset === 0 ? "Z" : ` ${zone}`}`;
}

function two(number: number): string {
  return String(Math.floor(number)).padStart(2, "0");
}
