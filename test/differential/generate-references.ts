import { descendants, element, elementsNamed, isElement, type XmlElement } from "@sanode/cib";
import type { Random } from "./random.js";

type Change = (random: Random, document: XmlElement) => XmlElement;

/**
 * The document with some of what is written out replaced by references, and with what administrators write less often:
 * the same random numbers give the same document.
 */
export function withReferences(random: Random, document: XmlElement): XmlElement {
  return changes.reduce((known, change) => (random.chance(0.2) ? change(random, known) : known), document);
}

const changes: readonly Change[] = [
  sharedRule,
  sharedBlock("instance_attributes"),
  sharedBlock("utilization"),
  sharedBlock("operations"),
  sharedPair,
  sharedSet,
  tagInSet,
  detailedTemplate,
  topologyByName,
  scoredOrder,
  matchedAttribute,
  knownRemoteNode,
  lateDefaults,
];

/** Replaces elements for which there is something else. */
function replace(root: XmlElement, by: ReadonlyMap<XmlElement, XmlElement>): XmlElement {
  const found = by.get(root);
  if (found !== undefined) return found;
  const children = root.children.map((child) => (isElement(child) ? replace(child, by) : child));
  return { ...root, children };
}

function replaceOne(root: XmlElement, one: XmlElement | undefined, by: XmlElement): XmlElement {
  return one === undefined ? root : replace(root, new Map([[one, by]]));
}

function all(root: XmlElement, name: string): XmlElement[] {
  return [...descendants(root)].filter((found) => found.name === name);
}

function append(document: XmlElement, section: string, added: XmlElement): XmlElement {
  const target = all(document, section)[0];
  if (target !== undefined) {
    return replaceOne(document, target, { ...target, children: [...target.children, added] });
  }
  const configuration = all(document, "configuration")[0];
  if (configuration === undefined) return document;
  const children = [...configuration.children, element(section, {}, [added])];
  return replaceOne(document, configuration, { ...configuration, children });
}

/** Two different elements of some; undefined if there are not so many. */
function two(random: Random, some: readonly XmlElement[]): [XmlElement, XmlElement] | undefined {
  const [first, second] = random.shuffle(some);
  return first === undefined || second === undefined ? undefined : [first, second];
}

/** A location refers to the rule of another one. */
function sharedRule(random: Random, document: XmlElement): XmlElement {
  const rules = all(document, "rsc_location").flatMap((location) =>
    elementsNamed(location, "rule").slice(0, 1),
  );
  const pair = two(random, rules);
  if (pair === undefined) return document;
  return replaceOne(document, pair[0], element("rule", { "id-ref": pair[1].attributes.id ?? "" }));
}

/** A primitive refers to the block of another one. */
function sharedBlock(name: string): Change {
  return (random, document) => {
    const owners = all(document, "primitive").filter((owner) => elementsNamed(owner, name).length === 1);
    const pair = two(random, owners);
    if (pair === undefined) return document;
    const [mine] = elementsNamed(pair[0], name);
    const [other] = elementsNamed(pair[1], name);
    const id = other?.attributes.id;
    return id === undefined ? document : replaceOne(document, mine, element(name, { "id-ref": id }));
  };
}

/** A meta-attribute refers to that of another resource. */
function sharedPair(random: Random, document: XmlElement): XmlElement {
  const pairs = all(document, "meta_attributes").flatMap((block) => elementsNamed(block, "nvpair"));
  const pair = two(random, pairs);
  if (pair === undefined) return document;
  const { id = "" } = pair[1].attributes;
  if (id === "") return document;
  return replaceOne(document, pair[0], element("nvpair", { "id-ref": id }));
}

/** A constraint refers to the set of another one of its kind. */
function sharedSet(random: Random, document: XmlElement): XmlElement {
  const kind = random.pick(["rsc_order", "rsc_colocation"]);
  const pair = two(
    random,
    all(document, kind).flatMap((constraint) => elementsNamed(constraint, "resource_set").slice(0, 1)),
  );
  if (pair === undefined) return document;
  return replaceOne(document, pair[0], element("resource_set", { "id-ref": pair[1].attributes.id ?? "" }));
}

/** A set names a tag or a template in the place of a resource. */
function tagInSet(random: Random, document: XmlElement): XmlElement {
  const groups = [...all(document, "tag"), ...all(document, "template")];
  const id = random.pick(groups)?.attributes.id;
  const reference = random.pick(all(document, "resource_ref"));
  return id === undefined ? document : replaceOne(document, reference, element("resource_ref", { id }));
}

/** A template has attributes and operations of its own, some of which a primitive overrides. */
function detailedTemplate(random: Random, document: XmlElement): XmlElement {
  const template = random.pick(all(document, "template"));
  if (template === undefined) return document;
  const id = template.attributes.id ?? "";
  const pair = (name: string, value: string): XmlElement =>
    element("nvpair", { id: `${id}-${name}`, name, value });
  const added = [
    element("meta_attributes", { id: `${id}-meta` }, [
      pair("resource-stickiness", "70"),
      pair("is-managed", random.pick(["true", "true", "false"])),
      pair("migration-threshold", "2"),
    ]),
    element("instance_attributes", { id: `${id}-parameters` }, [
      pair("state", "/run/z"),
      pair("ip", "10.0.0.7"),
    ]),
    element("utilization", { id: `${id}-utilization` }, [pair("cpu", "2")]),
  ].filter(() => random.chance(0.6));
  const user = all(document, "primitive").find(({ attributes }) => attributes.template === id);
  const operations = element("operations", {}, [
    element("op", { id: `${id}-own-monitor`, name: "monitor", interval: random.pick(["10s", "20s", "15s"]) }),
    element("op", { id: `${id}-own-start`, name: "start", interval: "0", timeout: "44s" }),
  ]);
  const changed = new Map([[template, { ...template, children: [...added, ...template.children] }]]);
  if (user !== undefined && elementsNamed(user, "operations").length === 0 && random.chance(0.6)) {
    changed.set(user, { ...user, children: [...user.children, operations] });
  }
  return replace(document, changed);
}

