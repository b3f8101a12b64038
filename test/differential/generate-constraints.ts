import { type Attributes, element, type XmlElement } from "@sanode/cib";
import { locationRule, scores } from "./generate-rules.js";
import { attributes, freshId, type World } from "./world.js";

/** An ordinary attribute here, though objects with such a property usually mean something else. */
const THEN = "then";

/** Constraints of every kind between the resources and nodes there are. */
export function generateConstraints(world: World): XmlElement[] {
  const { random } = world;
  const count = random.integer(0, (2 + world.resources.length) * world.density);
  const elements: XmlElement[] = [];
  for (let number = 0; number < count; number += 1) {
    const kind = random.pick([
      "location",
      "location",
      "colocation",
      "colocation",
      "order",
      "order",
      "ticket",
    ] as const);
    const made = generateConstraint(world, kind);
    if (made !== null) elements.push(made);
  }
  return elements;
}

function generateConstraint(
  world: World,
  kind: "location" | "colocation" | "order" | "ticket",
): XmlElement | null {
  switch (kind) {
    case "location":
      return location(world);
    case "colocation":
      return colocation(world);
    case "order":
      return order(world);
    case "ticket":
      return world.random.chance(0.3) ? ticket(world) : null;
  }
}

function anyResource(world: World): string {
  return world.random.pick(world.resources)?.id ?? "none";
}

/** Two different resources; null if there is only one. */
function twoResources(world: World): [string, string] | null {
  const [first, second] = world.random.shuffle(world.resources);
  return first === undefined || second === undefined ? null : [first.id, second.id];
}

function location(world: World): XmlElement {
  const { random } = world;
  const id = freshId(world, "loc");
  const discovery = random.chance(0.1) ? random.pick(["always", "never", "exclusive"]) : undefined;
  const subject: Attributes = random.chance(0.1)
    ? { "rsc-pattern": random.pick(["^rsc", "!^cl", "(rsc|cl)(.*)", "[[:digit:]]$"]) }
    : { rsc: anyResource(world) };
  if (random.chance(0.06)) return locationOfSet(world, id);
  const common = { id, ...subject, "resource-discovery": discovery };
  if (random.chance(0.7)) {
    const node = random.pick(world.nodes)?.name ?? "none";
    const role = random.chance(0.15)
      ? random.pick(["Promoted", "Started", "Stopped", "Unpromoted"])
      : undefined;
    return element("rsc_location", attributes({ ...common, node, score: random.pick(scores), role }));
  }
  const rules = Array.from({ length: random.chance(0.15) ? 2 : 1 }, () => locationRule(world, id));
  return element("rsc_location", attributes(common), rules);
}

function locationOfSet(world: World, id: string): XmlElement {
  const { random } = world;
  const node = random.pick(world.nodes)?.name ?? "none";
  const inSets = random.chance(0.3);
  const sets = resourceSets(world, id, "location");
  const own = attributes({ id, node, score: inSets ? undefined : random.pick(scores) });
  const scored = sets.map((set) => ({
    ...set,
    attributes: attributes({ ...set.attributes, score: inSets ? random.pick(scores) : undefined }),
  }));
  return element("rsc_location", own, scored);
}

function colocation(world: World): XmlElement | null {
  const { random } = world;
  const id = freshId(world, "col");
  const influence = random.chance(0.1) ? random.pick(["true", "false"]) : undefined;
  if (random.chance(0.2)) {
    const score = random.pick(["INFINITY", "-INFINITY", "100"]);
    return element(
      "rsc_colocation",
      attributes({ id, score, influence }),
      resourceSets(world, id, "colocation"),
    );
  }
  const pair = twoResources(world);
  if (pair === null) return null;
  const role = (): string | undefined =>
    random.chance(0.25) ? random.pick(["Promoted", "Started", "Unpromoted"]) : undefined;
  return element(
    "rsc_colocation",
    attributes({
      id,
      rsc: pair[0],
      "with-rsc": pair[1],
      score: random.pick(scores),
      "rsc-role": role(),
      "with-rsc-role": role(),
      "node-attribute": random.chance(0.1) ? "rack" : undefined,
      influence,
    }),
  );
}

function order(world: World): XmlElement | null {
  const { random } = world;
  const id = freshId(world, "ord");
  const common = {
    id,
    kind: random.chance(0.35) ? random.pick(["Mandatory", "Optional", "Serialize"]) : undefined,
    symmetrical: random.chance(0.2) ? random.pick(["true", "false"]) : undefined,
  };
  if (random.chance(0.2)) return element("rsc_order", attributes(common), resourceSets(world, id, "order"));
  const pair = twoResources(world);
  if (pair === null) return null;
  const task = (): string | undefined =>
    random.chance(0.25) ? random.pick(["start", "stop", "promote", "demote"]) : undefined;
  const sides = Object.fromEntries([
    ["first", pair[0]],
    [THEN, pair[1]],
  ]);
  return element(
    "rsc_order",
    attributes({
      ...common,
      ...sides,
      "first-action": task(),
      "then-action": task(),
      "require-all": random.chance(0.1) ? random.pick(["true", "false"]) : undefined,
    }),
  );
}

type SetKind = "location" | "colocation" | "order";

/** One to three sets of different resources. */
function resourceSets(world: World, owner: string, kind: SetKind): XmlElement[] {
  const { random } = world;
  const members = random.shuffle(world.resources.map((resource) => resource.id));
  const sets: XmlElement[] = [];
  const wanted = random.integer(1, 3);
  for (let number = 0; number < wanted && members.length > 0; number += 1) {
    const size = Math.min(members.length, random.integer(1, 3));
    const references = members.splice(0, size).map((id) => element("resource_ref", { id }));
    sets.push(element("resource_set", setAttributes(world, owner, kind), references));
  }
  return sets;
}

function setAttributes(world: World, owner: string, kind: SetKind): Attributes {
  const { random } = world;
  const isOrder = kind === "order";
  return attributes({
    id: freshId(world, `${owner}-set`),
    sequential: kind !== "location" && random.chance(0.4) ? random.pick(["true", "false"]) : undefined,
    "require-all": isOrder && random.chance(0.25) ? "false" : undefined,
    kind: isOrder && random.chance(0.15) ? random.pick(["Mandatory", "Optional", "Serialize"]) : undefined,
    action: isOrder && random.chance(0.2) ? random.pick(["start", "stop", "promote", "demote"]) : undefined,
    role:
      kind === "colocation" && random.chance(0.2)
        ? random.pick(["Promoted", "Unpromoted", "Started"])
        : undefined,
  });
}

function ticket(world: World): XmlElement {
  const { random } = world;
  const name = random.pick(["ticketA", "ticketB"]);
  if (!world.tickets.includes(name)) world.tickets.push(name);
  const policy = random.chance(0.6) ? random.pick(["stop", "demote", "fence", "freeze"]) : undefined;
  if (random.chance(0.2)) {
    const id = freshId(world, "tic");
    const own = attributes({ id, ticket: name, "loss-policy": policy });
    return element("rsc_ticket", own, resourceSets(world, id, "colocation"));
  }
  return element(
    "rsc_ticket",
    attributes({
      id: freshId(world, "tic"),
      rsc: anyResource(world),
      ticket: name,
      "rsc-role": random.chance(0.3)
        ? random.pick(["Promoted", "Unpromoted", "Started", "Stopped"])
        : undefined,
      "loss-policy": policy,
    }),
  );
}
