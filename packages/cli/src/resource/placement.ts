import type { XmlElement } from "@sanode/cib";
import {
  AdministrationError,
  ban,
  banId,
  clear,
  clearExpired,
  type PlacedResource,
  prefer,
} from "@sanode/controller";
import { type ClusterState, findResource, Role } from "@sanode/pengine";
import type { Output } from "../command/output.js";

export interface PlacementRequest extends PlacedResource {
  readonly node: string | undefined;
  /** The moment at which it ends. */
  readonly until: string | undefined;
  readonly force: boolean;
}

/** Moves a resource to a node, or away from where it is if none is named. */
export function move(
  cib: XmlElement,
  state: ClusterState,
  request: PlacementRequest,
  output: Output,
): XmlElement {
  const { id, node, force, until } = request;
  if (node === undefined) return keepOff(cib, state, request, output);
  const here = activeOn(state, request);
  const [only, more] = here;
  const isThere = only === node && more === undefined;
  if (isThere && !force) {
    throw new AdministrationError("exists", "Error performing operation: Requested item already exists");
  }
  const moved = prefer(cib, request, node, until);
  // Whoever insists wants it away from where it is.
  if (!force || isThere || only === undefined || more !== undefined) return moved;
  warn(id, only, request, output);
  return ban(moved, request, only, until);
}

/** Keeps a resource off a node, by default the only one on which it runs. */
export function keepOff(
  cib: XmlElement,
  state: ClusterState,
  request: PlacementRequest,
  output: Output,
): XmlElement {
  const { id, until } = request;
  const node = request.node ?? onlyNode(state, request);
  warn(id, node, request, output);
  return ban(cib, request, node, until);
}

/** Takes back moves and bans. */
export function takeBack(cib: XmlElement, { id, node, force }: PlacementRequest, output: Output): XmlElement {
  const cleared = clear(cib, id, { force, ...(node !== undefined && { node }) });
  for (const removed of cleared.removed) output.line(`Removing constraint: ${removed}`);
  return cleared.cib;
}

/** Takes back moves and bans whose time is over. */
export function takeBackOld(
  cib: XmlElement,
  meant: { readonly resource: string | undefined; readonly node: string | undefined; readonly now: number },
  output: Output,
): XmlElement {
  const { resource, node, now } = meant;
  const cleared = clearExpired(cib, now, {
    ...(resource !== undefined && { resource }),
    ...(node !== undefined && { node }),
  });
  for (const removed of cleared.removed) output.line(`Removing constraint: ${removed}`);
  return cleared.cib;
}

function onlyNode(state: ClusterState, request: PlacementRequest): string {
  const { id } = request;
  const [only, more] = activeOn(state, request);
  if (only !== undefined && more === undefined) return only;
  const count = activeOn(state, request).length;
  const problem = `Resource '${id}' not moved: active in ${count} locations`;
  throw new AdministrationError(
    "usage",
    `${problem}.\nTo prevent '${id}' from running on a specific location, specify a node.`,
  );
}

/** The nodes on which a resource runs, or is promoted if only that is meant. */
function activeOn(state: ClusterState, { id, promotedOnly = false }: PlacementRequest): readonly string[] {
  const resource = findResource(state, id);
  if (resource === undefined) return [];
  if (!promotedOnly) return resource.activeNodes.map(({ name }) => name);
  const instances = resource.kind === "clone" ? resource.children : [resource];
  return instances
    .filter(({ currentRole }) => currentRole === Role.Promoted)
    .flatMap(({ activeNodes }) => activeNodes.map(({ name }) => name));
}

function warn(id: string, node: string, { promotedOnly = false }: PlacementRequest, output: Output): void {
  const what = promotedOnly ? "being promoted" : "running";
  output.line(
    `WARNING: Creating rsc_location constraint '${banId(id, node)}' with a score of -INFINITY for resource ${id} on ${node}.\n` +
      `\tThis will prevent ${id} from ${what} on ${node} until the constraint is removed using the clear option or by editing the CIB with an appropriate tool.\n` +
      `\tThis will be the case even if ${node} is the last node in the cluster`,
  );
}
