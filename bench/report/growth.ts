import type { Figure } from "./figures.js";

/** What takes fewer milliseconds fits into the processor's caches, and tells more of the machine than of growth. */
const TOO_SHORT = 50;

/** The figures that growth is read from: those with the same number of nodes that are not too short. */
export function telling(figures: readonly Figure[]): readonly Figure[] {
  return figures.filter(({ nodes, warm }) => nodes === figures[0]?.nodes && warm.thread >= TOO_SHORT);
}

/**
 * The exponent with which time grows: the slope of the line that fits best in a double logarithmic plot, through all
 * {@link telling} figures: over a wide range chance counts for little. What counts is the processor time of the thread that schedules.
 *
 * @param size of a figure: what growth is meant over
 * @returns null if there are too few figures to tell
 */
export function growth(figures: readonly Figure[], size: (figure: Figure) => number): number | null {
  const points = telling(figures).map((figure) => ({
    x: Math.log(size(figure)),
    y: Math.log(figure.warm.thread),
  }));
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x0, y0] = [mean(points.map(({ x }) => x)), mean(points.map(({ y }) => y))];
  const [spread, rise] = points.reduce(
    ([spread, rise], { x, y }) => [spread + (x - x0) ** 2, rise + (x - x0) * (y - y0)],
    [0, 0],
  );
  return points.length < 3 || spread === 0 ? null : rise / spread;
}
