import { element, type XmlElement } from "@sanode/cib";
import { age } from "./generate-age.js";
import { generateConstraints } from "./generate-constraints.js";
import {
  generateFencingTopology,
  generateRuledDefaults,
  generateTags,
  rewriteResources,
} from "./generate-extras.js";
import { generateNodes } from "./generate-nodes.js";
import { generateOptions } from "./generate-options.js";
import { withReferences } from "./generate-references.js";
import { generateResources } from "./generate-resources.js";
import { generateStatus } from "./generate-status.js";
import { Random } from "./random.js";
import { attributes, block, freshId, type World } from "./world.js";

/**
 * A random but meaningful CIB: the same seed gives the same document.
 *
 * @param density how many times the usual number of nodes, resources and constraints there may be, at least 1
 */
export function generateCib(seed: number, density = 1): XmlElement {
  const random = new Random(seed);
  const world: World = {
    random,
    nodes: [],
    resources: [],
    ids: new Set(),
    fencing: random.chance(0.6),
    tickets: [],
    now: 1_700_000_000,
    density,
    implied: [],
    settled: random.chance(0.7),
    homes: new Map(),
    unfencing: random.chance(0.15),
  };
  const options = generateOptions(world);
  const nodes = generateNodes(world);
  const resources = generateResources(world);
  const constraints = generateConstraints(world);
  const status = generateStatus(world);
  const quorate = random.chance(0.92);
  const plainDefaults = defaults(world);
  const written = rewriteResources(world, resources);
  const { tags, constraints: ofTags } = generateTags(world, written);
  const configuration = [
    element("crm_config", {}, options),
    element("nodes", {}, nodes),
    element("resources", {}, written),
    element("constraints", {}, [...constraints, ...ofTags]),
    ...(plainDefaults.length > 0 ? plainDefaults : generateRuledDefaults(world)),
    ...tags,
    ...generateFencingTopology(world),
  ];
  const document = element(
    "cib",
    attributes({
      crm_feature_set: "3.19.0",
      "validate-with": "pacemaker-4.0",
      epoch: "5",
      num_updates: "0",
      admin_epoch: "0",
      "have-quorum": quorate ? "1" : "0",
      "no-quorum-panic": random.chance(0.3) ? "1" : undefined,
      "dc-uuid": random.chance(0.9) ? random.pick(world.nodes)?.id : undefined,
      "execution-date": String(world.now),
    }),
    [element("configuration", {}, configuration), element("status", {}, status)],
  );
  // Numbers of their own, so that the rest of the document stays what it was without these.
  const own = new Random(seed + 0x5eed);
  return age(random, own.chance(0.5) ? withReferences(own, document) : document);
}

function defaults(world: World): XmlElement[] {
  const { random } = world;
  const sections: XmlElement[] = [];
  if (random.chance(0.2)) {
    const meta = block(world, "meta_attributes", freshId(world, "rsc-options"), [
      ["resource-stickiness", random.pick(["1", "100", "INFINITY"])],
    ]);
    if (meta !== null) sections.push(element("rsc_defaults", {}, [meta]));
  }
  if (random.chance(0.15)) {
    const meta = block(world, "meta_attributes", freshId(world, "op-options"), [
      ["timeout", random.pick(["45s", "120s"])],
      ...(random.chance(0.2) ? ([["on-fail", "stop"]] as const) : []),
    ]);
    if (meta !== null) sections.push(element("op_defaults", {}, [meta]));
  }
  return sections;
}
