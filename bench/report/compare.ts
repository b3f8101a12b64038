import type { Figure, Figures } from "./figures.js";

/** What takes this many times as long as it did has become slower; less may be chance. */
const TOLERANCE = 1.5;

/** Figures of less than this many milliseconds are not compared: they change by themselves. */
const TOO_SHORT = 5;

/** A figure that has become worse, as a line. Both are measured in units, so that machines don't matter. */
export function regressions(before: Figures, now: Figures): string[] {
  const known = new Map(before.figures.map((figure) => [nameOf(figure), figure]));
  return now.figures.flatMap((figure) => {
    const old = known.get(nameOf(figure));
    if (old === undefined || figure.warm.thread < TOO_SHORT) return [];
    const factor = figure.units / old.units;
    return factor < TOLERANCE ? [] : [`${nameOf(figure)} takes ${factor.toFixed(2)} times as long as it did`];
  });
}

function nameOf({ family, nodes, count }: Figure): string {
  return `${family} ${nodes} × ${count}`;
}
