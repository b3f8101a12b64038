import { element, type XmlElement } from "@sanode/cib";
import {
  block,
  clone,
  cluster,
  colocation,
  group,
  location,
  nodeName,
  order,
  primitive,
} from "./document.js";
import { doubling, type Family, type Size, times } from "./family.js";
import { atRest, withoutNode, withStandby } from "./status.js";

const serviceSizes = doubling(8, 25, 3200);

const manyServices: readonly Size[] = [
  { nodes: 16, count: 200 },
  { nodes: 32, count: 400 },
];

/** Groups of three on a stack of eight interleaved clones, as services on shared storage are. */
function services({ nodes, count }: Size): XmlElement {
  const layers = times(8, (layer) => `layer${layer}`);
  const groups = times(count, (index) => `service${index}`);
  return cluster({
    nodes,
    resources: [
      ...layers.map((layer) => clone(`${layer}-clone`, primitive(layer), { interleave: "true" })),
      ...groups.map((id) =>
        group(id, [primitive(`${id}-ip`), primitive(`${id}-fs`), primitive(`${id}-app`)]),
      ),
    ],
    constraints: [
      ...layers.slice(1).flatMap((layer, index) => {
        const [below, above] = [`layer${index}-clone`, `${layer}-clone`];
        return [order(below, above), colocation(above, below)];
      }),
      ...groups.flatMap((id) => [order("layer7-clone", id), colocation(id, "layer7-clone")]),
    ],
  });
}

/** A promotable clone under each service, interleaved with a clone of its storage. */
function promotables({ nodes, count }: Size): XmlElement {
  const databases = times(count, (index) => `database${index}`);
  return cluster({
    nodes,
    resources: databases.flatMap((id) => [
      clone(`${id}-disk-clone`, primitive(`${id}-disk`), { interleave: "true" }),
      clone(`${id}-clone`, primitive(id, [], "Stateful"), {
        promotable: "true",
        interleave: "true",
        notify: "true",
      }),
      primitive(`${id}-address`),
    ]),
    constraints: databases.flatMap((id, index) => [
      colocation(`${id}-clone`, `${id}-disk-clone`),
      order(`${id}-disk-clone`, `${id}-clone`),
      colocation(`${id}-address`, `${id}-clone`, { "with-rsc-role": "Promoted" }),
      order(`${id}-clone`, `${id}-address`, { "first-action": "promote", "then-action": "start" }),
      element("rsc_location", { id: `promote-${id}`, rsc: `${id}-clone` }, [
        element("rule", { id: `promote-${id}-rule`, role: "Promoted", score: "100" }, [
          element("expression", {
            id: `promote-${id}-node`,
            attribute: "#uname",
            operation: "eq",
            value: nodeName(index % nodes),
          }),
        ]),
      ]),
    ]),
  });
}

/** Services that need memory and processors, spread by what is free. */
function utilization({ nodes, count }: Size): XmlElement {
  return cluster({
    nodes,
    options: { "placement-strategy": "balanced" },
    capacity: { cpu: String(4 * count), memory: String(4096 * count) },
    resources: times(count, (index) => {
      const id = `service${index}`;
      const use = { cpu: String(1 + (index % 4)), memory: String(512 * (1 + (index % 8))) };
      return primitive(id, [block("utilization", `${id}-use`, use)]);
    }),
  });
}

/** Every service has preferences for four nodes and two rules on node attributes. */
function locations({ nodes, count }: Size): XmlElement {
  const ids = times(count, (index) => `service${index}`);
  return cluster({
    nodes,
    attributes: (node) => ({ rack: String(node % 4), memory: String(16 << (node % 3)) }),
    resources: ids.map((id) => primitive(id)),
    constraints: ids.flatMap((id, index) => [
      ...times(4, (choice) => location(id, (index * 3 + choice) % nodes, String(100 - choice))),
      rule(`${id}-rack`, id, "-INFINITY", { attribute: "rack", operation: "eq", value: String(index % 4) }),
      rule(`${id}-memory`, id, "50", {
        attribute: "memory",
        operation: "gte",
        type: "number",
        value: "32",
      }),
    ]),
  });
}

function rule(
  id: string,
  resource: string,
  score: string,
  expression: Readonly<Record<string, string>>,
): XmlElement {
  return element("rsc_location", { id, rsc: resource }, [
    element("rule", { id: `${id}-rule`, score }, [
      element("expression", { id: `${id}-expression`, ...expression }),
    ]),
  ]);
}

function clones({ nodes, count }: Size): XmlElement {
  return cluster({
    nodes,
    resources: times(count, (index) => clone(`service${index}-clone`, primitive(`service${index}`))),
  });
}

/** Not probed: that nothing is known of ten million places is no wish to know it. */
function primitives({ nodes, count }: Size): XmlElement {
  return cluster({
    nodes,
    options: { "enable-startup-probes": "false" },
    resources: times(count, (index) => primitive(`service${index}`)),
  });
}

const manyPrimitives: readonly Size[] = [
  { nodes: 500, count: 5000 },
  { nodes: 1000, count: 10000 },
  { nodes: 1000, count: 20000 },
];

export const serviceFamilies: readonly Family[] = [
  {
    name: "cold-start",
    about: "groups of three on eight interleaved clones, nothing known yet",
    sizes: serviceSizes,
    large: manyServices,
    make: services,
  },
  {
    name: "at-rest",
    about: "the same, everything running",
    sizes: serviceSizes,
    large: manyServices,
    make: (size) => atRest(services(size)),
  },
  {
    name: "node-lost",
    about: "the same, one node lost",
    sizes: serviceSizes,
    large: manyServices,
    make: (size) => withoutNode(atRest(services(size))),
  },
  {
    name: "rolling-standby",
    about: "the same, one node put into standby",
    sizes: serviceSizes,
    large: manyServices,
    make: (size) => withStandby(atRest(services(size))),
  },
  {
    name: "promotable",
    about: "promotable clones interleaved with clones, notified, with an address each",
    sizes: doubling(8, 8, 1024),
    make: promotables,
  },
  {
    name: "utilization",
    about: "primitives spread by what is free",
    sizes: doubling(16, 200, 12800),
    make: utilization,
  },
  {
    name: "locations",
    about: "primitives with four preferences and two rules each",
    sizes: doubling(16, 100, 12800),
    make: locations,
  },
  {
    name: "clones",
    about: "clones with an instance on every node, to be probed",
    sizes: doubling(25, 25, 1600),
    large: [{ nodes: 100, count: 100 }],
    make: clones,
  },
  {
    name: "clones-at-rest",
    about: "the same, everything running",
    sizes: doubling(25, 25, 800),
    large: [
      { nodes: 100, count: 100 },
      { nodes: 200, count: 100 },
    ],
    make: (size) => atRest(clones(size)),
  },
  {
    name: "primitives-at-rest",
    about: "primitives without probes, everything running",
    sizes: doubling(125, 625, 20_000),
    large: manyPrimitives,
    make: (size) => atRest(primitives(size)),
  },
];