/** Devices by a pattern of names or by a node attribute. */
function topologyByName(random: Random, document: XmlElement): XmlElement {
  const device = all(document, "primitive").find(({ attributes }) => attributes.class === "stonith")
    ?.attributes.id;
  if (device === undefined) return document;
  const target = random.pick([
    { "target-pattern": "(node|n)[0-9]+" },
    { "target-attribute": "rack", "target-value": "a" },
  ]);
  const level = element("fencing-level", { id: "level-by-name", index: "1", devices: device, ...target });
  return append(document, "fencing-topology", level);
}

/** The older way to say of which kind an order is. */
function scoredOrder(random: Random, document: XmlElement): XmlElement {
  const order = random.pick(
    all(document, "rsc_order").filter(({ attributes }) => attributes.kind === undefined),
  );
  if (order === undefined) return document;
  const score = random.pick(["0", "INFINITY", "-INFINITY", "100"]);
  return replaceOne(document, order, { ...order, attributes: { ...order.attributes, score } });
}

/** The node attribute's name is a part of the resource's. */
function matchedAttribute(random: Random, document: XmlElement): XmlElement {
  const rule = element("rule", { id: "matched-rule", score: random.pick(["100", "-INFINITY", "10"]) }, [
    element("expression", { id: "matched-expression", attribute: "%1", operation: "defined" }),
  ]);
  const named = random.pick([rule, { ...rule, attributes: { id: "matched-rule", "score-attribute": "%1" } }]);
  const location = element("rsc_location", { id: "matched", "rsc-pattern": "^(rsc|cl|grp)" }, [named]);
  const node = random.pick(all(document, "node"));
  if (node === undefined) return document;
  const pairs = ["rsc", "cl"].map((name) =>
    element("nvpair", { id: `matched-${name}`, name, value: random.pick(["5", "-7", "INFINITY"]) }),
  );
  const more = element("instance_attributes", { id: "matched-attributes" }, pairs);
  const changed = replaceOne(document, node, { ...node, children: [...node.children, more] });
  return append(changed, "constraints", location);
}

/** Remote nodes and guests have entries among the nodes once they have attributes. */
function knownRemoteNode(random: Random, document: XmlElement): XmlElement {
  const ids = all(document, "node_state").filter(({ attributes }) => attributes.remote_node === "true");
  const uname = random.pick(ids)?.attributes.uname;
  if (uname === undefined) return document;
  const pairs = [
    element("nvpair", { id: "known-remote-rack", name: "rack", value: random.pick(["a", "b"]) }),
    ...(random.chance(0.3)
      ? [element("nvpair", { id: "known-remote-standby", name: "standby", value: "on" })]
      : []),
  ];
  const block = element("instance_attributes", { id: "known-remote-attributes" }, pairs);
  return append(document, "nodes", element("node", { id: uname, uname, type: "remote" }, [block]));
}

type Pair = readonly [string, string];

const operationDefaults: readonly [Pair, ...Pair[]] = [
  ["timeout", "88s"],
  ["on-fail", "block"],
  ["record-pending", "false"],
  ["start-delay", "3s"],
];

const resourceDefaults: readonly [Pair, ...Pair[]] = [
  ["resource-stickiness", "-20"],
  ["multiple-active", "stop_unexpected"],
  ["failure-timeout", "90s"],
  ["is-managed", "false"],
  ["priority", "2"],
  ["target-role", "Stopped"],
];

/** Several blocks of defaults, the one with the highest score first. */
function lateDefaults(random: Random, document: XmlElement): XmlElement {
  const isOperations = random.chance(0.5);
  const section = isOperations ? "op_defaults" : "rsc_defaults";
  const [name, value] = isOperations ? random.pick(operationDefaults) : random.pick(resourceDefaults);
  const block = element(
    "meta_attributes",
    { id: "late-defaults", score: random.pick(["5", "-5", "INFINITY"]) },
    [
      ...(random.chance(0.5) ? [agentRule(random, isOperations)] : []),
      element("nvpair", { id: "late-defaults-pair", name, value }),
    ],
  );
  return append(document, section, block);
}

/** Holds for some agents, or for operations of some agents. */
function agentRule(random: Random, isOperations: boolean): XmlElement {
  const agent = element("rsc_expression", {
    id: "late-defaults-agent",
    class: random.pick(["ocf", "systemd", "stonith"]),
  });
  const operation = element("op_expression", {
    id: "late-defaults-operation",
    name: random.pick(["monitor", "start"]),
  });
  const operator = random.pick(["and", "or"]);
  const conditions = isOperations ? [agent, operation] : [agent];
  return element("rule", { id: "late-defaults-rule", score: "INFINITY", "boolean-op": operator }, conditions);
}
