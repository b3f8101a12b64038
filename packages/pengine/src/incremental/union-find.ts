/** Sets of names that grow together. */
export class UnionFind {
  readonly #parents = new Map<string, string>();

  /** The name that stands for the whole set. */
  find(name: string): string {
    let root = name;
    for (let above = this.#parents.get(root); above !== undefined; above = this.#parents.get(root))
      root = above;
    let at = name;
    while (at !== root) {
      const next = this.#parents.get(at) ?? root;
      this.#parents.set(at, root);
      at = next;
    }
    return root;
  }

  unite(left: string, right: string): void {
    const from = this.find(left);
    const to = this.find(right);
    if (from !== to) this.#parents.set(from, to);
  }
}
