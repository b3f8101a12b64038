import { element, type XmlElement } from "@sanode/cib";
import { attributes, block, present, type World, type WorldNode } from "./world.js";

const prefixes = ["node", "n", "Host-", "18n"] as const;

/** Cluster members; remote and guest nodes come with their resources. */
export function generateNodes(world: World): XmlElement[] {
  const { random } = world;
  const prefix = random.pick(prefixes);
  const first = random.pick([1, 1, 8, 9]);
  const count = random.pick([1, 2, 2, 3, 3, 3, 4, 5]) * random.integer(1, world.density);
  const elements: XmlElement[] = [];
  for (let number = first; number < first + count; number += 1) {
    const node: WorldNode = { id: String(number), name: `${prefix}${number}`, kind: "member" };
    world.nodes.push(node);
    elements.push(nodeElement(world, node));
  }
  return elements;
}

function nodeElement(world: World, node: WorldNode): XmlElement {
  const { random } = world;
  return element(
    "node",
    attributes({
      id: node.id,
      uname: node.name,
      score: random.chance(0.05) ? String(random.integer(-20, 50)) : undefined,
    }),
    present([
      block(world, "instance_attributes", `nodes-${node.id}`, permanentAttributes(world)),
      random.chance(0.4) ? block(world, "utilization", `nodes-${node.id}`, capacities(world)) : null,
    ]),
  );
}

function permanentAttributes(world: World): [string, string][] {
  const { random } = world;
  const pairs: [string, string][] = [];
  if (random.chance(0.08)) pairs.push(["standby", random.pick(["on", "true", "off"])]);
  if (random.chance(0.05)) pairs.push(["maintenance", "true"]);
  if (random.chance(0.3)) pairs.push(["rack", random.pick(["a", "b", "A"])]);
  if (random.chance(0.1)) pairs.push(["weight", String(random.integer(-5, 200))]);
  return pairs;
}

function capacities(world: World): [string, string][] {
  const { random } = world;
  const pairs: [string, string][] = [["cpu", String(random.integer(1, 8))]];
  if (random.chance(0.4)) pairs.push(["memory", String(random.integer(512, 4096))]);
  return pairs;
}
