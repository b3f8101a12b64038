import { descendants, elements, firstElement, type XmlElement } from "@sanode/cib";
import { NotInPart } from "./reason.js";
import { UnionFind } from "./union-find.js";

const resourceNames: ReadonlySet<string> = new Set(["primitive", "group", "clone", "master", "bundle"]);
/** Their `id` is that of something else. */
const referringNames: ReadonlySet<string> = new Set(["resource_ref", "obj_ref"]);
const referringAttributes = ["rsc", "with-rsc", "first", "then"] as const;
/** Settings that make an answer depend on the time, on elements or as names of pairs. */
const timedSettings = ["failure-timeout", "interval-origin"] as const;

/** A part of the configuration that concerns resources, and the top-level resources that it concerns. */
export interface Concern {
  readonly element: XmlElement;
  /** None: it concerns all, or nobody knows which. */
  readonly resources: readonly string[];
}

/**
 * Which top-level resources a configuration connects: by constraints, references and launchers. Connected ones form
 * a component, named by one of them.
 */
export class Connections {
  /** Top-level resources by id, in document order. */
  readonly topLevel = new Map<string, XmlElement>();
  /** Those with fencing devices in them, which every part of a cluster needs. */
  readonly fencing = new Set<string>();
  readonly #constraints: readonly Concern[];
  /** Positions of constraints by the top-level resources that they concern; under the empty id, those that concern all. */
  readonly #constraintsByOwner = new Map<string, number[]>();
  /** Places of constraints in the document by id. */
  readonly constraintOrder: ReadonlyMap<string, number>;
  /** Whether the answer depends on the time, by configuration. */
  readonly timed: boolean;
  /** Whether something in the configuration names an attribute that records failures. */
  readonly namesFailures: boolean;
  /** Ids that are referred to. */
  readonly #referenced = new Set<string>();
  readonly #owners = new Map<string, string>();
  readonly #templateUsers = new Map<string, string[]>();
  readonly #tags = new Map<string, string[]>();
  readonly #sets = new UnionFind();
  readonly #members = new Map<string, string[]>();
  /** Positions of top-level resources in their section; under the empty id, those of templates. */
  readonly #positions = new Map<string, number[]>();

