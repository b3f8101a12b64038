import { descendants, element, isElement, type XmlElement, type XmlNode } from "@sanode/cib";
import { Random } from "./random.js";

/** What the attributes of elements, and the pairs of blocks, are set to anywhere in a collection of documents. */
interface ValuePool {
  readonly attributes: ReadonlyMap<string, readonly string[]>;
  readonly pairs: ReadonlyMap<string, readonly string[]>;
}

function collectValues(documents: readonly XmlElement[]): ValuePool {
  const attributes = new Map<string, Set<string>>();
  const pairs = new Map<string, Set<string>>();
  for (const document of documents) {
    for (const found of descendants(document)) {
      for (const [name, value] of Object.entries(found.attributes))
        add(attributes, `${found.name}/${name}`, value);
      const { name, value } = found.attributes;
      if (found.name === "nvpair" && name !== undefined && value !== undefined) add(pairs, name, value);
    }
  }
  return { attributes: lists(attributes), pairs: lists(pairs) };
}

function add(pool: Map<string, Set<string>>, key: string, value: string): void {
  const known = pool.get(key);
  if (known === undefined) pool.set(key, new Set([value]));
  else known.add(value);
}

function lists(pool: ReadonlyMap<string, ReadonlySet<string>>): Map<string, readonly string[]> {
  return new Map([...pool].map(([key, values]) => [key, [...values]]));
}

/** Elements that may be missing without anything else being wrong. */
const removable = new Set([
  ...["nvpair", "op", "meta_attributes", "utilization", "rule", "fencing-level"],
  ...["rsc_location", "rsc_colocation", "rsc_order", "rsc_ticket"],
  ...["node_state", "transient_attributes", "lrm_resource", "lrm_rsc_op", "ticket_state"],
]);

/** Attributes whose values are words or numbers of their own, so that another document's value makes sense. */
const exchangeable: Readonly<Record<string, readonly string[]>> = {
  cib: ["have-quorum"],
  node: ["type"],
  primitive: ["class", "type"],
  op: ["on-fail", "interval", "role", "timeout", "enabled", "start-delay"],
  docker: ["replicas", "promoted-max", "replicas-per-host"],
  podman: ["replicas", "promoted-max", "replicas-per-host"],
  rsc_location: ["score", "resource-discovery", "role"],
  rsc_colocation: ["score", "rsc-role", "with-rsc-role", "influence"],
  rsc_order: ["kind", "score", "symmetrical", "first-action", "then-action", "require-all"],
  rsc_ticket: ["loss-policy", "rsc-role"],
  resource_set: ["sequential", "action", "role", "require-all", "ordering"],
  rule: ["score", "boolean-op", "role"],
  expression: ["operation", "value"],
  node_state: ["in_ccm", "crmd", "join", "expected"],
  lrm_rsc_op: ["rc-code", "op-status", "last-rc-change", "call-id", "op-digest", "op-restart-digest"],
  ticket_state: ["granted", "standby"],
};

/**
 * Copies of documents that differ from them in a few places, with values that other documents have there: the same
 * seed gives the same copy. Made of real configurations, they have what a generator does not think of.
 */
export function variationsOf(documents: readonly XmlElement[]): (seed: number) => XmlElement {
  const pool = collectValues(documents);
  return (seed) => {
    const random = new Random(seed);
    const document = random.pick(documents) ?? element("cib");
    return new Variation(document, pool, random).element(document);
  };
}

class Variation {
  readonly #pool: ValuePool;
  readonly #random: Random;
  readonly #rate: number;
  readonly #resources: readonly string[];
  readonly #nodes: readonly string[];
  #added = 0;

  constructor(document: XmlElement, pool: ValuePool, random: Random) {
    this.#pool = pool;
    this.#random = random;
    const all = [...descendants(document)];
    this.#rate = random.integer(1, 4) / all.length;
    this.#resources = idsOf(all, ["primitive", "group", "clone", "master", "bundle"]);
    this.#nodes = all.filter(({ name }) => name === "node").map(({ attributes }) => attributes.uname ?? "");
  }

