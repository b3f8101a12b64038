import type {
  ColocationConstraint,
  OrderConstraint,
  RoleReference,
  TicketConstraint,
} from "../view/constraints.js";
import type { LocationConstraint } from "../view/locations.js";
import type { OrderKind, Sets } from "../view/resource-sets.js";
import type { ActionName } from "../view/values.js";
import type { Ids } from "./ids.js";
import { identifyRule, type Rule } from "./rules.js";
import { type Role, type ScoreInput, toScore } from "./values.js";

/** Resources that a constraint treats together. */
export interface SetSettings<Resource extends string> {
  readonly resources: readonly [Resource, ...Resource[]];
  /** Whether they depend on each other in their order; they do if it is not said. */
  readonly sequential?: boolean;
  /** Whether all of them have to be active before the next set may go on; they have if it is not said. */
  readonly requireAll?: boolean;
  readonly action?: ActionName;
  readonly role?: Role;
  readonly id?: string;
}

/** What a location constraint is about: a resource, those whose ids match a regular expression, or a set. */
export type LocationSubject<Resource extends string> =
  | Resource
  | { readonly pattern: string }
  | readonly SetSettings<Resource>[];

/** Where resources should run, or must not: a node and a score, or a rule. */
export type LocationSettings<Node extends string> = {
  /** The role that the preference is for; every role if it is not given. */
  readonly role?: Role;
  /** Whether and where the resources are looked for, where they do not run. */
  readonly resourceDiscovery?: "always" | "never" | "exclusive";
  readonly id?: string;
} & (
  | { readonly node: Node; readonly score: ScoreInput }
  | { readonly rule: Rule; readonly score: ScoreInput }
  /** The node attribute that holds the score. */
  | { readonly rule: Rule; readonly scoreAttribute: string }
);

/** An `rsc_location` with ids. */
export function identifyLocation(
  ids: Ids,
  subject: LocationSubject<string>,
  settings: LocationSettings<string>,
): LocationConstraint {
  const { role, resourceDiscovery } = settings;
  const name = typeof subject === "string" ? subject : "pattern" in subject ? subject.pattern : "set";
  const where = "node" in settings ? `-${settings.node}-${settings.score}` : "";
  const id = ids.make(`location-${name}${where}`, settings.id);
  return {
    kind: "location",
    id,
    subject: locationSubject(ids, id, subject, role),
    preference: preference(ids, id, settings),
    resourceDiscovery,
  };
}

function locationSubject(
  ids: Ids,
  id: string,
  subject: LocationSubject<string>,
  role: Role | undefined,
): LocationConstraint["subject"] {
  if (typeof subject === "string") {
    return { kind: "resource", resource: ids.requireResource(subject), role };
  }
  if ("pattern" in subject) return { kind: "pattern", pattern: subject.pattern, role };
  return identifySets(ids, id, role === undefined ? subject : subject.map((set) => ({ role, ...set })));
}

function preference(
  ids: Ids,
  id: string,
  settings: LocationSettings<string>,
): LocationConstraint["preference"] {
  if ("node" in settings) return { kind: "node", node: settings.node, score: toScore(settings.score, id) };
  const strength =
    "score" in settings
      ? { score: toScore(settings.score, id) }
      : { scoreAttribute: settings.scoreAttribute };
  return { kind: "rule", rule: identifyRule(settings.rule, ids, `${id}-rule`, strength) };
}

/** What colocations of two resources and of sets have in common. */
export interface ColocationSettings {
  /** `INFINITY`, together or not at all, if it is not given. */
  readonly score?: ScoreInput;
  /** Whether the primary resource considers where the dependent one can run. */
  readonly influence?: boolean;
  readonly id?: string;
}

/** The resource with which another is placed. */
export interface ColocationPrimary<Resource extends string> extends ColocationSettings {
  readonly with: Resource;
  readonly role?: Role;
  readonly withRole?: Role;
  /** Nodes with the same value of this attribute count as one. */
  readonly nodeAttribute?: string;
}

/** An `rsc_colocation` of two resources with ids. */
export function identifyColocation(
  ids: Ids,
  resource: string,
  settings: ColocationPrimary<string>,
): ColocationConstraint {
  const { score = "INFINITY", role, withRole, nodeAttribute } = settings;
  const dependent: RoleReference = { resource: ids.requireResource(resource), role };
  const primary: RoleReference = { resource: ids.requireResource(settings.with), role: withRole };
  return colocation(ids, `colocation-${resource}-${settings.with}-${score}`, settings, () => ({
    kind: "pair",
    dependent,
    primary,
    nodeAttribute,
  }));
}

