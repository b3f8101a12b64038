import fc from "fast-check";
import { expect, it } from "vitest";
import { type Sibling, SiblingList } from "./sibling-list.js";

class Item implements Sibling<Item> {
  piece: Item[] | undefined;
}

it("a list of siblings is a list, however long", () => {
  const step = fc.record({
    remove: fc.boolean(),
    at: fc.double({ min: -0.1, max: 1.1, noNaN: true }),
    count: fc.constantFrom(1, 2, 400),
  });
  fc.assert(
    fc.property(fc.constantFrom(0, 1, 1000), fc.array(step, { maxLength: 30 }), (length, steps) => {
      const model = Array.from({ length }, () => new Item());
      const list = new SiblingList(model);
      for (const { remove, at, count } of steps) {
        for (let time = 0; time < count; time++) {
          const index = Math.floor(at * model.length);
          const found = model[index];
          expect(list.at(index)).toBe(found);
          if (remove) {
            if (found === undefined) continue;
            expect(list.indexOf(found)).toBe(index);
            list.remove(found);
            model.splice(index, 1);
            continue;
          }
          const item = new Item();
          list.insert(item, index);
          model.splice(index < 0 ? model.length : index, 0, item);
        }
      }
      expect(list.length).toBe(model.length);
      expect([...list].every((item, index) => item === model[index])).toBe(true);
    }),
    { numRuns: 50 },
  );
});