  element(given: XmlElement): XmlElement {
    const children = given.children.flatMap((child) => this.#node(child));
    return element(given.name, this.#attributes(given), this.#withMore(given.name, children));
  }

  #node(node: XmlNode): XmlNode[] {
    if (!isElement(node)) return [node];
    if (removable.has(node.name) && this.#happens(3)) return [];
    return [this.element(node)];
  }

  #attributes({ name, attributes }: XmlElement): Record<string, string> {
    const result: Record<string, string> = { ...attributes };
    for (const key of Object.keys(attributes)) {
      if (!this.#happens(2)) continue;
      const values = this.#valuesFor(name, key, attributes);
      const value = this.#random.pick(values);
      if (value !== undefined) result[key] = value;
    }
    if (name === "lrm_rsc_op") reconcile(result);
    return result;
  }

  #valuesFor(name: string, key: string, attributes: XmlElement["attributes"]): readonly string[] {
    if (name === "nvpair" && key === "value") return this.#pool.pairs.get(attributes.name ?? "") ?? [];
    if (name === "rsc_location" && key === "node") return this.#nodes;
    if (/^rsc_(location|colocation|order|ticket)$/.test(name) && /^(rsc|with-rsc|first|then)$/.test(key)) {
      return this.#resources;
    }
    return exchangeable[name]?.includes(key) === true
      ? (this.#pool.attributes.get(`${name}/${key}`) ?? [])
      : [];
  }

  /** Another constraint, or another pair in a block. */
  #withMore(name: string, children: readonly XmlNode[]): readonly XmlNode[] {
    if (name === "constraints" && this.#random.chance(0.4)) return [...children, this.#constraint()];
    if (!/^(cluster_property_set|meta_attributes)$/.test(name) || !this.#happens(5)) return children;
    const known = children.flatMap((child) => (isElement(child) ? [child.attributes.name] : []));
    const pair = this.#random.pick(name === "meta_attributes" ? metaNames : optionNames) ?? "";
    const value = this.#random.pick(this.#pool.pairs.get(pair) ?? ["true", "false"]);
    if (known.includes(pair) || value === undefined) return children;
    return [...children, element("nvpair", { id: this.#freshId(), name: pair, value })];
  }

  #constraint(): XmlElement {
    const [one = "none", other = "none"] = this.#random.shuffle(this.#resources);
    const id = this.#freshId();
    const score = this.#random.pick(["INFINITY", "-INFINITY", "100", "-50", "1"]);
    switch (this.#random.pick(["order", "colocation", "location"])) {
      case "order": {
        const kind = this.#random.pick(["Mandatory", "Optional", "Serialize"]);
        return element("rsc_order", { id, first: one, then: other, kind });
      }
      case "colocation":
        return element("rsc_colocation", { id, rsc: one, "with-rsc": other, score });
      default:
        return element("rsc_location", {
          id,
          rsc: one,
          node: this.#random.pick(this.#nodes) ?? "none",
          score,
        });
    }
  }

  #freshId(): string {
    this.#added += 1;
    return `variation-${this.#added}`;
  }

  #happens(weight: number): boolean {
    return this.#random.chance(Math.min(0.5, this.#rate * weight));
  }
}

const metaNames: readonly string[] = [
  ...[
    "target-role",
    "is-managed",
    "resource-stickiness",
    "migration-threshold",
    "failure-timeout",
    "multiple-active",
  ],
  ...["allow-migrate", "priority", "critical", "maintenance", "requires", "allow-unhealthy-nodes"],
  ...["container-attribute-target", "clone-max", "clone-node-max", "interleave", "ordered", "notify"],
  ...["globally-unique", "promotable", "promoted-max"],
];

const optionNames: readonly string[] = [
  ...[
    "no-quorum-policy",
    "symmetric-cluster",
    "maintenance-mode",
    "stop-all-resources",
    "stop-orphan-resources",
  ],
  ...["stop-orphan-actions", "start-failure-is-fatal", "placement-strategy", "enable-startup-probes"],
  ...["stonith-enabled", "stonith-action", "startup-fencing", "concurrent-fencing", "priority-fencing-delay"],
  ...["have-watchdog", "stonith-watchdog-timeout", "node-health-strategy", "shutdown-lock", "batch-limit"],
  ...["migration-limit", "remove-after-stop"],
];

function idsOf(all: readonly XmlElement[], names: readonly string[]): string[] {
  return all.filter(({ name }) => names.includes(name)).map(({ attributes }) => attributes.id ?? "");
}

/** A recorded result is told twice; both must say the same. */
function reconcile(operation: Record<string, string>): void {
  const rest = /^[^:]*:[^;]*(;.*)$/.exec(operation["transition-magic"] ?? "")?.[1];
  if (rest !== undefined) {
    operation["transition-magic"] = `${operation["op-status"] ?? "0"}:${operation["rc-code"] ?? "0"}${rest}`;
  }
}
