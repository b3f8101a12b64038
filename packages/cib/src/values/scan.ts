import { isDigitCode, skipSpace } from "./characters.js";

/** What a position of a scanned text must hold: a literal text, or an integer of at most that many characters. */
type ScanItem = string | number;

/** Stands for an integer of any length in `scanIntegers`. */
export const ANY_LENGTH = Number.POSITIVE_INFINITY;

/**
 * Reads integers between literal texts, as far as the text follows the pattern, and returns those read. As in C,
 * white space before an integer is skipped, a sign belongs to it, and a number keeps its lowest 32 bits.
 */
export function scanIntegers(text: string, pattern: readonly ScanItem[]): number[] {
  const found: number[] = [];
  let at = 0;
  for (const item of pattern) {
    if (typeof item === "string") {
      if (!text.startsWith(item, at)) return found;
      at += item.length;
    } else {
      const integer = scanInteger(text, at, item);
      if (integer === undefined) return found;
      found.push(integer.value);
      at = integer.end;
    }
  }
  return found;
}

function scanInteger(text: string, at: number, width: number): { value: number; end: number } | undefined {
  const start = skipSpace(text, at);
  const limit = Math.min(start + width, text.length);
  const sign = text.charAt(start);
  const digits = sign === "-" || sign === "+" ? start + 1 : start;
  let end = digits;
  while (end < limit && isDigitCode(text.charCodeAt(end))) end += 1;
  if (end === digits) return undefined;
  return { value: wrap(text.slice(digits, end), sign === "-"), end };
}

function wrap(digits: string, negative: boolean): number {
  if (digits.length < 10) return negative ? -Number(digits) : Number(digits);
  const limit = negative ? 2n ** 63n : 2n ** 63n - 1n;
  const significant = digits.replace(/^0+/, "");
  const exact = significant.length > 19 ? limit : BigInt(significant);
  const clipped = exact < limit ? exact : limit;
  return Number(BigInt.asIntN(32, negative ? -clipped : clipped));
}
