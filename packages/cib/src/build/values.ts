import { BuildError } from "../errors/build.js";
import { INFINITY, MINUS_INFINITY, parseScore, type Score } from "../score.js";
import { intervalOrUndefined } from "../values/interval.js";

/** A preference: an integer from -1000000 to +1000000, or one of the ends by its name. */
export type ScoreInput = number | "INFINITY" | "-INFINITY";

/** A span of time with its unit (`10s`, `2min`, `500ms`), an ISO 8601 duration (`PT5M`), or none (`0`). */
export type TimeSpan =
  | `${number}${"us" | "ms" | "s" | "sec" | "m" | "min" | "h" | "hr"}`
  | `P${string}`
  | "0";

/** Values by name. */
export type Values = Readonly<Record<string, string | number | boolean>>;

/** A resource's role. */
export type Role = "Stopped" | "Started" | "Promoted" | "Unpromoted";

/** @throws BuildError for what is no score */
export function toScore(score: ScoreInput, owner: string): Score {
  if (typeof score === "string") {
    if (score === "INFINITY" || score === "-INFINITY") return parseScore(score, INFINITY);
  } else if (Number.isInteger(score) && score >= MINUS_INFINITY && score <= INFINITY) {
    return parseScore(String(score), INFINITY);
  }
  const advice = 'give an integer from -1000000 to 1000000, "INFINITY" or "-INFINITY"';
  throw new BuildError("invalid-value", `${owner}: ${String(score)} is no score: ${advice}`, owner);
}

/** @throws BuildError for what is no span of time */
export function toTimeSpan(span: TimeSpan, owner: string): string {
  if (intervalOrUndefined(span) !== undefined) return span;
  const advice = "give a number with a unit, such as 10s, or an ISO 8601 duration, such as PT5M";
  throw new BuildError("invalid-value", `${owner}: "${span}" is no span of time: ${advice}`, owner);
}
