import fc from "fast-check";
import { expect, it } from "vitest";
import { colocation, group, location, place, primitive } from "../../test-support/place.js";

const nodes = ["n1", "n2", "n3"];
const names = ["A", "B", "C", "D", "E", "F"];

const score = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("INFINITY", "-INFINITY", "1", "-1") },
  fc.integer({ min: -1_200_000, max: 1_200_000 }).map(String),
);

const kind = fc.constantFrom("primitive", "group", "clone");

/** A resource of some kind. */
function made(id: string, wanted: "primitive" | "group" | "clone"): string {
  if (wanted === "group") return group(id, [primitive(`${id}1`), primitive(`${id}2`)]);
  return wanted === "clone" ? `<clone id="${id}">${primitive(`${id}1`)}</clone>` : primitive(id);
}

const cluster = fc.record({
  kinds: fc.array(kind, { minLength: names.length, maxLength: names.length }),
  preferences: fc.uniqueArray(
    fc.record({ name: fc.constantFrom(...names), node: fc.constantFrom(...nodes), score }),
    { maxLength: 8, selector: ({ name, node }) => `${name} ${node}` },
  ),
  together: fc.uniqueArray(
    fc.record({ dependent: fc.constantFrom(...names), primary: fc.constantFrom(...names), score }),
    { maxLength: 12, selector: ({ dependent, primary }) => `${dependent} ${primary}` },
  ),
});

/** A listener is told of each source of preferences, so that with it they are added one by one. */
it("adding all preferences that follow from a source at once is as adding them one by one", () => {
  fc.assert(
    fc.property(cluster, ({ kinds, preferences, together }) => {
      const small = {
        nodes,
        resources: names.map((id, index) => made(id, kinds[index] ?? "primitive")).join(""),
        constraints:
          preferences.map(({ name, node, score }) => location(name, node, score)).join("") +
          together
            .filter(({ dependent, primary }) => dependent !== primary)
            .map(({ dependent, primary, score }) => colocation(dependent, primary, score))
            .join(""),
      };
      const oneByOne = place({ ...small, listener: () => {} });
      expect(place(small).lines).toEqual(oneByOne.lines);
    }),
    { numRuns: 300 },
  );
});

it("ways of colocations that part and meet again, time after time, take no time", () => {
  const many = Array.from({ length: 60 }, (_, index) => `R${index}`);
  const constraints = many.flatMap((id, index) =>
    [many[index - 1], many[index - 2]].flatMap((before) =>
      before === undefined ? [] : [colocation(id, before, 900_000)],
    ),
  );
  const placement = place({
    nodes,
    resources: many.map((id) => primitive(id)).join(""),
    constraints: constraints.join("") + location("R59", "n2", 5),
  });
  expect(placement.nodeOf("R0")).toBe("n2");
});
