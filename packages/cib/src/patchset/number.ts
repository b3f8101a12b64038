import { parseInteger } from "../values/integer.js";

const LARGEST = 2 ** 31 - 1;
const SMALLEST = -(2 ** 31);

/** The whole number of 32 bits that a text starts with; undefined if there is none. */
export function parseNumber(text: string | undefined): number | undefined {
  const value = parseInteger(text);
  return value === undefined || value > LARGEST || value < SMALLEST ? undefined : value;
}
