import { compareDigits } from "./digits.js";

const MAXIMUM_64 = "9223372036854775807";

/**
 * Compares two versions group by group as numbers; missing groups are 0, so "1.10" equals "1.10.0". Of each
 * text the longest beginning made of digit groups joined by single dots counts, after white space;
 * a text without one counts as 0, and a
 * group beyond 64 bits as the largest number of these. Returns a negative number, zero or a positive number.
 */
export function compareVersions(a: string, b: string): number {
  const groupsA = versionGroups(a);
  const groupsB = versionGroups(b);
  const count = Math.max(groupsA.length, groupsB.length);
  for (let index = 0; index < count; index += 1) {
    const order = compareDigits(groupsA[index] ?? "", groupsB[index] ?? "");
    if (order !== 0) return order;
  }
  return 0;
}

function versionGroups(text: string): readonly string[] {
  const match = /^[ \t\n\v\f\r]*(\d+(?:\.\d+)*)/.exec(text);
  return match?.[1]?.split(".").map(clipGroup) ?? [];
}

function clipGroup(digits: string): string {
  return digits.length > 18 && compareDigits(digits, MAXIMUM_64) > 0 ? MAXIMUM_64 : digits;
}
