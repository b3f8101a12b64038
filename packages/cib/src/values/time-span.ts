import { isDigitCode, lowerAscii, skipSpace } from "./characters.js";
import { parseLeadingInteger } from "./integer.js";

/** A span of time that was written as a number with a unit. */
export interface TimeSpan {
  /** Milliseconds; beyond 2^53 the nearest number that JavaScript has. */
  readonly milliseconds: number;
  /** The number, before its unit, did not fit in 64 bits and was clipped. */
  readonly outOfRange: boolean;
  /** The lowest 32 bits of the clipped milliseconds as a signed integer, if `outOfRange`; else 0. */
  readonly lowWord: number;
}

interface Unit {
  readonly prefix: string;
  readonly multiplier: number;
  readonly divisor: number;
}

/** Units go by prefix, first match first: "month" is minutes, "ms" is milliseconds. */
const UNITS: readonly Unit[] = [
  { prefix: "s", multiplier: 1000, divisor: 1 },
  { prefix: "ms", multiplier: 1, divisor: 1 },
  { prefix: "us", multiplier: 1, divisor: 1000 },
  { prefix: "m", multiplier: 60_000, divisor: 1 },
  { prefix: "h", multiplier: 3_600_000, divisor: 1 },
];

/**
 * A number with a unit: an integer, whatever further digits and dots follow (fractions are discarded),
 * white space, and a unit: nothing or s... (seconds), ms..., us..., m... (minutes), h... (hours), case ignored.
 * Undefined for unset and for any other text.
 * Source: Pacemaker Explained, "Durations".
 */
export function parseTimeSpan(text: string | undefined): TimeSpan | undefined {
  const integer = parseLeadingInteger(text);
  if (integer === undefined || text === undefined) return undefined;
  let at = integer.end;
  while (isDigitCode(text.charCodeAt(at)) || text.charCodeAt(at) === 46) at += 1;
  const unit = unitOf(text.slice(skipSpace(text, at)));
  if (unit === undefined) return undefined;
  return {
    milliseconds: Math.trunc((Number(integer.value) * unit.multiplier) / unit.divisor),
    outOfRange: integer.outOfRange,
    lowWord: integer.outOfRange ? lowWord(integer.value, unit) : 0,
  };
}

function lowWord(value: bigint, unit: Unit): number {
  // A multiplication that leaves 64 bits stops at their limit, and the value is at that limit already.
  return Number(BigInt.asIntN(32, value / BigInt(unit.divisor)));
}

function unitOf(text: string): Unit | undefined {
  if (text === "") return UNITS[0];
  const lower = lowerAscii(text);
  return UNITS.find((unit) => lower.startsWith(unit.prefix));
}
