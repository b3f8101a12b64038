import { isDigitCode, isSpaceCode, skipDigits } from "./characters.js";

/** An ISO 8601 duration; weeks, hours and minutes are folded into days and seconds. */
export interface Duration {
  readonly years: number;
  readonly months: number;
  readonly days: number;
  readonly seconds: number;
}

type Amounts = { -readonly [field in keyof Duration]: Duration[field] };

const MAXIMUM_32 = 2147483647;
const MAXIMUM_DIGITS = 10;

/**
 * An ISO 8601 duration as Pacemaker reads it: "P", then integers with a unit each, in any order. "T" only
 * makes "M" mean minutes instead of months. Repeated years or months replace, all other units add up.
 * White space or "/" ends the text. Undefined if anything else occurs, if an amount (or a sum)
 * does not fit in 32 bits, or if no amount remains that is not zero.
 */
export function parseDuration(text: string): Duration | undefined {
  if (!text.startsWith("P")) return undefined;
  const amounts: Amounts = { years: 0, months: 0, days: 0, seconds: 0 };
  let timePart = false;
  let at = 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isSpaceCode(code) || code === 47) break;
    if (code === 84) {
      timePart = true;
      at += 1;
      continue;
    }
    const amount = readAmount(text, at);
    if (amount === undefined || !add(amounts, amount.value, text.charAt(amount.end), timePart))
      return undefined;
    at = amount.end + 1;
  }
  const { years, months, days, seconds } = amounts;
  return years === 0 && months === 0 && days === 0 && seconds === 0 ? undefined : amounts;
}

function readAmount(text: string, at: number): { value: number; end: number } | undefined {
  const sign = text.charAt(at);
  const start = sign === "+" || sign === "-" ? at + 1 : at;
  if (!isDigitCode(text.charCodeAt(start))) return undefined;
  const end = skipDigits(text, start);
  if (end - start > MAXIMUM_DIGITS) return undefined;
  const magnitude = Number(text.slice(start, end));
  if (magnitude > MAXIMUM_32) return undefined;
  return { value: sign === "-" ? -magnitude : magnitude, end };
}

function add(amounts: Amounts, value: number, unit: string, timePart: boolean): boolean {
  switch (unit) {
    case "Y":
      amounts.years = value;
      return true;
    case "M":
      if (timePart) return addTo(amounts, "seconds", value * 60);
      amounts.months = value;
      return true;
    case "W":
      return addTo(amounts, "days", value * 7);
    case "D":
      return addTo(amounts, "days", value);
    case "H":
      return addTo(amounts, "seconds", value * 3600);
    case "S":
      return addTo(amounts, "seconds", value);
    default:
      return false;
  }
}

function addTo(amounts: Amounts, field: "days" | "seconds", value: number): boolean {
  const sum = amounts[field] + value;
  if (Math.abs(value) > MAXIMUM_32 || Math.abs(sum) > MAXIMUM_32) return false;
  amounts[field] = sum;
  return true;
}