/** An `rsc_colocation` of sets with ids. */
export function identifyColocatedSets(
  ids: Ids,
  sets: readonly SetSettings<string>[],
  settings: ColocationSettings,
): ColocationConstraint {
  const name = `colocation_set_${namesOf(sets)}`;
  return colocation(ids, name, settings, (id) => identifySets(ids, id, sets));
}

function colocation(
  ids: Ids,
  name: string,
  { score = "INFINITY", influence, id: given }: ColocationSettings,
  subject: (id: string) => ColocationConstraint["subject"],
): ColocationConstraint {
  const id = ids.make(name, given);
  return {
    kind: "colocation",
    id,
    score: toScore(score, id),
    influence: influence === undefined ? undefined : String(influence),
    subject: subject(id),
  };
}

/** What orders of two resources and of sets have in common. */
export interface OrderSettings {
  /** How strictly the order is kept; `Mandatory` if it is not given. */
  readonly kind?: OrderKind;
  /** Whether the reverse holds for the reverse actions; it does if it is not said, unless the kind is `Serialize`. */
  readonly symmetrical?: boolean;
  readonly requireAll?: boolean;
  readonly id?: string;
}

/** What is done with the two resources; both are started if nothing is said. */
export interface OrderedActions extends OrderSettings {
  readonly firstAction?: ActionName;
  readonly thenAction?: ActionName;
}

/** An `rsc_order` of two resources with ids. */
export function identifyOrder(
  ids: Ids,
  first: string,
  second: string,
  settings: OrderedActions,
): OrderConstraint {
  const subject: OrderConstraint["subject"] = {
    kind: "pair",
    firstAction: { resource: ids.requireResource(first), action: settings.firstAction },
    thenAction: { resource: ids.requireResource(second), action: settings.thenAction },
  };
  return order(ids, `order-${first}-${second}-${settings.kind ?? "mandatory"}`, settings, () => subject);
}

/** An `rsc_order` of sets with ids. */
export function identifyOrderedSets(
  ids: Ids,
  sets: readonly SetSettings<string>[],
  settings: OrderSettings,
): OrderConstraint {
  return order(ids, `order_set_${namesOf(sets)}`, settings, (id) => identifySets(ids, id, sets));
}

function order(
  ids: Ids,
  name: string,
  { kind, symmetrical, requireAll, id: given }: OrderSettings,
  subject: (id: string) => OrderConstraint["subject"],
): OrderConstraint {
  const id = ids.make(name, given);
  return {
    kind: "order",
    id,
    symmetrical,
    requireAll,
    orderKind: kind,
    score: undefined,
    subject: subject(id),
  };
}

/** What happens when a ticket is lost, and in which role a resource depends on it. */
export interface TicketSettings {
  readonly role?: Role;
  readonly lossPolicy?: "stop" | "demote" | "fence" | "freeze";
  readonly id?: string;
}

/** An `rsc_ticket` with ids. */
export function identifyTicket(
  ids: Ids,
  ticket: string,
  subject: string | readonly SetSettings<string>[],
  { role, lossPolicy, id: given }: TicketSettings,
): TicketConstraint {
  const name = typeof subject === "string" ? subject : `set_${namesOf(subject)}`;
  const id = ids.make(`ticket-${ticket}-${name}${role === undefined ? "" : `-${role}`}`, given);
  return {
    kind: "ticket",
    id,
    ticket,
    lossPolicy,
    subject:
      typeof subject === "string"
        ? { kind: "resource", resource: ids.requireResource(subject), role }
        : identifySets(ids, id, role === undefined ? subject : subject.map((set) => ({ role, ...set }))),
  };
}

function identifySets(ids: Ids, owner: string, sets: readonly SetSettings<string>[]): Sets {
  return {
    kind: "sets",
    sets: sets.map((set) => ({
      kind: "set",
      id: ids.make(`${owner}_set`, set.id),
      resources: set.resources.map((id) => ids.requireResource(id)),
      sequential: set.sequential,
      requireAll: set.requireAll,
      ordering: undefined,
      action: set.action,
      role: set.role,
      score: undefined,
      orderKind: undefined,
    })),
  };
}

/** The first and the last resource of each set, as pcs names constraints of sets. */
function namesOf(sets: readonly SetSettings<string>[]): string {
  return sets.map(({ resources }) => [...new Set([resources[0], resources.at(-1)])].join("_")).join("_set_");
}
