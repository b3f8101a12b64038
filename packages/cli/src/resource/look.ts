import { formatXml, fromEpoch, type XmlElement } from "@sanode/cib";
import { AdministrationError } from "@sanode/controller";
import { type ClusterState, findResource, formatOperations, formatStatus, unpack } from "@sanode/pengine";
import { localClock } from "../command/local-clock.js";
import type { GivenOptions } from "../command/options.js";
import type { Output } from "../command/output.js";

export function stateOf(cib: XmlElement): ClusterState {
  return unpack(cib, { now: fromEpoch(Math.floor(Date.now() / 1000)) });
}

/** All resources with their state. */
export function list(state: ClusterState, json: boolean, output: Output): void {
  if (json) {
    const resources = state.resources.map(({ id, kind, activeNodes, managed }) => ({
      id,
      kind,
      nodes: activeNodes.map(({ name }) => name),
      managed,
    }));
    output.line(JSON.stringify(resources));
    return;
  }
  const lines = formatStatus(state, "");
  const start = lines.indexOf("  * Full List of Resources:");
  if (start < 0) output.line("No resources");
  for (const line of start < 0 ? [] : lines.slice(start + 1)) {
    if (line === "") break;
    output.line(line.slice(2));
  }
}

/** Where a resource runs. */
export function locate(state: ClusterState, id: string, json: boolean, output: Output): void {
  const resource = findResource(state, id);
  if (resource === undefined) throw new AdministrationError("not-found", `Resource '${id}' not found`);
  const nodes = resource.activeNodes.map(({ name }) => name);
  if (json) output.line(JSON.stringify({ resource: id, nodes }));
  else if (nodes.length === 0) output.error(`resource ${id} is NOT running`);
  else for (const node of nodes) output.line(`resource ${id} is running on: ${node}`);
}

/** What nodes remember of operations. */
export function listOperations(
  state: ClusterState,
  resource: string | undefined,
  options: GivenOptions,
  output: Output,
): void {
  const node = options.value("node");
  const host = node === undefined ? undefined : state.nodesByName.get(node.toLowerCase());
  if (node !== undefined && host === undefined) {
    throw new AdministrationError("not-found", `Node '${node}' not found`);
  }
  if (resource !== undefined && findResource(state, resource) === undefined) {
    throw new AdministrationError("not-found", `Resource '${resource}' not found`);
  }
  const filter = {
    ...(resource !== undefined && { resource }),
    ...(host !== undefined && { node: host.name }),
    activeOnly: options.has("active"),
  };
  for (const line of formatOperations(state, filter, localClock)) output.line(line);
}

/** A resource as it is configured, after its template is applied. */
export function showConfigured(state: ClusterState, id: string, output: Output): void {
  const resource = findResource(state, id);
  if (resource === undefined) throw new AdministrationError("not-found", `Resource '${id}' not found`);
  output.verbatim(formatXml(resource.definition.element, { indent: true }));
}

const FAIL_COUNT = /^fail-count-(.+)#(.+)_(\d+)$/;

/** How often resources have failed. */
export function failCounts(state: ClusterState, id: string | undefined, json: boolean, output: Output): void {
  const counts = state.nodes.flatMap(({ name: node, attributes }) =>
    [...attributes].flatMap(([name, count]) => {
      const [, resource, operation, interval] = FAIL_COUNT.exec(name) ?? [];
      if (resource === undefined || (id !== undefined && resource !== id)) return [];
      return [{ node, resource, operation, interval: Number(interval), count }];
    }),
  );
  if (json) {
    output.line(JSON.stringify(counts));
    return;
  }
  for (const { node, resource, operation, interval, count } of counts) {
    output.line(`${resource} on ${node}: ${count} (${operation}, interval ${interval} ms)`);
  }
}
