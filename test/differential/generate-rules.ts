import { type Attributes, element, type XmlElement } from "@sanode/cib";
import { attributes, block, freshId, type World } from "./world.js";

export const scores = ["INFINITY", "-INFINITY", "100", "-100", "5", "1000", "500000", "0"] as const;

/** A rule of a location constraint: it scores nodes, by its own score or by one of their attributes. */
export function locationRule(world: World, owner: string): XmlElement {
  const { random } = world;
  const useAttribute = random.chance(0.15);
  const scoring = useAttribute ? { "score-attribute": "weight" } : { score: random.pick(scores) };
  const role = random.chance(0.2) ? random.pick(["Promoted", "Unpromoted", "Started"]) : undefined;
  return rule(world, owner, attributes({ ...scoring, role }), { nodes: true, depth: 0 });
}

/** A rule of a block of name/value pairs. */
export function blockRule(world: World, owner: string, nodes: boolean): XmlElement {
  return rule(world, owner, { score: "INFINITY" }, { nodes, depth: 0 });
}

interface Where {
  /** Nodes and their attributes may be asked for. */
  readonly nodes: boolean;
  readonly depth: number;
}

function rule(world: World, owner: string, own: Attributes, where: Where): XmlElement {
  const { random } = world;
  const id = freshId(world, `${owner}-rule`);
  const conditions = Array.from({ length: random.integer(1, 2) }, () => condition(world, id, where));
  const operator = random.chance(0.3) ? random.pick(["and", "or"]) : undefined;
  return element("rule", attributes({ id, ...own, "boolean-op": operator }), conditions);
}

function condition(world: World, owner: string, where: Where): XmlElement {
  const { random } = world;
  if (where.depth === 0 && random.chance(0.12)) {
    return rule(world, owner, random.chance(0.5) ? { score: "0" } : {}, { ...where, depth: 1 });
  }
  if (!where.nodes || random.chance(0.2)) return dateExpression(world, owner);
  return nodeExpression(world, owner);
}

function dateExpression(world: World, owner: string): XmlElement {
  const { random } = world;
  const id = freshId(world, `${owner}-expr`);
  const operation = random.pick(["gt", "lt", "in_range", "in_range", "date_spec"] as const);
  const start = moment(world);
  switch (operation) {
    case "gt":
      return element("date_expression", { id, operation, start });
    case "lt":
      return element("date_expression", { id, operation, end: start });
    case "in_range": {
      const kind = random.pick(["end", "start", "both", "duration"] as const);
      if (kind === "end") return element("date_expression", { id, operation, end: start });
      if (kind === "start") return element("date_expression", { id, operation, start });
      if (kind === "both") {
        return element("date_expression", { id, operation, start, end: moment(world) });
      }
      const length = { [random.pick(["hours", "days", "minutes", "months", "weeks"])]: "3" };
      const duration = element("duration", { id: freshId(world, `${id}-duration`), ...length });
      return element("date_expression", { id, operation, start }, [duration]);
    }
    case "date_spec": {
      const spec = random.pick([
        { hours: "9-22" },
        { hours: "22" },
        { hours: "0-8", weekdays: "2" },
        { weekdays: "1-5" },
        { monthdays: "14", months: "11" },
        { years: "2023" },
        { years: "2024-2030" },
        { weeks: "46" },
        { weekyears: "2023", weekdays: "6-7" },
        { yeardays: "300-320" },
        { hours: "20-" },
      ] as const);
      const made = element("date_spec", { id: freshId(world, `${id}-spec`), ...spec });
      return element("date_expression", { id, operation }, [made]);
    }
  }
}

function moment(world: World): string {
  const { random } = world;
  const date = new Date((world.now + random.integer(-5, 5) * 3600) * 1000).toISOString();
  return random.pick([
    `${date.slice(0, 19)}Z`,
    date.slice(0, 10),
    `${date.slice(0, 10)} ${date.slice(11, 16)}Z`,
  ]);
}

const attributeValues = {
  "#kind": ["cluster", "remote", "container"],
  rack: ["a", "b", "A"],
  weight: ["10", "100", "10.5", "1.2"],
  pingd: ["100", "0", "50"],
  "#cluster-name": ["alpha"],
} as const;

function nodeExpression(world: World, owner: string): XmlElement {
  const { random } = world;
  const id = freshId(world, `${owner}-expr`);
  const attribute = random.pick([
    "#uname",
    "#uname",
    "#kind",
    "rack",
    "weight",
    "pingd",
    "#cluster-name",
  ] as const);
  const values = attribute === "#uname" ? world.nodes.map((node) => node.name) : attributeValues[attribute];
  const operation = random.pick(["eq", "ne", "lt", "lte", "gt", "gte", "defined", "not_defined"] as const);
  if (operation === "defined" || operation === "not_defined") {
    return element("expression", { id, attribute, operation });
  }
  const type = random.chance(0.3) ? random.pick(["string", "integer", "number", "version"]) : undefined;
  if (random.chance(0.08)) {
    const source = random.pick(["param", "meta"]);
    const value = source === "param" ? "state" : "resource-stickiness";
    return element(
      "expression",
      attributes({ id, attribute, operation, value, type, "value-source": source }),
    );
  }
  return element("expression", attributes({ id, attribute, operation, value: random.pick(values), type }));
}

/** A second block of the same kind that holds under a rule; it wins if its score is higher. */
export function ruledBlock(
  world: World,
  name: string,
  owner: string,
  pairs: readonly (readonly [string, string])[],
): XmlElement | null {
  const { random } = world;
  const made = block(world, name, `${owner}-ruled`, pairs, [blockRule(world, owner, random.chance(0.6))]);
  if (made === null) return null;
  const score = random.chance(0.5) ? random.pick(["1", "10", "-1", "INFINITY"]) : undefined;
  return { ...made, attributes: attributes({ ...made.attributes, score }) };
}
