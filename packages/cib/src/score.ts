/**
 * A preference for or against something: an integer from -1000000 to +1000000, where the two ends mean
 * "never" and "always" (Pacemaker Explained, "Scores").
 */
export type Score = number & { readonly [SCORE]: true };

declare const SCORE: unique symbol;

/** +1000000: always. */
export const INFINITY = 1_000_000 as Score;
/** -1000000: never. Wins over everything it is added to. */
export const MINUS_INFINITY = -1_000_000 as Score;
/** No preference. */
export const ZERO = 0 as Score;

/** What the words `red`, `yellow` and `green` mean, which depends on the option `node-health-strategy`. */
export interface HealthScores {
  readonly red: Score;
  readonly yellow: Score;
  readonly green: Score;
}

/** The nearest score to an integer. */
export function clampScore(value: number): Score {
  if (value >= INFINITY) return INFINITY;
  if (value <= MINUS_INFINITY) return MINUS_INFINITY;
  return Math.trunc(value) as Score;
}

/**
 * The sum of two scores. -INFINITY plus anything, +INFINITY included, is -INFINITY; else +INFINITY plus anything is
 * +INFINITY; else the sum, cut off at the ends.
 *
 * Because of the cutting off, the order of several additions matters: 999999 + 5 - 10 is +INFINITY.
 */
export function addScores(left: Score, right: Score): Score {
  if (left <= MINUS_INFINITY || right <= MINUS_INFINITY) return MINUS_INFINITY;
  if (left >= INFINITY || right >= INFINITY) return INFINITY;
  return clampScore(left + right);
}

/** `INFINITY`, `-INFINITY` or the integer. */
export function formatScore(score: number): string {
  if (score >= INFINITY) return "INFINITY";
  if (score <= MINUS_INFINITY) return "-INFINITY";
  return String(score);
}

/** Leading white space, a sign, digits; what follows the digits is ignored, as everywhere in a CIB. */
const LEADING_INTEGER = /^[ \t\n\v\f\r]*([+-]?[0-9]+)/;

/**
 * Reads a score: `INFINITY`, `+INFINITY`, `-INFINITY`, a health word in any case, or an integer, which is cut off at the
 * ends. Text after the digits is ignored (`10abc` is 10).
 *
 * @param text undefined for an attribute that is absent
 * @param health what the words `red`, `yellow`, `green` mean; 0 each if not given
 * @returns undefined if the text is absent or no score
 */
export function parseScore(text: string | undefined, health?: HealthScores): Score | undefined;
export function parseScore(text: string | undefined, fallback: Score, health?: HealthScores): Score;
export function parseScore(
  text: string | undefined,
  second?: Score | HealthScores,
  third?: HealthScores,
): Score | undefined {
  const fallback = typeof second === "number" ? second : undefined;
  const health = typeof second === "object" ? second : third;
  return text === undefined ? fallback : (readScore(text, health) ?? fallback);
}

function readScore(text: string, health: HealthScores | undefined): Score | undefined {
  if (text === "INFINITY" || text === "+INFINITY") return INFINITY;
  if (text === "-INFINITY") return MINUS_INFINITY;
  const digits = LEADING_INTEGER.exec(text)?.[1];
  if (digits !== undefined) return clampScore(Number(digits));
  switch (text.toLowerCase()) {
    case "red":
      return health?.red ?? ZERO;
    case "yellow":
      return health?.yellow ?? ZERO;
    case "green":
      return health?.green ?? ZERO;
    default:
      return undefined;
  }
}
