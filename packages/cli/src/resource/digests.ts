import { type ClusterState, currentDigests, findResource } from "@sanode/pengine";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import type { Output } from "../command/output.js";

/**
 * Tells the digests of a resource's parameters on a node.
 *
 * Source: crm_resource(8), `--digests`.
 *
 * @param overrides `NAME=VALUE`, parameters that take the place of configured ones
 * @throws CommandError if there is no such node or resource, if it is no primitive, or for an override without name or `=`
 */
export function tellDigests(
  state: ClusterState,
  id: string,
  node: string | undefined,
  overrides: readonly string[],
  { json, output }: { readonly json: boolean; readonly output: Output },
): void {
  const parameters = new Map(overrides.map(readOverride));
  if (node === undefined) throw new CommandError(ExitStatus.usage, "Say on which node, with --node");
  const host = state.nodesByName.get(node.toLowerCase());
  if (host === undefined) throw new CommandError(ExitStatus.notFound, `Node '${node}' not found`);
  const resource = findResource(state, id);
  if (resource === undefined) throw new CommandError(ExitStatus.notFound, `Resource '${id}' not found`);
  if (resource.kind !== "primitive") {
    throw new CommandError(
      ExitStatus.unimplemented,
      `'${id}' is a ${resource.kind}; only primitives have digests`,
    );
  }
  const digests = currentDigests(state, resource, host, parameters);
  const { all, nonPrivate, nonReloadable } = digests;
  if (json) {
    output.line(JSON.stringify({ resource: resource.id, node: host.name, ...digests }));
    return;
  }
  output.line(`${all} (all parameters)`);
  output.line(`${nonPrivate} (non-private parameters)`);
  if (nonReloadable !== null) output.line(`${nonReloadable} (non-reloadable parameters)`);
}

function readOverride(text: string): readonly [name: string, value: string] {
  const at = text.indexOf("=");
  if (at < 1) throw new CommandError(ExitStatus.usage, `Error parsing '${text}' as a name=value pair`);
  return [text.slice(0, at), text.slice(at + 1)];
}
