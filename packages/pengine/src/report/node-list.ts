import { type ClusterNode, isGuestNode, isPacemakerRemoteNode } from "../model/node.js";
import type { ClusterState } from "../model/state.js";
import type { TextList } from "./layout.js";
import { nodeHealth } from "./node-health.js";

const collections = ["Online", "OFFLINE", "RemoteOnline", "RemoteOFFLINE", "GuestOnline"] as const;
type Collection = (typeof collections)[number];

/** Nodes that need a word of their own, then the others by state; offline guests are not shown. */
export function nodeList(state: ClusterState): TextList {
  const items: string[] = [];
  const collected = new Map<Collection, string[]>(collections.map((name) => [name, []]));
  for (const node of state.nodes) {
    const health = healthSuffix(state, node);
    if (isNotable(node) || health !== "")
      items.push(`${kindWord(node)} ${node.name}: ${stateText(node)}${health}`);
    else {
      const collection = collectionOf(node);
      if (collection !== null) collected.get(collection)?.push(node.name);
    }
  }
  for (const [name, members] of collected) {
    if (members.length > 0) items.push(`${name}: [ ${members.join(" ")} ]`);
  }
  return { title: "Node List", items };
}

function isNotable(node: ClusterNode): boolean {
  return node.unclean || node.pending || node.standby || node.standbyOnFail || node.maintenance;
}

function collectionOf(node: ClusterNode): Collection | null {
  if (isGuestNode(node)) return node.online ? "GuestOnline" : null;
  if (isPacemakerRemoteNode(node)) return node.online ? "RemoteOnline" : "RemoteOFFLINE";
  return node.online ? "Online" : "OFFLINE";
}

function kindWord(node: ClusterNode): string {
  if (isGuestNode(node)) return "GuestNode";
  return isPacemakerRemoteNode(node) ? "RemoteNode" : "Node";
}

/** The first state that applies. */
export function stateText(node: ClusterNode): string {
  if (node.unclean) {
    if (node.online) return "UNCLEAN (online)";
    return node.pending ? "UNCLEAN (pending)" : "UNCLEAN (offline)";
  }
  if (node.pending) return "pending";
  if (node.standbyOnFail && node.online) return "standby (on-fail)";
  if (node.standby) {
    if (!node.online) return "OFFLINE (standby)";
    return node.active.length === 0 ? "standby" : "standby (with active resources)";
  }
  if (node.maintenance) return node.online ? "maintenance" : "OFFLINE (maintenance)";
  return node.online ? "online" : "OFFLINE";
}

function healthSuffix(state: ClusterState, node: ClusterNode): string {
  const health = nodeHealth(state, node);
  return health === "green" ? "" : ` (health is ${health.toUpperCase()})`;
}
