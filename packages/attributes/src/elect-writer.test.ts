import { expect, test } from "vitest";
import { electWriter } from "./elect-writer.js";

test("the oldest software writes, then who has worked most, then the first by name", () => {
  const candidate = (node: string, featureSet: string, processorTime: number) => ({
    node,
    featureSet,
    processorTime,
  });
  const old = candidate("z", "3.9.0", 1);
  const busy = candidate("Y", "3.20.5", 50);
  const first = candidate("A", "3.20.5", 2);
  const second = candidate("b", "3.20.5", 2);
  expect(electWriter([second, first, busy, old])).toBe(old);
  expect(electWriter([second, first, busy])).toBe(busy);
  expect(electWriter([second, first])).toBe(first);
  expect(electWriter([])).toBeUndefined();
});
