import { parseDuration } from "./duration.js";
import { parseTimeSpan } from "./time-span.js";

/** Intervals are kept in 32 unsigned bits of milliseconds. */
const MAXIMUM_INTERVAL = 4294967295;
/** ... and those written as ISO 8601 durations in whole seconds. */
const MAXIMUM_DURATION_SECONDS = 4294967;
const MAXIMUM_TIMEOUT = 2147483647;

/** The timeout of an operation that has none, or one that cannot be used, in milliseconds. */
export const DEFAULT_TIMEOUT = 20_000;

/**
 * The interval that a text names, in milliseconds, at most 4294967295; undefined if it is unset,
 * unparsable, negative or beyond 64 bits. Accepts a number with a unit ("10s", "15 min") and an ISO 8601
 * duration ("PT1H30M"). This is what the validity of an option of type duration depends on.
 */
export function intervalOrUndefined(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (text.startsWith("P")) return durationInterval(text);
  const span = parseTimeSpan(text);
  return span === undefined || span.outOfRange ? undefined : clipInterval(span.milliseconds);
}

/**
 * The interval that a text names, in milliseconds; 0 for a text that names none. Used for the intervals of
 * operations, failure-timeout and options. Unlike for `intervalOrUndefined`, a number beyond 64 bits is clipped.
 */
export function parseInterval(text: string | undefined): number {
  if (text === undefined) return 0;
  if (text.startsWith("P")) return durationInterval(text) ?? 0;
  const span = parseTimeSpan(text);
  return span === undefined ? 0 : (clipInterval(span.milliseconds) ?? 0);
}

function clipInterval(milliseconds: number): number | undefined {
  return milliseconds < 0 ? undefined : Math.min(milliseconds, MAXIMUM_INTERVAL);
}

/**
 * A duration read as an interval. Pacemaker 3.0 converts it as though it were a position in a calendar:
 * years and days count from 1 (so "P1D" is nothing and "P2D" one day), a month is 30 days, and only
 * positive amounts of years, months and days count at all.
 */
function durationInterval(text: string): number | undefined {
  const duration = parseDuration(text);
  if (duration === undefined) return undefined;
  const wholeYears = Math.max(duration.years - 1, 0);
  const days =
    wholeYears * 365 +
    Math.floor(wholeYears / 4) +
    30 * Math.max(duration.months, 0) +
    Math.max(duration.days - 1, 0);
  const seconds = days * 86_400 + duration.seconds;
  if (seconds < 0) return undefined;
  return Math.min(seconds, MAXIMUM_DURATION_SECONDS) * 1000;
}

/**
 * The timeout of an operation in milliseconds, at most 2147483647. Unset, invalid, zero and negative
 * values, those below one millisecond and those beyond 64 bits give 20000; an ISO 8601 duration is invalid here.
 */
export function parseTimeout(text: string | undefined): number {
  const span = parseTimeSpan(text);
  if (span === undefined || span.outOfRange || span.milliseconds < 1) return DEFAULT_TIMEOUT;
  return Math.min(span.milliseconds, MAXIMUM_TIMEOUT);
}

/**
 * The start delay of an operation in milliseconds, at most 2147483647; 0 for invalid and negative text. A
 * number beyond 64 bits keeps only the lowest 32 of its clipped value, as a signed integer (Pacemaker 3.0 does not
 * limit it in that case), so the result may be negative.
 */
export function parseStartDelay(text: string | undefined): number {
  const span = parseTimeSpan(text);
  if (span === undefined) return 0;
  if (span.outOfRange) return span.lowWord;
  return Math.min(Math.max(span.milliseconds, 0), MAXIMUM_TIMEOUT);
}

/**
 * Milliseconds as whole seconds the way the scheduler shows and compares timeouts: rounded half up, but
 * anything between 0 and a second is a second.
 */
export function millisecondsToSeconds(milliseconds: number): number {
  if (milliseconds <= 0) return 0;
  return milliseconds < 1000 ? 1 : Math.floor((milliseconds + 500) / 1000);
}
