import { compareBytes, parseInteger } from "@sanode/cib";
import { resourceParameters } from "../input/parameters.js";
import type { ClusterNode } from "../model/node.js";
import type { Primitive } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import type { TextList } from "./layout.js";

const hiddenPrefixes = ["fail-count-", "last-failure-", "shutdown", "terminate", "standby", "#"];

/** An attribute as a status shows it. */
export interface ShownAttribute {
  readonly name: string;
  readonly value: string;
  /** What a ping resource that runs on the node would set if it reached all its hosts; null for other attributes. */
  readonly expected: number | null;
}

/** The attributes of online nodes, but for those that the cluster keeps for itself; only nodes that have any. */
export function shownAttributes(
  state: ClusterState,
): readonly { readonly node: ClusterNode; readonly attributes: readonly ShownAttribute[] }[] {
  return state.nodes
    .filter((node) => node.online)
    .map((node) => ({ node, attributes: attributesOf(state, node) }))
    .filter(({ attributes }) => attributes.length > 0);
}

/** The same as a list of texts. */
export function nodeAttributes(state: ClusterState): TextList {
  const items = shownAttributes(state).map(({ node, attributes }) => ({
    title: `Node: ${node.name}`,
    items: attributes.map(
      (attribute) =>
        `${attribute.name.padEnd(32)}\t: ${attribute.value.padEnd(10)}${connectivity(attribute)}`,
    ),
  }));
  return { title: "Node Attributes", items };
}

function attributesOf(state: ClusterState, node: ClusterNode): ShownAttribute[] {
  return [...node.attributes]
    .filter(([name]) => !hiddenPrefixes.some((prefix) => name.startsWith(prefix)))
    .sort(([left], [right]) => compareBytes(left, right))
    .map(([name, value]) => ({ name, value, expected: expectedValue(state, node, name) }));
}

/** What the value of an attribute that is set by a ping resource means. */
function connectivity({ value, expected }: ShownAttribute): string {
  if (expected === null) return "";
  const reached = parseInteger(value) ?? 0;
  if (reached <= 0) return "\t: Connectivity is lost";
  return reached < expected ? `\t: Connectivity is degraded (Expected=${expected})` : "";
}

function expectedValue(state: ClusterState, node: ClusterNode, name: string): number | null {
  const ping = node.active.find(
    (primitive) => isPing(primitive) && pingAttribute(state, primitive, node) === name,
  );
  return ping === undefined ? null : expectedPing(state, ping, node);
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
