/** How many single changes may lie between a name and one that was meant: one in three letters. */
const LETTERS_PER_CHANGE = 3;

/**
 * Of the known names those that somebody may have meant, the nearest first: names that differ in few letters, or in
 * capitals only, or that begin with what was written.
 */
export function nearNames(wrong: string, known: readonly string[], limit = 3): readonly string[] {
  const lower = wrong.toLowerCase();
  const most = Math.max(1, Math.floor(wrong.length / LETTERS_PER_CHANGE));
  return known
    .flatMap((name) => {
      const distance = distanceOf(lower, name.toLowerCase());
      const isBegun = lower.length >= LETTERS_PER_CHANGE && name.toLowerCase().startsWith(lower);
      return distance <= most || isBegun ? [{ name, distance }] : [];
    })
    .sort((one, other) => one.distance - other.distance)
    .slice(0, limit)
    .map(({ name }) => name);
}

/** How many letters have to be put in, taken out, replaced, or exchanged with their neighbours. */
function distanceOf(one: string, other: string): number {
  let before: readonly number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let at = 0; at < one.length; at += 1) {
    const next = [at + 1];
    for (let to = 0; to < other.length; to += 1) {
      const replaced = (row[to] ?? 0) + (one[at] === other[to] ? 0 : 1);
      const isExchanged = to > 0 && one[at] === other[to - 1] && one[at - 1] === other[to];
      const exchanged = isExchanged ? (before[to - 1] ?? 0) + 1 : replaced;
      next.push(Math.min(replaced, exchanged, (row[to + 1] ?? 0) + 1, (next[to] ?? 0) + 1));
    }
    before = row;
    row = next;
  }
  return row[other.length] ?? 0;
}
