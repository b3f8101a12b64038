import { element, type XmlElement, type XmlNode } from "@sanode/cib";
import { attributes, block, freshId, type World } from "./world.js";

/** An ordinary attribute here, though objects with such a property usually mean something else. */
const THEN = "then";

/** Rewrites some resources in ways that refer to something else: templates, shared blocks, containers, unfencing. */
export function rewriteResources(world: World, resources: readonly XmlElement[]): XmlElement[] {
  const { random } = world;
  const rewritten = resources.flatMap((resource) => {
    if (resource.name !== "primitive") return [resource];
    if (resource.attributes.class === "stonith") {
      return [world.unfencing ? withMeta(world, resource, [["provides", "unfencing"]]) : resource];
    }
    if (random.chance(0.12)) return useTemplate(world, resource);
    if (random.chance(0.08)) return [withMeta(world, resource, [["requires", "unfencing"]])];
    if (random.chance(0.06)) return [inContainer(world, resource)];
    return [resource];
  });
  return shareBlock(world, rewritten);
}

/** A block in front of the resource's own, which it wins over. */
function withMeta(world: World, resource: XmlElement, pairs: readonly [string, string][]): XmlElement {
  const meta = block(world, "meta_attributes", `${resource.attributes.id ?? ""}-extra`, pairs);
  return meta === null ? resource : { ...resource, children: [meta, ...resource.children] };
}

/** The agent and operations move to a template. */
function useTemplate(world: World, primitive: XmlElement): XmlElement[] {
  const { class: agentClass, provider, type, ...rest } = primitive.attributes;
  const id = freshId(world, "template");
  const isShared = (child: XmlNode): boolean => child.kind === "element" && child.name === "operations";
  const template = element(
    "template",
    attributes({ id, class: agentClass, provider, type }),
    primitive.children.filter(isShared),
  );
  const own = primitive.children.filter((child) => !isShared(child));
  return [template, { ...primitive, attributes: { ...rest, template: id }, children: own }];
}

/** Runs in another resource, as agents inside a virtual machine do. */
function inContainer(world: World, primitive: XmlElement): XmlElement {
  const others = world.resources.filter(
    ({ id, kind }) => kind === "primitive" && id !== primitive.attributes.id && id.startsWith("rsc"),
  );
  const container = world.random.pick(others);
  return container === undefined ? primitive : withMeta(world, primitive, [["container", container.id]]);
}

/** One resource refers to a block of another one. */
function shareBlock(world: World, resources: readonly XmlElement[]): XmlElement[] {
  const { random } = world;
  const blocks = resources.flatMap(({ children }) =>
    children.flatMap((child) =>
      child.kind === "element" && child.name === "meta_attributes" ? [child.attributes.id ?? ""] : [],
    ),
  );
  const shared = random.pick(blocks);
  if (shared === undefined || !random.chance(0.15)) return [...resources];
  const taker = random.pick(
    resources.filter(
      ({ name, children }) =>
        name === "primitive" &&
        !children.some((child) => child.kind === "element" && child.name === "meta_attributes"),
    ),
  );
  const reference = element("meta_attributes", { "id-ref": shared });
  return resources.map((resource) =>
    resource === taker ? { ...resource, children: [reference, ...resource.children] } : resource,
  );
}

/** A tag of some resources and constraints that name it or a template; nothing if there is no tag. */
export function generateTags(
  world: World,
  resources: readonly XmlElement[],
): { readonly tags: XmlElement[]; readonly constraints: XmlElement[] } {
  const { random } = world;
  const members = random.some(world.resources, 0.4);
  if (members.length === 0 || !random.chance(0.2)) return { tags: [], constraints: [] };
  const id = freshId(world, "tag");
  const references = members.map((member) => element("obj_ref", { id: member.id }));
  const templates = resources
    .filter(({ name }) => name === "template")
    .map((item) => item.attributes.id ?? id);
  const subject = (): string => random.pick([id, ...templates]) ?? id;
  const other = random.pick(world.resources.filter((resource) => !members.includes(resource)))?.id;
  const node = random.pick(world.nodes)?.name ?? "none";
  const constraints = [
    element("rsc_location", { id: freshId(world, "tag-loc"), rsc: subject(), node, score: "50" }),
  ];
  if (other !== undefined) {
    const pair = Object.fromEntries([
      ["id", freshId(world, "tag-ord")],
      ["first", other],
      [THEN, id],
      ["kind", random.pick(["Mandatory", "Optional"])],
    ]);
    constraints.push(element("rsc_order", pair));
    const colocation = { id: freshId(world, "tag-col"), rsc: id, "with-rsc": other, score: "20" };
    if (random.chance(0.5)) constraints.push(element("rsc_colocation", colocation));
  }
  return { tags: [element("tags", {}, [element("tag", { id }, references)])], constraints };
}

/** Several levels of fence devices for a node. */
export function generateFencingTopology(world: World): XmlElement[] {
  const { random } = world;
  const device = world.resources.find(({ id }) => id.startsWith("fencing"));
  const target = random.pick(world.nodes.filter(({ kind }) => kind === "member"))?.name;
  if (device === undefined || target === undefined || !random.chance(0.15)) return [];
  const levels = ["1", "2"].map((index) =>
    element("fencing-level", { id: freshId(world, "level"), index, target, devices: device.id }),
  );
  return [element("fencing-topology", {}, levels)];
}

type Pair = readonly [string, string];

/** Defaults that hold for some operations or agents only. */
export function generateRuledDefaults(world: World): XmlElement[] {
  const { random } = world;
  const sections: XmlElement[] = [];
  if (random.chance(0.12)) {
    const id = freshId(world, "op-rule");
    const operation = element(
      "op_expression",
      attributes({
        id: freshId(world, "op-rule-expr"),
        name: random.pick(["monitor", "start", "stop"]),
        interval: random.chance(0.3) ? "10s" : undefined,
      }),
    );
    const rule = element("rule", { id, score: "INFINITY" }, [operation]);
    const pairs = [
      random.pick([
        ["timeout", "77s"],
        ["on-fail", "ignore"],
      ] as const),
    ];
    const meta = block(world, "meta_attributes", "ruled-op", pairs, [rule]);
    if (meta !== null) sections.push(element("op_defaults", {}, [meta]));
  }
  if (random.chance(0.12)) {
    const id = freshId(world, "rsc-rule");
    const agent = element(
      "rsc_expression",
      attributes({
        id: freshId(world, "rsc-rule-expr"),
        class: random.chance(0.7) ? "ocf" : undefined,
        provider: random.chance(0.5) ? "pacemaker" : undefined,
        type: random.chance(0.5) ? "Dummy" : undefined,
      }),
    );
    const rule = element("rule", { id, score: "INFINITY" }, [agent]);
    const options: [Pair, ...Pair[]] = [
      ["resource-stickiness", "30"],
      ["migration-threshold", "1"],
      ["allow-migrate", "true"],
    ];
    const meta = block(world, "meta_attributes", "ruled-rsc", [random.pick(options)], [rule]);
    if (meta !== null) sections.push(element("rsc_defaults", {}, [meta]));
  }
  return sections;
}
