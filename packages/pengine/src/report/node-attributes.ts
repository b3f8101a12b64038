import { compareBytes, parseInteger } from "@sanode/cib";
import { resourceParameters } from "../input/parameters.js";
import type { ClusterNode } from "../model/node.js";
import type { Primitive } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import type { TextList } from "./layout.js";

const hiddenPrefixes = ["fail-count-", "last-failure-", "shutdown", "terminate", "standby", "#"];

/** The attributes of online nodes, but for those that the cluster keeps for itself. */
export function nodeAttributes(state: ClusterState): TextList {
  const items = state.nodes
    .filter((node) => node.online)
    .map((node) => ({ title: `Node: ${node.name}`, items: attributesOf(state, node) }))
    .filter((list) => list.items.length > 0);
  return { title: "Node Attributes", items };
}

function attributesOf(state: ClusterState, node: ClusterNode): string[] {
  return [...node.attributes]
    .filter(([name]) => !hiddenPrefixes.some((prefix) => name.startsWith(prefix)))
    .sort(([left], [right]) => compareBytes(left, right))
    .map(
      ([name, value]) => `${name.padEnd(32)}\t: ${value.padEnd(10)}${connectivity(state, node, name, value)}`,
    );
}

/** What an attribute set by a ping resource that runs on the node means. */
function connectivity(state: ClusterState, node: ClusterNode, name: string, value: string): string {
  const ping = node.active.find(
    (primitive) => isPing(primitive) && pingAttribute(state, primitive, node) === name,
  );
  if (ping === undefined) return "";
  const reached = parseInteger(value) ?? 0;
  if (reached <= 0) return "\t: Connectivity is lost";
  const expected = expectedPing(state, ping, node);
  return reached < expected ? `\t: Connectivity is degraded (Expected=${expected})` : "";
}

function isPing({ definition }: Primitive): boolean {
  const type = definition.agent?.type;
  return type === "ping" || type === "pingd";
}

function pingAttribute(state: ClusterState, ping: Primitive, node: ClusterNode): string {
  return resourceParameters(state, ping, node).get("name") ?? "pingd";
}

/** Every host that answers counts for as much as the multiplier says. */
function expectedPing(state: ClusterState, ping: Primitive, node: ClusterNode): number {
  const parameters = resourceParameters(state, ping, node);
  const hosts = (parameters.get("host_list") ?? "").split(" ").filter((host) => host !== "").length;
  return hosts * (parseInteger(parameters.get("multiplier") ?? "1") ?? 1);
}
