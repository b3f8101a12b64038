import { expect, test } from "vitest";
import { isQuorate } from "./quorum.js";

test("more than half of the nodes decide; of two nodes each", () => {
  const needed = [1, 2, 3, 4, 5].map((expected) => {
    for (let present = 0; ; present += 1) if (isQuorate(present, expected)) return present;
  });
  expect(needed).toEqual([1, 1, 2, 3, 3]);
});
