import { element, type XmlElement } from "@sanode/cib";
import { cluster, colocation, group, location, order, primitive } from "./document.js";
import { doubling, type Family, type Size, times } from "./family.js";

/** Few nodes, many primitives, and constraints of one shape between them. */
function shape(constraints: (ids: readonly string[]) => XmlElement[]): (size: Size) => XmlElement {
  return ({ nodes, count }) => {
    const ids = times(count, (index) => `service${index}`);
    return cluster({ nodes, resources: ids.map((id) => primitive(id)), constraints: constraints(ids) });
  };
}

/** What is made of each id and the one before it. */
function pairs(
  ids: readonly string[],
  make: (id: string, before: string) => readonly XmlElement[],
): XmlElement[] {
  return ids.flatMap((id, index) => {
    const before = ids[index - 1];
    return before === undefined ? [] : make(id, before);
  });
}

/** What is made of each id but the first, and the first. */
function rays(ids: readonly string[], make: (id: string, center: string) => XmlElement): XmlElement[] {
  const [center = "", ...others] = ids;
  return others.map((id) => make(id, center));
}

/** Each is placed with the two before it, so that ways part and meet again. */
function diamonds(ids: readonly string[]): XmlElement[] {
  const score = { score: "100" };
  return ids.flatMap((id, index) =>
    [ids[index - 1], ids[index - 2]].flatMap((before) =>
      before === undefined ? [] : [colocation(id, before, score)],
    ),
  );
}

function orderedSet(ids: readonly string[]): XmlElement[] {
  const members = (): XmlElement[] => ids.map((id) => element("resource_ref", { id }));
  return [
    element("rsc_order", { id: "start-in-order" }, [element("resource_set", { id: "order-set" }, members())]),
    element("rsc_colocation", { id: "place-together", score: "INFINITY" }, [
      element("resource_set", { id: "colocation-set", sequential: "true" }, members()),
    ]),
  ];
}

function longGroup({ nodes, count }: Size): XmlElement {
  return cluster({
    nodes,
    resources: [
      group(
        "service",
        times(count, (index) => primitive(`member${index}`)),
      ),
    ],
    constraints: [location("service", 1, "100")],
  });
}

export const shapeFamilies: readonly Family[] = [
  {
    name: "colocation-chain",
    about: "each primitive is placed with the one before",
    sizes: doubling(8, 200, 12800),
    make: shape((ids) => pairs(ids, (id, before) => [colocation(id, before)])),
  },
  {
    name: "colocation-preferences",
    about: "each primitive prefers to be with the one before",
    sizes: doubling(8, 200, 12800),
    make: shape((ids) => pairs(ids, (id, before) => [colocation(id, before, { score: "1000" })])),
  },
  {
    name: "colocation-star",
    about: "all primitives are placed with one",
    sizes: doubling(8, 200, 12800),
    make: shape((ids) => rays(ids, (id, center) => colocation(id, center))),
  },
  {
    name: "colocation-center",
    about: "one primitive is placed with all",
    sizes: doubling(8, 200, 12800),
    make: shape((ids) => rays(ids, (id, center) => colocation(center, id, { score: "10" }))),
  },
  {
    name: "colocation-diamonds",
    about: "each primitive prefers to be with the two before",
    sizes: [8, 12, 16, 20, 24, 400, 800, 1600, 3200, 6400, 12_800].map((count) => ({ nodes: 4, count })),
    make: shape(diamonds),
  },
  {
    name: "order-chain",
    about: "each primitive starts after the one before",
    sizes: doubling(8, 200, 12800),
    make: shape((ids) => pairs(ids, (id, before) => [order(before, id)])),
  },
  {
    name: "order-star",
    about: "all primitives start after one",
    sizes: doubling(8, 200, 12800),
    make: shape((ids) => rays(ids, (id, center) => order(center, id))),
  },
  {
    name: "sets",
    about: "primitives of an ordered and a colocated set",
    sizes: doubling(8, 200, 12800),
    make: shape(orderedSet),
  },
  { name: "long-group", about: "one group of many", sizes: doubling(8, 200, 12800), make: longGroup },
];
