const SPACE_AND_SIGN = /^[ \t\n\v\f\r]*([+-]?)/;
const DECIMAL = /^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/;
const HEXADECIMAL = /^0[xX]([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?(?:[pP]([+-]?\d+))?/;
const SMALLEST_NORMAL = 2 ** -1022;

/**
 * The floating-point number that a text starts with, the rest ignored, in the forms that C's `strtod` knows: decimal,
 * hexadecimal ("0x1.8p1"), "inf" and "nan". Undefined if there is none, if its magnitude is too large or too small
 * for a normal number, and for minus zero.
 */
export function parseLeadingNumber(text: string): number | undefined {
  const start = SPACE_AND_SIGN.exec(text);
  const magnitude = parseMagnitude(text.slice(start?.[0].length ?? 0));
  if (magnitude === undefined) return undefined;
  const negative = start?.[1] === "-";
  if (negative && magnitude === 0) return undefined;
  return negative ? -magnitude : magnitude;
}

function parseMagnitude(text: string): number | undefined {
  if (/^inf/i.test(text)) return Number.POSITIVE_INFINITY;
  if (/^nan/i.test(text)) return Number.NaN;
  const hexadecimal = HEXADECIMAL.exec(text);
  if (hexadecimal !== null) {
    const [, whole = "", fraction = "", exponent = "0"] = hexadecimal;
    return inRange(
      hexadecimalValue(whole, fraction) * 2 ** Number(exponent),
      /[1-9a-f]/i.test(whole + fraction),
    );
  }
  const decimal = DECIMAL.exec(text)?.[0];
  if (decimal === undefined) return undefined;
  return inRange(Number(decimal), /^[^eE]*[1-9]/.test(decimal));
}

function hexadecimalValue(whole: string, fraction: string): number {
  const digits = whole + fraction;
  return digits === "" ? 0 : Number(`0x${digits}`) * 16 ** -fraction.length;
}

function inRange(value: number, nonZero: boolean): number | undefined {
  if (value === Number.POSITIVE_INFINITY) return undefined;
  return nonZero && value < SMALLEST_NORMAL ? undefined : value;
}
