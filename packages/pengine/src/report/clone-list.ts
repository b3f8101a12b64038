import { compareBytes, compareNatural } from "@sanode/cib";
import type { ClusterNode } from "../model/node.js";
import type { Clone, Group, Primitive } from "../model/resource.js";
import { currentRoleOf, somePrimitive, visitPrimitives } from "../model/resource-tree.js";
import { Role } from "../model/role.js";
import { groupList, stateFlags } from "./group-list.js";
import type { TextItem, TextList } from "./layout.js";
import { countsAsActive, primitiveLine } from "./primitive-line.js";
import type { StatusContext } from "./status-context.js";

type Instance = Primitive | Group;

/** A clone: instances with something to say in full, the others by state and node. */
export function cloneList(context: StatusContext, clone: Clone): TextList {
  const items: TextItem[] = [];
  const collected: Instance[] = [];
  for (const instance of clone.children) {
    if (clone.globallyUnique || isListedInFull(context, instance)) items.push(describe(context, instance));
    else if (isPartlyActive(instance)) collected.push(instance);
  }
  items.push(...collectedLines(clone, collected));
  if (!clone.globallyUnique) {
    items.push(...(clone.max > collected.length ? stoppedLines(context, clone) : surplusLines(clone)));
  }
  return { title: titleOf(clone), items };
}

function titleOf(clone: Clone): string {
  const flags: string[] = [];
  if (clone.promotable) flags.push("promotable");
  if (clone.globallyUnique) flags.push("unique");
  flags.push(...stateFlags(clone));
  const suffix = flags.length === 0 ? "" : ` (${flags.join(", ")})`;
  return `Clone Set: ${clone.id} [${clone.childDefinition.configId}]${suffix}`;
}

function describe(context: StatusContext, instance: Instance): TextItem {
  return instance.kind === "group" ? groupList(context, instance) : primitiveLine(context, instance);
}

function isPartlyActive(instance: Instance): boolean {
  return somePrimitive(instance, countsAsActive);
}

function isFullyActive(instance: Instance): boolean {
  return !somePrimitive(instance, (primitive) => !countsAsActive(primitive));
}

function isListedInFull(context: StatusContext, instance: Instance): boolean {
  if (context.pending && instance.kind === "primitive" && instance.pending !== null) return true;
  if (!isPartlyActive(instance)) return false;
  if (somePrimitive(instance, (part) => part.removed || !part.managed || part.failed)) return true;
  if (!instance.managed || instance.failed || !isFullyActive(instance)) return true;
  const nodes = nodesOf(instance);
  const [node] = nodes;
  return nodes.size !== 1 || node === undefined || (!node.online && node.unclean);
}

function nodesOf(instance: Instance): Set<ClusterNode> {
  const nodes = new Set<ClusterNode>();
  visitPrimitives(instance, (primitive) => {
    for (const node of primitive.activeNodes) nodes.add(node);
  });
  return nodes;
}

function collectedLines(clone: Clone, collected: readonly Instance[]): string[] {
  const byRole = new Map<string, ClusterNode[]>();
  for (const instance of collected) {
    const [node] = nodesOf(instance);
    const word = collectedWord(clone, instance);
    const members = byRole.get(word) ?? [];
    byRole.set(word, members);
    if (node !== undefined) members.push(node);
  }
  const order = ["Promoted", "Unpromoted", "Unpromoted (target-role)", "Started"];
  const lines: string[] = [];
  for (const word of order) {
    const nodes = byRole.get(word);
    if (nodes !== undefined) lines.push(`${word}: [ ${namesInOrder(nodes)} ]`);
  }
  return lines;
}

function collectedWord(clone: Clone, instance: Instance): string {
  if (currentRoleOf(instance) === Role.Promoted) return "Promoted";
  if (!clone.promotable) return "Started";
  return isLimitedToUnpromoted(clone) ? "Unpromoted (target-role)" : "Unpromoted";
}

function isLimitedToUnpromoted(clone: Clone): boolean {
  return ["unpromoted", "slave"].includes(configuredRole(clone));
}

/** The target role of the clone, else of its first instance, in lower case. */
function configuredRole(clone: Clone): string {
  return configuredTargetRole(clone)?.toLowerCase() ?? "";
}

/** The target role of the clone, else of its first instance, as it is written. */
export function configuredTargetRole(clone: Clone): string | undefined {
  return clone.meta.get("target-role") ?? clone.children[0]?.meta.get("target-role");
}

/** Nodes where a stopped instance could be, by the text that tells why it is not there. */
function stoppedLines(context: StatusContext, clone: Clone): string[] {
  const active = new Set<ClusterNode>();
  for (const instance of clone.children) for (const node of nodesOf(instance)) active.add(node);
  const disabled = configuredRole(clone) === "stopped";
  const byText = new Map<string, ClusterNode[]>();
  const name = clone.childDefinition.configId;
  // An opt-in cluster has no candidate nodes before constraints are applied: where it has been probed counts then.
  const isCandidate = (node: ClusterNode): boolean =>
    clone.allowedNodes.size > 0 ? clone.allowedNodes.has(node) : clone.knownNodes.has(node);
  for (const node of context.state.nodes) {
    if (!isCandidate(node) || active.has(node)) continue;
    const failure = context.masked.findByName(name, node.name);
    const text =
      failure === undefined ? (disabled ? "Stopped (disabled)" : "Stopped") : `Stopped (${failure})`;
    const members = byText.get(text) ?? [];
    byText.set(text, members);
    members.push(node);
  }
  const texts = [...byText].sort(([left], [right]) => compareBytes(left, right));
  return texts.map(([text, nodes]) => `${text}: [ ${nodes.map((node) => node.name).join(" ")} ]`);
}

/** Instances that are stopped though as many run as may; a clone without any node can have one. */
function surplusLines(clone: Clone): string[] {
  const ids = clone.children.filter((child) => !child.removed && !isPartlyActive(child)).map(({ id }) => id);
  return ids.length === 0 ? [] : [`Stopped: [ ${ids.join(" ")} ]`];
}

function namesInOrder(nodes: readonly ClusterNode[]): string {
  return [...nodes]
    .sort(compareNodes)
    .map((node) => node.name)
    .join(" ");
}

function compareNodes(left: ClusterNode, right: ClusterNode): number {
  return compareNatural(left.name, right.name);
}
