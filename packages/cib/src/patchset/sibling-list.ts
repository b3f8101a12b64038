/** Most items of one piece of a list. */
const PIECE = 512;

/** An item of a {@link SiblingList}, which keeps in it where it is. */
export interface Sibling<Item> {
  /** Only the list changes this; undefined outside of any list. */
  piece: Item[] | undefined;
}

/**
 * A list in which items are found, inserted and removed quickly wherever they stand, for documents with very many
 * siblings: it is kept in pieces of limited length.
 */
export class SiblingList<Item extends Sibling<Item>> {
  #pieces: Item[][] = [];
  #length: number;

  constructor(items: readonly Item[] = []) {
    this.#length = items.length;
    for (let start = 0; start < items.length; start += PIECE / 2) {
      const piece = items.slice(start, start + PIECE / 2);
      for (const item of piece) item.piece = piece;
      this.#pieces.push(piece);
    }
  }

  get length(): number {
    return this.#length;
  }

  *[Symbol.iterator](): Generator<Item> {
    for (const piece of this.#pieces) yield* piece;
  }

  /** The item at an index; undefined if the index is not that of an item. */
  at(index: number): Item | undefined {
    if (index < 0 || index >= this.#length) return undefined;
    const [piece, offset] = this.#locate(index);
    return piece[offset];
  }

  /** The index of an item of the list. */
  indexOf(item: Item): number {
    let before = 0;
    for (const piece of this.#pieces) {
      if (piece === item.piece) return before + piece.indexOf(item);
      before += piece.length;
    }
    return -1;
  }

  /** Puts an item before that at an index; last, if there is none. */
  insert(item: Item, index: number = this.#length): void {
    const isInside = index >= 0 && index < this.#length;
    const [piece, offset] = this.#locate(isInside ? index : this.#length);
    piece.splice(offset, 0, item);
    item.piece = piece;
    this.#length += 1;
    if (piece.length > PIECE) this.#split(piece);
  }

  remove(item: Item): void {
    const { piece } = item;
    if (piece === undefined) return;
    piece.splice(piece.indexOf(item), 1);
    item.piece = undefined;
    this.#length -= 1;
    if (piece.length === 0) this.#pieces = this.#pieces.filter((other) => other !== piece);
  }

  /** The piece with an index and the offset in it; the end of the last piece for the end of the list. */
  #locate(index: number): [piece: Item[], offset: number] {
    let offset = index;
    for (const piece of this.#pieces) {
      if (offset < piece.length || (offset === piece.length && piece === this.#pieces.at(-1))) {
        return [piece, offset];
      }
      offset -= piece.length;
    }
    const piece: Item[] = [];
    this.#pieces.push(piece);
    return [piece, 0];
  }

  #split(piece: Item[]): void {
    const half = piece.splice(PIECE / 2);
    for (const item of half) item.piece = half;
    this.#pieces.splice(this.#pieces.indexOf(piece) + 1, 0, half);
  }
}
