import { element, type XmlElement } from "@sanode/cib";
import { generateHistory } from "./generate-history.js";
import { attributes, block, present, type World, type WorldNode, type WorldPrimitive } from "./world.js";

/** A status that fits the configuration: node states, transient attributes, histories, tickets. */
export function generateStatus(world: World): XmlElement[] {
  const { random } = world;
  const elements: XmlElement[] = [];
  for (const node of random.chance(0.2) ? random.shuffle(world.nodes) : world.nodes) {
    if (random.chance(0.04)) continue;
    elements.push(nodeState(world, node));
  }
  if (world.tickets.length > 0 && random.chance(0.7)) elements.push(tickets(world));
  if (random.chance(0.05)) elements.push(nodeState(world, { id: "99", name: "stranger", kind: "member" }));
  return elements;
}

function nodeState(world: World, node: WorldNode): XmlElement {
  const { random } = world;
  const healthy = random.chance(0.85);
  const state =
    node.kind !== "member"
      ? {
          remote_node: "true",
          node_fenced: random.chance(0.03) ? "1" : undefined,
          node_in_maintenance: random.chance(0.05) ? "1" : undefined,
        }
      : healthy
        ? { in_ccm: "true", crmd: "online", join: "member", expected: "member" }
        : random.pick([
            { in_ccm: "false", crmd: "offline", join: "down", expected: "down" },
            { in_ccm: "false", crmd: "offline", join: "member", expected: "member" },
            { in_ccm: "true", crmd: "offline", join: "member", expected: "member" },
            { in_ccm: "true", crmd: "online", join: "pending", expected: "member" },
            { in_ccm: "true", crmd: "online", join: "member", expected: undefined },
            { in_ccm: "true", crmd: "online", join: "member", expected: "down" },
            { in_ccm: "true", crmd: "online", join: "down", expected: "member" },
            { in_ccm: "true", crmd: "online", join: "banned", expected: "member" },
            {
              in_ccm: String(world.now - 5000),
              crmd: String(world.now - 4000),
              join: "member",
              expected: "member",
            },
            { in_ccm: String(world.now - 5000), crmd: "0", join: "pending", expected: "down" },
            { in_ccm: "0", crmd: "0", join: "down", expected: "down" },
            { in_ccm: undefined, crmd: undefined, join: undefined, expected: undefined },
          ]);
  const pairs = transientAttributes(world, node);
  const set = block(world, "instance_attributes", `status-${node.id}`, new Map(pairs));
  return element(
    "node_state",
    attributes({ id: node.id, uname: node.name, ...state }),
    present([
      set === null ? null : element("transient_attributes", { id: node.id }, [set]),
      random.chance(0.92)
        ? element("lrm", { id: node.id }, [element("lrm_resources", {}, histories(world, node))])
        : null,
    ]),
  );
}

function transientAttributes(world: World, node: WorldNode): [string, string][] {
  const { random } = world;
  const pairs: [string, string][] = [];
  const maybe = (probability: number, name: string, value: string): void => {
    if (random.chance(probability)) pairs.push([name, value]);
  };
  maybe(0.05, "shutdown", String(world.now - 10));
  maybe(0.02, "terminate", "true");
  maybe(0.05, "standby", "on");
  maybe(0.08, "#health-disk", random.pick(["red", "yellow", "green", "-5"]));
  maybe(0.1, "pingd", random.pick(["0", "100"]));
  maybe(0.03, "#health-net", random.pick(["red", "yellow", "green", "10"]));
  maybe(0.2, "probe_complete", "true");
  maybe(0.02, "maintenance", "true");
  maybe(0.03, "shutdown", "0");
  if (world.unfencing) {
    maybe(0.6, "#node-unfenced", String(world.now - 500));
    maybe(0.3, "#digests-all", "fencing:fence_dummy:f2317cad3d54cec5d7d7aa7d0bf35cf8,");
    maybe(0.3, "#digests-secure", "fencing:fence_dummy:f2317cad3d54cec5d7d7aa7d0bf35cf8,");
  }
  for (const primitive of primitivesOf(world)) {
    if (primitive.promotable && random.chance(0.6)) {
      pairs.push([`master-${primitive.id}`, random.pick(["5", "10", "100", "-INFINITY", "1"])]);
    }
    if (node.kind === "bundle" || !random.chance(0.06)) continue;
    const operation = random.pick(["start_0", "monitor_10000", "stop_0", "monitor_0", "promote_0"]);
    pairs.push([`fail-count-${primitive.id}#${operation}`, random.pick(["1", "2", "INFINITY"])]);
    pairs.push([
      `last-failure-${primitive.id}#${operation}`,
      String(world.now - random.pick([10, 100, 7200])),
    ]);
  }
  return pairs;
}

function primitivesOf(world: World): WorldPrimitive[] {
  return world.resources.flatMap((resource) => resource.members);
}

/** What the node remembers; a resource outside clones is usually active on one node only. */
function histories(world: World, node: WorldNode): XmlElement[] {
  const { random } = world;
  const made: XmlElement[] = [];
  if (node.kind === "member") made.push(...impliedHistories(world, node));
  for (const resource of world.resources) {
    for (const primitive of resource.members) {
      const elsewhere = node.kind !== "member" && (resource.kind === "bundle") !== (node.kind === "bundle");
      if (elsewhere || !random.chance(0.85)) continue;
      const numbered = resource.clone?.unique === true || (resource.clone !== null && random.chance(0.08));
      const id = numbered ? `${primitive.id}:${random.integer(0, 2)}` : primitive.id;
      const active = resource.clone === null ? activity(world, resource.id, node) : 0.75;
      made.push(generateHistory(world, node, id, primitive, active));
    }
  }
  if (random.chance(0.05)) made.push(generateHistory(world, node, "removed", removedPrimitive, 0.5));
  return made;
}

/** Most resources have one node where they should be; in some documents they are anywhere. */
function activity(world: World, resource: string, node: WorldNode): number {
  const home = homeOf(world, resource);
  if (home === null) return 0.35;
  return home === node ? 0.85 : 0.03;
}

function homeOf(world: World, resource: string): WorldNode | null {
  if (!world.settled) return null;
  const known = world.homes.get(resource);
  if (known !== undefined) return known;
  const node = world.random.pick(world.nodes.filter(({ kind }) => kind === "member")) ?? null;
  if (node !== null) world.homes.set(resource, node);
  return node;
}

/** Parts of bundles and guests. */
function impliedHistories(world: World, node: WorldNode): XmlElement[] {
  const { random } = world;
  return world.implied
    .filter(() => random.chance(0.85))
    .map(({ primitive, owner }) =>
      generateHistory(world, node, primitive.id, primitive, activity(world, owner, node)),
    );
}

const removedPrimitive: WorldPrimitive = {
  id: "removed",
  agent: { class: "ocf", provider: "pacemaker", type: "Dummy" },
  parameters: new Map(),
  recurring: [],
  promotable: false,
};

function tickets(world: World): XmlElement {
  const { random } = world;
  const states = world.tickets.map((id) =>
    element(
      "ticket_state",
      attributes({
        id,
        granted: random.pick(["true", "false"]),
        standby: random.chance(0.2) ? "true" : undefined,
        "last-granted": String(world.now - 100),
      }),
    ),
  );
  return element("tickets", {}, states);
}
