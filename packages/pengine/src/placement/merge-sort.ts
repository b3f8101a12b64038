/**
 * A stable top-down merge sort: the first half (rounded down) and the rest are sorted, and merging takes
 * from the first while its item does not come strictly after the other's. With comparisons that are not
 * transitive the result depends on exactly this; with a total order it is what any stable sort gives.
 *
 * @param compare positive if `left` comes strictly after `right`
 */
export function mergeSort<T>(items: readonly T[], compare: (left: T, right: T) => number): T[] {
  if (items.length < 2) return items.slice();
  const middle = items.length >> 1;
  const left = mergeSort(items.slice(0, middle), compare);
  const right = mergeSort(items.slice(middle), compare);
  return merge(left, right, compare);
}

function merge<T>(left: readonly T[], right: readonly T[], compare: (left: T, right: T) => number): T[] {
  const merged: T[] = [];
  let at = 0;
  for (const item of left) {
    for (let next = right[at]; next !== undefined && compare(item, next) > 0; next = right[at]) {
      merged.push(next);
      at += 1;
    }
    merged.push(item);
  }
  for (; at < right.length; at += 1) {
    const rest = right[at];
    if (rest !== undefined) merged.push(rest);
  }
  return merged;
}
