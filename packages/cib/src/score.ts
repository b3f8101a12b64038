import { lowerAscii } from "./values/characters.js";
import { parseInteger } from "./values/integer.js";

/**
 * A preference for or against something: an integer from -1000000 to +1000000, where the two ends mean
 * "never" and "always" (Pacemaker Explained, "Scores").
 */
export type Score = number & { readonly [SCORE]: true };

declare const SCORE: unique symbol;

/** +1000000: always. */
export const INFINITY: Score = 1_000_000 as Score;
/** -1000000: never. Wins over everything it is added to. */
export const MINUS_INFINITY: Score = -1_000_000 as Score;

/** What the words `red`, `yellow` and `green` mean, which depends on the option `node-health-strategy`. */
export interface HealthScores {
  readonly red: Score;
  readonly yellow: Score;
  readonly green: Score;
}

/** The score nearest to a number; fractions are cut off, and what is not a number is 0. */
export function clampScore(value: number): Score {
  if (value >= INFINITY) return INFINITY;
  if (value <= MINUS_INFINITY) return MINUS_INFINITY;
  return (value | 0) as Score;
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

/**
 * Reads a score: `INFINITY`, `+INFINITY`, `-INFINITY`, a health word in any case, or an integer, which is cut off at the
 * ends. Text after the digits is ignored (`10abc` is 10).
 *
 * @param text undefined for an attribute that is absent
 * @param fallback what an absent or unreadable text gives
 * @param health what the words `red`, `yellow` and `green` mean; 0 each if not given
 */
export function parseScore(text: string | undefined): Score | undefined;
export function parseScore(text: string | undefined, fallback: Score, health?: HealthScores): Score;
export function parseScore(
  text: string | undefined,
  fallback: Score | undefined,
  health?: HealthScores,
): Score | undefined;
export function parseScore(
  text: string | undefined,
  fallback?: Score,
  health?: HealthScores,
): Score | undefined {
  if (text === undefined) return fallback;
  if (text === "INFINITY" || text === "+INFINITY") return INFINITY;
  if (text === "-INFINITY") return MINUS_INFINITY;
  const value = parseInteger(text);
  if (value !== undefined) return clampScore(value);
  return healthScore(text, health) ?? fallback;
}

const NO_HEALTH_SCORES: HealthScores = { red: clampScore(0), yellow: clampScore(0), green: clampScore(0) };

function healthScore(text: string, health: HealthScores = NO_HEALTH_SCORES): Score | undefined {
  switch (lowerAscii(text)) {
    case "red":
      return health.red;
    case "yellow":
      return health.yellow;
    case "green":
      return health.green;
    default:
      return undefined;
  }
}
