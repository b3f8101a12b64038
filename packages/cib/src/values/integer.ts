import { isDigitCode, skipDigits, skipSpace } from "./characters.js";

/*
 * Integers as a CIB has them: leading white space, an optional sign, decimal digits; whatever follows
 * the digits is ignored ("10abc" is 10, "1.5" is 1, "0x10" is 0).
 */

const MAXIMUM_64 = 2n ** 63n - 1n;
const MINIMUM_64 = -(2n ** 63n);
const MAXIMUM_32 = 2147483647;

/** An integer read from text, clipped to 64 bits. */
export interface LeadingInteger {
  readonly value: bigint;
  /** The text named a number beyond 64 bits; `value` is the limit nearest to it. */
  readonly outOfRange: boolean;
  /** Where the text goes on after the digits. */
  readonly end: number;
}

interface DigitRun {
  readonly negative: boolean;
  readonly start: number;
  readonly end: number;
}

function leadingDigits(text: string): DigitRun | undefined {
  let start = skipSpace(text, 0);
  const sign = text.charCodeAt(start);
  const negative = sign === 45;
  if (negative || sign === 43) start += 1;
  if (!isDigitCode(text.charCodeAt(start))) return undefined;
  return { negative, start, end: skipDigits(text, start) };
}

/**
 * The integer that a text starts with, exactly, with a mark when it does not fit in 64 bits.
 * Undefined when the text is unset or does not start with an integer.
 */
export function parseLeadingInteger(text: string | undefined): LeadingInteger | undefined {
  if (text === undefined) return undefined;
  const run = leadingDigits(text);
  if (run === undefined) return undefined;
  const digits = text.slice(run.start, run.end).replace(/^0+/, "");
  // More than 19 significant digits never fit; not converting them keeps hostile input cheap.
  const magnitude = digits.length > 19 ? MAXIMUM_64 + 2n : BigInt(digits);
  const value = run.negative ? -magnitude : magnitude;
  if (value > MAXIMUM_64) return { value: MAXIMUM_64, outOfRange: true, end: run.end };
  if (value < MINIMUM_64) return { value: MINIMUM_64, outOfRange: true, end: run.end };
  return { value, outOfRange: false, end: run.end };
}

/**
 * The integer that a text starts with, clipped to the range of 64 bits. Beyond 2^53 the result is the
 * nearest number that JavaScript has; `parseLeadingInteger` is exact.
 * Undefined when the text is unset or does not start with an integer.
 */
export function parseInteger(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const run = leadingDigits(text);
  if (run === undefined) return undefined;
  const digits = text.slice(run.start, run.end);
  const magnitude = digits.length < 16 ? Number(digits) : Math.min(Number(digits), 2 ** 63);
  return run.negative && magnitude > 0 ? -magnitude : magnitude;
}

/**
 * An integer option with a lower limit: unset, unparsable or smaller text gives `minimum`; more than
 * 2147483647 gives 2147483647.
 */
export function parseMinimumInteger(text: string | undefined, minimum: number): number {
  const value = parseInteger(text);
  if (value === undefined || value < minimum) return minimum;
  return Math.min(value, MAXIMUM_32);
}
