/** A duration in milliseconds the way texts show it: `1m30s`, `1.500s`, `250ms`, `2d1h`, `0s`. */
export function intervalText(milliseconds: number): string {
  if (milliseconds === 0) return "0s";
  const rest = milliseconds % 60_000;
  const minutes = Math.floor(milliseconds / 60_000);
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(minutes / 1440), "d"],
    [Math.floor(minutes / 60) % 24, "h"],
    [minutes % 60, "m"],
  ];
  const text = parts.map(([amount, unit]) => (amount > 0 ? `${amount}${unit}` : "")).join("");
  return text + secondsText(rest);
}

function secondsText(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const rest = milliseconds % 1000;
  if (seconds > 0) return rest > 0 ? `${seconds}.${String(rest).padStart(3, "0")}s` : `${seconds}s`;
  return rest > 0 ? `${rest}ms` : "";
}
