/**
 * Replaces `%0` to `%9` by the parts of what a location constraint's pattern matched: the whole, then its groups;
 * a part that is missing gives nothing, and `%` before anything else stays. Without a match the text stays.
 * Source: Pacemaker Explained, "Location Rules Based on Other Node Properties".
 */
export function substituteSubmatches(
  text: string,
  submatches: readonly (string | undefined)[] | undefined,
): string {
  if (submatches === undefined || !text.includes("%")) return text;
  return text.replace(/%([0-9])/g, (_, digit: string) => submatches[Number(digit)] ?? "");
}
