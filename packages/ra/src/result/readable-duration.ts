const UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
] as const;

/** Milliseconds in the short form of Pacemaker's messages: `1m30s`, `2h`, `1.500s`, `250ms`. */
export function readableDuration(milliseconds: number): string {
  let rest = Math.max(0, Math.round(milliseconds));
  let text = "";
  for (const [unit, length] of UNITS) {
    const count = Math.floor(rest / length);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * length;
  }
  return text + readableSeconds(rest, text === "");
}

function readableSeconds(milliseconds: number, alone: boolean): string {
  if (milliseconds === 0) return alone ? "0s" : "";
  if (milliseconds % 1000 === 0) return `${milliseconds / 1000}s`;
  if (milliseconds < 1000) return `${milliseconds}ms`;
  return `${(milliseconds / 1000).toFixed(3)}s`;
}
