/**
 * A calculation that is always the same, of the kind that scheduling is: objects, maps by text, arrays of integers, sorting. What it
 * takes is the unit in which figures of different machines, or of different moments, are compared.
 */
export function calibrate(): void {
  const byName = new Map<string, { readonly name: string; score: number; links: number[] }>();
  let random = 1;
  for (let index = 0; index < 60_000; index += 1) {
    random = (random * 48_271) % 2_147_483_647;
    const name = `resource-${random % 30_000}`;
    const known = byName.get(name);
    if (known === undefined) byName.set(name, { name, score: random % 1_000, links: [index] });
    else {
      known.links.push(index);
      known.score += known.links.length;
    }
  }
  const sorted = [...byName.values()].sort((left, right) => right.score - left.score);
  const table = new Int32Array(65_536);
  for (const { score, links } of sorted) {
    for (const link of links) table[(link * score) & 65_535] = score;
  }
}
