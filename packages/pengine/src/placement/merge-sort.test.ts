import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeSort } from "./merge-sort.js";

describe("mergeSort", () => {
  it("sorts as any stable sort does when the comparison is an order", () => {
    const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer()));
    fc.assert(
      fc.property(pairs, (items) => {
        const compare = (left: [number, number], right: [number, number]) => left[0] - right[0];
        expect(mergeSort(items, compare)).toEqual([...items].sort(compare));
      }),
    );
  });

  it("lets the left half win unless it comes strictly after, also where the comparison goes in circles", () => {
    // Each of the three is before the next, and the last before the first.
    const beats = new Set(["ab", "bc", "ca"]);
    const compare = (left: string, right: string) => (beats.has(right + left) ? 1 : -1);
    expect(mergeSort(["b", "c", "a"], compare)).toEqual(["b", "c", "a"]);
    expect(mergeSort(["c", "a", "b"], compare)).toEqual(["c", "a", "b"]);
    expect(mergeSort(["a", "c", "b"], compare)).toEqual(["a", "b", "c"]);
  });
});
