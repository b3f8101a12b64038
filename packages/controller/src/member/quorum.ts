/**
 * Whether so many present nodes may decide for all: more than half of them. Of two nodes one is enough, since
 * otherwise two would be worth less than one.
 *
 * Source: votequorum(5), `expected_votes` and `two_node`.
 */
export function isQuorate(present: number, expected: number): boolean {
  const needed = expected === 2 ? 1 : Math.floor(expected / 2) + 1;
  return present >= needed;
}
