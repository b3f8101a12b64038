import { clampScore, elementsNamed, parseScore, type XmlElement } from "@sanode/cib";
import { healthScores } from "../input/health-scores.js";
import { findNodeByName } from "../input/nodes.js";
import type { Location } from "../model/location.js";
import { Discovery } from "../model/node-table.js";
import type { Resource } from "../model/resource.js";
import { parseRole, Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { ruleEntries } from "./location-rule.js";
import { compilePattern } from "./pattern.js";
import { constrainedResource, resolveReference } from "./resolve.js";
import { readSets } from "./sets.js";
import { ignore } from "./warn.js";

/** Records a location constraint; it takes effect when all constraints have been read. */
export function addLocation(state: ClusterState, location: Location): void {
  state.locations.push(location);
  const { resource, role } = location;
  resource.locations.push(location);
  // What is said of a bundle's promoted role is about its contents.
  if (role === Role.Promoted && resource.kind === "bundle") {
    resource.bundledClone?.locations.push(location);
  }
}

/** What a set or the constraint itself says besides the resource. */
interface Overrides {
  readonly role: string | undefined;
  readonly score: string | undefined;
  readonly submatches: readonly (string | undefined)[] | undefined;
}

/** Reads one `rsc_location` in any of its forms (Pacemaker Explained, "Deciding Which Nodes a Resource Can Run On"). */
export function readLocation(state: ClusterState, constraint: XmlElement): void {
  const { id, role, score } = constraint.attributes;
  if (id === undefined) return ignore(state, constraint, "missing-id", "location constraint without id");
  const own: Overrides = { role, score, submatches: undefined };
  const sets = readSets(state, constraint);
  if (sets.length > 0) {
    for (const set of sets) {
      const overrides = {
        ...own,
        role: set.attributes.role ?? role,
        score: set.attributes.score ?? score,
      };
      if (!applyToIds(state, constraint, set.references, overrides)) return;
    }
    return;
  }
  if (constraint.attributes.rsc !== undefined)
    readReference(state, constraint, constraint.attributes.rsc, own);
  const pattern = constraint.attributes["rsc-pattern"];
  if (pattern !== undefined) readPattern(state, constraint, pattern, own);
}

function readReference(state: ClusterState, constraint: XmlElement, id: string, overrides: Overrides): void {
  const reference = resolveReference(state, id);
  if (reference === undefined) {
    ignore(state, constraint, "unknown-resource", `no resource, template or tag '${id}'`);
  } else if (reference.kind === "resource") {
    locate(state, constraint, reference.resource, overrides);
  } else {
    applyToIds(state, constraint, reference.ids, overrides);
  }
}

/** False if an id was unknown: processing of the whole constraint ends there; what came before stays. */
function applyToIds(
  state: ClusterState,
  constraint: XmlElement,
  ids: readonly string[],
  overrides: Overrides,
): boolean {
  for (const id of ids) {
    const resource = constrainedResource(state, id);
    if (resource === undefined) {
      ignore(state, constraint, "unknown-resource", `no resource '${id}'`);
      return false;
    }
    locate(state, constraint, resource, overrides);
  }
  return true;
}

/** Patterns are matched against the ids of top-level resources only. */
function readPattern(state: ClusterState, constraint: XmlElement, text: string, overrides: Overrides): void {
  const pattern = compilePattern(text);
  if (pattern === undefined) {
    return ignore(state, constraint, "invalid-pattern", `'${text}' is not a regular expression`);
  }
  for (const resource of state.resources) {
    const match = pattern.match(resource.id);
    if (match === undefined) continue;
    locate(state, constraint, resource, { ...overrides, submatches: pattern.inverted ? undefined : match });
  }
}

function locate(state: ClusterState, constraint: XmlElement, resource: Resource, overrides: Overrides): void {
  const { id = "", node } = constraint.attributes;
  const discovery = readDiscovery(state, constraint);
  if (node !== undefined && overrides.score !== undefined) {
    const target = findNodeByName(state, node);
    if (target === undefined) return; // a node that no longer exists: tolerated silently
    const role = readLocationRole(overrides.role);
    if (role === undefined) {
      return ignore(state, constraint, "invalid-role", `unknown role '${overrides.role}'`);
    }
    const score = parseScore(overrides.score, clampScore(0), healthScores(state.options));
    if (discovery === Discovery.Exclusive) resource.exclusiveDiscovery = true;
    const entries = [{ node: target, score }];
    return addLocation(state, { kind: "location", id, resource, role, discovery, entries, ruleId: null });
  }
  const rule = elementsNamed(constraint, "rule")[0];
  if (rule === undefined) return ignore(state, constraint, "incomplete", "neither node and score nor a rule");
  // With a rule, only the rule's own role counts.
  const result = ruleEntries(state, rule, resource, overrides.submatches);
  if (result === undefined) return;
  if (discovery === Discovery.Exclusive) resource.exclusiveDiscovery = true;
  addLocation(state, { kind: "location", id, resource, discovery, ...result });
}

/** Roles that filter a location: Promoted and Stopped. Started and Unpromoted mean any role. */
export function readLocationRole(text: string | undefined): Role | undefined {
  if (text === undefined) return Role.Unknown;
  const role = parseRole(text);
  return role === Role.Started || role === Role.Unpromoted ? Role.Unknown : role;
}

function readDiscovery(state: ClusterState, constraint: XmlElement): Discovery {
  const text = constraint.attributes["resource-discovery"];
  switch (text?.toLowerCase()) {
    case undefined:
    case "always":
      return Discovery.Always;
    case "never":
      return Discovery.Never;
    case "exclusive":
      return Discovery.Exclusive;
    default:
      ignore(state, constraint, "invalid-discovery", `unknown resource-discovery '${text}'; using always`);
      return Discovery.Always;
  }
}
