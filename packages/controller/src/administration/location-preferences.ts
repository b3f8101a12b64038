import {
  element,
  elements,
  elementsNamed,
  firstElement,
  fromEpoch,
  isElement,
  parseDateTime,
  toEpoch,
  type XmlElement,
} from "@sanode/cib";
import { section, withSection } from "./configuration.js";

/** A resource and, if only being promoted is meant, that. */
export interface PlacedResource {
  readonly id: string;
  readonly promotedOnly?: boolean;
}

/**
 * A constraint that moves a resource to a node, in the place of an earlier one and of a ban from that node.
 *
 * Source: crm_resource(8), `--move`.
 *
 * @param until the moment at which it ends, as text; never if it is missing
 */
export function prefer(cib: XmlElement, resource: PlacedResource, node: string, until?: string): XmlElement {
  const { id } = resource;
  const names = {
    constraint: `cli-prefer-${id}`,
    rule: `cli-prefer-rule-${id}`,
    expression: `cli-prefer-expr-${id}`,
    lifetime: `cli-prefer-lifetime-end-${id}`,
  };
  const cleared = clear(cib, id, { node, force: true }).cib;
  return withConstraint(cleared, constraint(resource, node, "INFINITY", names, until));
}

/**
 * A constraint that keeps a resource off a node.
 *
 * Source: crm_resource(8), `--ban`.
 */
export function ban(cib: XmlElement, resource: PlacedResource, node: string, until?: string): XmlElement {
  const id = banId(resource.id, node);
  const names = {
    constraint: id,
    rule: `${id}-rule`,
    expression: `${id}-expr`,
    lifetime: `${id}-lifetime`,
  };
  return withConstraint(cib, constraint(resource, node, "-INFINITY", names, until));
}

/** Takes away what `ban` has made for a resource and a node; the same CIB if there is nothing. */
export function unban(cib: XmlElement, resource: string, node: string): XmlElement {
  return withoutConstraints(cib, ({ attributes }) => attributes.id === banId(resource, node));
}

export function banId(resource: string, node: string): string {
  return `cli-ban-${resource}-on-${node}`;
}

export interface ClearOptions {
  /** Only what concerns this node. */
  readonly node?: string;
  /** What moves the resource to another node goes as well. */
  readonly force?: boolean;
}

/**
 * Takes away what `prefer` and `ban` have made for a resource.
 *
 * Source: crm_resource(8), `--clear`.
 *
 * @returns the CIB, the same one if there was nothing, and the ids of the constraints that were taken away
 */
export function clear(
  cib: XmlElement,
  resource: string,
  { node, force = false }: ClearOptions = {},
): { readonly cib: XmlElement; readonly removed: readonly string[] } {
  const prefers = `cli-prefer-${resource}`;
  const bans = node === undefined ? `cli-ban-${resource}-on-` : banId(resource, node);
  const isMeant = (candidate: XmlElement): boolean => {
    const { id = "" } = candidate.attributes;
    if (id === prefers) return node === undefined || force || namesNode(candidate, node);
    return node === undefined ? id.startsWith(bans) : id === bans;
  };
  const removed = elementsNamed(section(cib, "constraints"), "rsc_location")
    .filter(isMeant)
    .map(({ attributes }) => attributes.id ?? "");
  return { cib: removed.length === 0 ? cib : withoutConstraints(cib, isMeant), removed };
}

/**
 * Takes back moves and bans whose time is over: of one resource or of all, for one node or for all.
 *
 * @param now seconds since 1970
 * @returns the CIB, the same one if there was nothing, and the ids of the constraints that were taken away, sorted
 */
export function clearExpired(
  cib: XmlElement,
  now: number,
  meant: { readonly resource?: string; readonly node?: string } = {},
): { readonly cib: XmlElement; readonly removed: readonly string[] } {
  const isMeant = (candidate: XmlElement): boolean => {
    const { id = "", rsc } = candidate.attributes;
    if (!/^cli-(ban|prefer)-/.test(id) || (meant.resource !== undefined && rsc !== meant.resource))
      return false;
    return isOver(candidate, now) && (meant.node === undefined || namesNode(candidate, meant.node));
  };
  const removed = elementsNamed(section(cib, "constraints"), "rsc_location")
    .filter(isMeant)
    .map(({ attributes }) => attributes.id ?? "")
    .sort();
  return { cib: removed.length === 0 ? cib : withoutConstraints(cib, isMeant), removed };
}

/** Whether the lifetime with which a person made a constraint is over. */
function isOver(constraint: XmlElement, now: number): boolean {
  const rule = firstElement(constraint, "rule");
  const dates = rule === undefined ? [] : elementsNamed(rule, "date_expression");
  const lifetime = dates.find(({ attributes }) => attributes.id === `${constraint.attributes.id}-lifetime`);
  // The end was written in UTC, with its date.
  const clock = { today: fromEpoch(now), localOffsetSeconds: 0 };
  const end = parseDateTime(lifetime?.attributes.end ?? "", clock);
  return end !== undefined && toEpoch(end) < now;
}

function namesNode(constraint: XmlElement, node: string): boolean {
  if (constraint.attributes.node !== undefined) return constraint.attributes.node === node;
  const rule = firstElement(constraint, "rule");
  return (
    rule !== undefined && elementsNamed(rule, "expression").some((each) => each.attributes.value === node)
  );
}

interface Names {
  readonly constraint: string;
  readonly rule: string;
  readonly expression: string;
  readonly lifetime: string;
}

function constraint(
  { id, promotedOnly = false }: PlacedResource,
  node: string,
  score: string,
  names: Names,
  until: string | undefined,
): XmlElement {
  const attributes = { id: names.constraint, rsc: id, role: promotedOnly ? "Promoted" : "Started" };
  if (until === undefined) return element("rsc_location", { ...attributes, node, score });
  const isNode = { attribute: "#uname", operation: "eq", value: node, type: "string" };
  const rule = element("rule", { id: names.rule, score, "boolean-op": "and" }, [
    element("expression", { id: names.expression, ...isNode }),
    element("date_expression", { id: names.lifetime, operation: "lt", end: until }),
  ]);
  return element("rsc_location", attributes, [rule]);
}

/** In the place of one with the same id, or at the end. */
function withConstraint(cib: XmlElement, added: XmlElement): XmlElement {
  const constraints = section(cib, "constraints");
  const isSame = (child: XmlElement): boolean => child.attributes.id === added.attributes.id;
  const known = elements(constraints).some(isSame);
  const children = known
    ? constraints.children.map((child) => (isElement(child) && isSame(child) ? added : child))
    : [...constraints.children, added];
  return withSection(cib, { ...constraints, children });
}

function withoutConstraints(cib: XmlElement, isMeant: (constraint: XmlElement) => boolean): XmlElement {
  const constraints = section(cib, "constraints");
  const children = constraints.children.filter((child) => !isElement(child) || !isMeant(child));
  return children.length === constraints.children.length
    ? cib
    : withSection(cib, { ...constraints, children });
}
