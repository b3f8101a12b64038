import { MarkCount } from "./mark-count.js";

/**
 * Which items of a list are told to have moved, given the place of each item in another list.
 *
 * An item has moved if its place differs in the two lists, where an item that was found to have moved no longer counts:
 * in the other list if it came later there, else in this one. That is the rule of Pacemaker's patchsets, and the result
 * depends on the order of the items.
 *
 * @param others the places in the other list, in the order of this one; -1 for an item that is not there, which counts
 *   here all the same
 * @param otherSize the length of the other list
 */
export function findMoves(others: Int32Array, otherSize: number): Uint8Array {
  const moved = new Uint8Array(others.length);
  const passed = new MarkCount(otherSize);
  let place = 0;
  for (const [index, other] of others.entries()) {
    if (other !== -1) {
      const otherPlace = other - passed.before(other);
      if (otherPlace !== place) {
        moved[index] = 1;
        if (otherPlace < place) continue;
        passed.mark(other);
      }
    }
    place += 1;
  }
  return moved;
}
