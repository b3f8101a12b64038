import { type Attributes, element, elements, elementsNamed, isElement, type XmlElement } from "@sanode/cib";
import { xmlId } from "../cib/xml-id.js";
import { parentOf, requireConfigured, withResource } from "./configuration.js";
import { AdministrationError } from "./errors.js";

/** Where a resource's value stands: its block, or the attributes of its own element. */
export type ValueKind = "instance_attributes" | "meta_attributes" | "utilization" | "element";

export interface ValuePlace {
  readonly resource: string;
  readonly kind: ValueKind;
  readonly name: string;
  /** Id of the block; without it any that has such a value, or a new one. */
  readonly set?: string;
  /** A member of a clone is meant itself, not the clone. */
  readonly force?: boolean;
}

/** A changed value. */
export interface ChangedValue {
  /** The resource that has it: of meta-attributes of a clone's member, the clone; or the other way round. */
  readonly resource: string;
  /** Ids of the block and of the pair; missing for an attribute of the element. */
  readonly set?: string;
  readonly id?: string;
}

/** What has been changed. */
export interface ValueChange {
  readonly cib: XmlElement;
  /** The resource's own value last; before it those of members of a group that have one of their own. */
  readonly changed: readonly ChangedValue[];
}

/**
 * Sets a value of a resource.
 *
 * Source: crm_resource(8), `--set-parameter`.
 *
 * @throws AdministrationError if there is no such resource, or if several blocks have such a value
 */
export function setValue(cib: XmlElement, place: ValuePlace, value: string): ValueChange {
  return changeAll(cib, place, withMembers(cib, place), (before, resource) => {
    if (place.kind === "element") {
      const attributes = { ...resource.attributes, [place.name]: value };
      return changeElement(before, resource, attributes);
    }
    const found = findPair(resource, place);
    if (found === undefined) return addValue(before, resource, place, value);
    const { block, pair } = found;
    const changed = { ...pair, attributes: { ...pair.attributes, value } };
    const children = block.children.map((child) => (child === pair ? changed : child));
    return change(before, resource, block, { ...block, children }, pair);
  });
}

/** A member of a group that has the meta-attribute itself would not heed the group's. */
function withMembers(cib: XmlElement, place: ValuePlace): readonly XmlElement[] {
  const owner = ownerOf(cib, place);
  if (owner.name !== "group" || place.kind !== "meta_attributes") return [owner];
  const members = elementsNamed(owner, "primitive").filter((each) => findPair(each, place) !== undefined);
  return [...members, owner];
}

function changeAll(
  cib: XmlElement,
  place: ValuePlace,
  resources: readonly XmlElement[],
  changeOne: (cib: XmlElement, resource: XmlElement) => OneChange,
): ValueChange {
  const changed: ChangedValue[] = [];
  let latest = cib;
  for (const { attributes } of resources) {
    const one = changeOne(latest, requireConfigured(latest, attributes.id ?? place.resource));
    latest = one.cib;
    changed.push(one.value);
  }
  return { cib: latest, changed };
}

interface OneChange {
  readonly cib: XmlElement;
  readonly value: ChangedValue;
}

/** A block that is made is the last child of the resource. */
function addValue(cib: XmlElement, resource: XmlElement, place: ValuePlace, value: string): OneChange {
  const { kind, name } = place;
  const set = place.set ?? `${resource.attributes.id}-${kind}`;
  const pair = element("nvpair", { id: xmlId(`${set}-${name}`), name, value });
  const block = elementsNamed(resource, kind).find(({ attributes }) => attributes.id === set);
  if (block !== undefined) {
    return change(cib, resource, block, { ...block, children: [...block.children, pair] }, pair);
  }
  const children = [...resource.children, element(kind, { id: set }, [pair])];
  return {
    cib: withResource(cib, resource, { ...resource, children }),
    value: { resource: resource.attributes.id ?? "", set, id: pair.attributes.id ?? "" },
  };
}

/**
 * Removes a value of a resource; its block stays.
 *
 * Source: crm_resource(8), `--delete-parameter`.
 *
 * @throws AdministrationError if there is no such resource or value
 */
export function deleteValue(cib: XmlElement, place: ValuePlace): ValueChange {
  const owners = withMembers(cib, place);
  const resources =
    place.kind === "element" ? owners : owners.filter((each) => findPair(each, place) !== undefined);
  if (resources.length === 0) throw new AdministrationError("not-found", "No such object");
  return changeAll(cib, place, resources, (before, resource) => {
    if (place.kind === "element") {
      const { [place.name]: _removed, ...attributes } = resource.attributes;
      return changeElement(before, resource, attributes);
    }
    const found = findPair(resource, place);
    if (found === undefined) throw new AdministrationError("not-found", "No such object");
    const { block, pair } = found;
    const children = block.children.filter((child) => child !== pair);
    return change(before, resource, block, { ...block, children }, pair);
  });
}

/** The value of a resource as it is configured; undefined if it is not. */
export function configuredValue(cib: XmlElement, place: ValuePlace): string | undefined {
  const resource = requireConfigured(cib, place.resource);
  if (place.kind === "element") return resource.attributes[place.name];
  return findPair(resource, place)?.pair.attributes.value;
}

/**
 * The resource whose value is meant. Meta-attributes of what a clone is made of are the clone's, unless the member
 * has its own; those of a clone are the member's where only the member has one.
 */
function ownerOf(cib: XmlElement, place: ValuePlace): XmlElement {
  const resource = requireConfigured(cib, place.resource);
  if (place.kind !== "meta_attributes" || place.force === true) return resource;
  if (findPair(resource, place) !== undefined) return resource;
  if (isCollective(resource)) {
    return elements(resource).find((child) => findPair(child, place) !== undefined) ?? resource;
  }
  const parent = parentOf(cib, resource);
  return parent !== undefined && isCollective(parent) ? parent : resource;
}

function isCollective({ name }: XmlElement): boolean {
  return name === "clone" || name === "master" || name === "bundle";
}

function findPair(
  resource: XmlElement,
  { kind, name, set }: ValuePlace,
): { readonly block: XmlElement; readonly pair: XmlElement } | undefined {
  const found = elementsNamed(resource, kind)
    .filter(({ attributes }) => set === undefined || attributes.id === set)
    .flatMap((block) =>
      elementsNamed(block, "nvpair")
        .filter(({ attributes }) => attributes.name === name)
        .map((pair) => ({ block, pair })),
    );
  if (found.length > 1) {
    const ids = found.map(({ pair }) => pair.attributes.id).join(", ");
    throw new AdministrationError("usage", `Several values have the name ${name}: ${ids}`);
  }
  return found[0];
}

function change(
  cib: XmlElement,
  resource: XmlElement,
  before: XmlElement,
  after: XmlElement,
  pair: XmlElement,
): OneChange {
  const children = resource.children.map((child) => (isElement(child) && child === before ? after : child));
  return {
    cib: withResource(cib, resource, { ...resource, children }),
    value: {
      resource: resource.attributes.id ?? "",
      set: before.attributes.id ?? "",
      id: pair.attributes.id ?? "",
    },
  };
}

function changeElement(cib: XmlElement, resource: XmlElement, attributes: Attributes): OneChange {
  return {
    cib: withResource(cib, resource, { ...resource, attributes }),
    value: { resource: resource.attributes.id ?? "" },
  };
}