  /** @throws NotInPart for a configuration whose parts cannot be told apart */
  constructor(configuration: XmlElement) {
    const ids = new Map<string, string | null>();
    this.#readResources(configuration, ids);
    this.#readTags(configuration);
    this.#constraints = this.#readConstraints(configuration, ids);
    for (const [position, { resources }] of this.#constraints.entries()) {
      for (const id of resources.length === 0 ? [""] : resources)
        append(this.#constraintsByOwner, id, position);
    }
    this.constraintOrder = new Map(
      this.#constraints.map(({ element }, position) => [element.attributes.id ?? "", position]),
    );
    this.#connectReferences(configuration, ids);
    for (const { attributes } of descendants(configuration)) {
      const target = attributes["id-ref"];
      if (target !== undefined) this.#referenced.add(target);
    }
    this.timed = [...descendants(configuration)].some(isTimed);
    this.namesFailures = [...descendants(configuration)].some(namesFailures);
    for (const id of this.topLevel.keys()) {
      const component = this.componentOf(id);
      const members = this.#members.get(component);
      if (members === undefined) this.#members.set(component, [id]);
      else members.push(id);
    }
  }

  /** The top-level resource with something of that id in it, instance numbers apart. */
  ownerOf(resourceId: string): string | undefined {
    return this.#owners.get(resourceId) ?? this.#owners.get(resourceId.replace(/:\d+$/, ""));
  }

  componentOf(topLevelId: string): string {
    return this.#sets.find(topLevelId);
  }

  /** Top-level resources of a component, in document order. */
  membersOf(component: string): readonly string[] {
    return this.#members.get(component) ?? [];
  }

  /** Where some top-level resources, and all templates, stand in their section; ascending. */
  positionsOf(resources: ReadonlySet<string>): number[] {
    return sortedUnion(this.#positions, resources);
  }

  /** The constraints that concern some of the resources, in document order. */
  constraintsOf(resources: ReadonlySet<string>): XmlElement[] {
    return sortedUnion(this.#constraintsByOwner, resources).flatMap(
      (position) => this.#constraints[position]?.element ?? [],
    );
  }

  /**
   * What must stay as it is in a resource for its connections to stay: names, references, agents, and settings that
   * concern others than itself.
   */
  profileOf(resource: XmlElement): string {
    const parts: (string | undefined)[] = [];
    for (const part of descendants(resource)) {
      const {
        id,
        "id-ref": reference,
        template,
        class: standard,
        provider,
        type,
        name,
        value,
      } = part.attributes;
      if (resourceNames.has(part.name)) parts.push(part.name, id, template, standard, provider, type);
      if (reference !== undefined) parts.push("reference", part.name, reference);
      if (id !== undefined && this.#referenced.has(id)) parts.push("referenced", part.name, id);
      if (name === "container" || name === "remote-node") parts.push(name, value);
      if (isTimed(part)) parts.push("timed");
      if (namesFailures(part)) parts.push("failures");
    }
    return JSON.stringify(parts);
  }

  #readResources(configuration: XmlElement, ids: Map<string, string | null>): void {
    const section = firstElement(configuration, "resources");
    const resources = section === undefined ? [] : elements(section);
    const devices = new Set<string>();
    for (const [position, resource] of resources.entries()) {
      const { id } = resource.attributes;
      if (id === undefined) throw new NotInPart("unusual-document");
      append(this.#positions, resource.name === "template" ? "" : id, position);
      if (resource.name === "template") {
        if (resource.attributes.class === "stonith") devices.add(id);
        continue;
      }
      this.topLevel.set(id, resource);
      for (const part of descendants(resource)) this.#readPart(id, part, ids, devices);
    }
  }

  #readPart(
    owner: string,
    part: XmlElement,
    ids: Map<string, string | null>,
    devices: ReadonlySet<string>,
  ): void {
    const { id, template } = part.attributes;
    if (id !== undefined && !referringNames.has(part.name)) {
      if (ids.has(id)) throw new NotInPart("unusual-document");
      ids.set(id, owner);
    }
    if (!resourceNames.has(part.name) || id === undefined) return;
    this.#owners.set(id, owner);
    if (template !== undefined) append(this.#templateUsers, template, owner);
    if (part.attributes.class === "stonith" || (template !== undefined && devices.has(template))) {
      this.fencing.add(owner);
    }
  }

  #readTags(configuration: XmlElement): void {
    const section = firstElement(configuration, "tags");
    for (const tag of section === undefined ? [] : elements(section)) {
      const { id } = tag.attributes;
      if (id === undefined) continue;
      for (const reference of elements(tag)) append(this.#tags, id, reference.attributes.id ?? "");
    }
  }

  #readConstraints(configuration: XmlElement, ids: Map<string, string | null>): Concern[] {
    const section = firstElement(configuration, "constraints");
    return (section === undefined ? [] : elements(section)).map((element) => {
      const concerned = new Set<string>();
      for (const part of descendants(element)) {
        const { id } = part.attributes;
        if (part.name === "resource_ref") this.#resolve(id ?? "", concerned);
        else if (id !== undefined) ids.set(id, null);
        for (const name of referringAttributes) {
          const reference = part.attributes[name];
          if (reference !== undefined) this.#resolve(reference, concerned);
        }
      }
      const resources = [...concerned];
      for (const other of resources) this.#sets.unite(resources[0] ?? other, other);
      return { element, resources };
    });
  }

  #resolve(reference: string, into: Set<string>, visited: ReadonlySet<string> = new Set()): void {
    const owner = this.ownerOf(reference);
    if (owner !== undefined) into.add(owner);
    for (const user of this.#templateUsers.get(reference) ?? []) into.add(user);
    if (visited.has(reference)) return;
    const further = new Set([...visited, reference]);
    for (const tagged of this.#tags.get(reference) ?? []) this.#resolve(tagged, into, further);
  }

  /** Blocks used in several places, and resources that launch others. */
  #connectReferences(configuration: XmlElement, ids: ReadonlyMap<string, string | null>): void {
    const constraints = firstElement(configuration, "constraints");
    const resources = firstElement(configuration, "resources");
    for (const section of elements(configuration)) {
      if (section === resources) continue;
      for (const part of descendants(section)) {
        const target = part.attributes["id-ref"];
        if (target === undefined) continue;
        if (ids.has(target) || section === constraints) throw new NotInPart("unusual-document");
      }
    }
    for (const [owner, resource] of this.topLevel) {
      for (const part of descendants(resource)) {
        const reference = part.attributes["id-ref"];
        const target = reference === undefined ? undefined : ids.get(reference);
        if (target === null) throw new NotInPart("unusual-document");
        if (target !== undefined) this.#sets.unite(owner, target);
        const launcher = part.attributes.name === "container" ? part.attributes.value : undefined;
        const launching = launcher === undefined ? undefined : this.ownerOf(launcher);
        if (launching !== undefined) this.#sets.unite(owner, launching);
      }
    }
  }
}

function append<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function isTimed({ name, attributes }: XmlElement): boolean {
  return (
    name === "date_expression" ||
    timedSettings.some((setting) => attributes.name === setting || attributes[setting] !== undefined)
  );
}

function namesFailures({ attributes }: XmlElement): boolean {
  return Object.values(attributes).some(
    (value) => value.startsWith("fail-count-") || value.startsWith("last-failure-"),
  );
}

/** Positions under the empty key and under some others, ascending. */
function sortedUnion(lists: ReadonlyMap<string, readonly number[]>, keys: ReadonlySet<string>): number[] {
  const positions = new Set(lists.get(""));
  for (const key of keys) for (const position of lists.get(key) ?? []) positions.add(position);
  return [...positions].sort((left, right) => left - right);
}
