import { elements, firstElement, lowerAscii } from "@sanode/cib";
import type { Location } from "../model/location.js";
import type { ClusterNode } from "../model/node.js";
import type { Resource } from "../model/resource.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import type { Advice } from "./advice.js";

const NEVER = -1_000_000;

/** Locations that name no node of the cluster, or leave a resource no node at all. */
export function reviewLocations(state: ClusterState): Advice[] {
  return [...unknownNodes(state), ...bannedEverywhere(state)];
}

function unknownNodes(state: ClusterState): Advice[] {
  const configuration = firstElement(state.cib, "configuration");
  const constraints = configuration && firstElement(configuration, "constraints");
  if (constraints === undefined) return [];
  return elements(constraints).flatMap(({ name, attributes: { id = name, node } }) => {
    if (name !== "rsc_location" || node === undefined) return [];
    const isKnown = state.nodesByName.has(lowerAscii(node)) || state.nodesById.has(lowerAscii(node));
    if (isKnown) return [];
    return [
      {
        code: "unknown-node",
        element: id,
        message: `${id} is about the node ${node}, which the cluster does not have: it has no effect`,
        remedy: "Correct the node's name, or remove the constraint",
      },
    ];
  });
}

/** What is banned from every node by name is meant to be stopped, which `target-role` says better, or forgotten. */
function bannedEverywhere(state: ClusterState): Advice[] {
  const bans = new Map<Resource, { readonly nodes: Set<ClusterNode>; readonly ids: Set<string> }>();
  for (const location of state.locations) {
    if (location.role <= Role.Started && location.ruleId === null) collectBans(location, bans);
  }
  const told = new Set<string>();
  return Array.from(bans).flatMap(([resource, { nodes, ids }]) => {
    const name = resource.definition.configId;
    const isEverywhere = state.nodes.length > 0 && state.nodes.every((node) => nodes.has(node));
    if (!isEverywhere || told.has(name)) return [];
    told.add(name);
    return [
      {
        code: "banned-everywhere",
        element: name,
        message: `${name} is banned from every node (${[...ids].join(", ")}): it can run nowhere`,
        remedy: `Remove one of the bans, as sanode resource clear ${name} does, or set target-role=Stopped if it shall not run`,
      },
    ];
  });
}

function collectBans(
  { id, resource, entries }: Location,
  bans: Map<Resource, { readonly nodes: Set<ClusterNode>; readonly ids: Set<string> }>,
): void {
  for (const { node, score } of entries) {
    if (score > NEVER) continue;
    let known = bans.get(resource);
    if (known === undefined) {
      known = { nodes: new Set(), ids: new Set() };
      bans.set(resource, known);
    }
    known.nodes.add(node);
    known.ids.add(id);
  }
}
