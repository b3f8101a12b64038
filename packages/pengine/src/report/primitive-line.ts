import { isDisabled } from "../input/target-role.js";
import type { ClusterNode } from "../model/node.js";
import type { Primitive, Resource } from "../model/resource.js";
import { currentNode, enclosingClone } from "../model/resource-tree.js";
import { Role, roleText } from "../model/role.js";
import type { StatusContext } from "./status-context.js";

/** The id that status texts show: without the number for instances of anonymous clones. */
export function printableId(resource: Resource): string {
  return resource.unique ? resource.id : resource.definition.configId;
}

/** Whether a primitive is shown as active: what was managed on a node that went down cleanly is not. */
export function countsAsActive(primitive: Primitive): boolean {
  return primitive.activeNodes.some((node) => node.online || node.unclean || !primitive.managed);
}

/** One line for a primitive: name, agent, state, node, flags. */
export function primitiveLine(context: StatusContext, primitive: Primitive): string {
  const place = currentNode(primitive) ?? primitive.pending?.node ?? null;
  return describePrimitive(context, primitive, printableId(primitive), place);
}

/**
 * The same line for a part of a bundle, which goes by another name and place.
 *
 * @param place where it is or is about to be; if null, the node of a shutdown lock takes its place
 */
export function describePrimitive(
  context: StatusContext,
  primitive: Primitive,
  name: string,
  place: ClusterNode | null,
): string {
  return stateLine(context, primitive, name, place) + severalNodes(primitive);
}

/** The same without the nodes of a primitive that is active on several. */
export function stateLine(
  context: StatusContext,
  primitive: Primitive,
  name: string,
  place: ClusterNode | null,
): string {
  const node = place ?? primitive.shutdownLock?.node ?? null;
  const shownNode = primitive.activeNodes.length > 1 ? null : node;
  const words: string[] = [];
  if (primitive.removed) words.push("ORPHANED");
  const role = displayedRole(primitive);
  words.push(stateWord(context, primitive, role));
  if (shownNode !== null) words.push(shownNode.name);
  const masked = role === Role.Stopped ? context.masked.find(primitive, shownNode?.name ?? null) : undefined;
  let line = `${name}\t(${agentText(primitive)}):\t ${words.join(" ")}`;
  if (masked !== undefined) line += ` (${masked}) `;
  const flags = flagsOf(context, primitive, shownNode);
  if (flags.length > 0) line += ` (${flags.join(", ")})`;
  return line;
}

/** `ocf:heartbeat:IPaddr2`. */
export function agentText(primitive: Primitive): string {
  const { agent } = primitive.definition;
  const provider = agent?.provider ?? null;
  const parts = [
    agent?.class || "unknown",
    ...(provider === null ? [] : [provider]),
    agent?.type || "unknown",
  ];
  return parts.join(":");
}

/** Started below a promotable clone shows as Unpromoted. */
export function displayedRole(resource: Resource & { kind: "primitive" }): Role {
  const promotable = enclosingClone(resource)?.promotable === true;
  return promotable && resource.currentRole === Role.Started ? Role.Unpromoted : resource.currentRole;
}

const pendingWords = new Map([
  ["start", "Starting"],
  ["stop", "Stopping"],
  ["migrate_to", "Migrating"],
  ["migrate_from", "Migrating"],
  ["promote", "Promoting"],
  ["demote", "Demoting"],
]);

function stateWord(context: StatusContext, primitive: Primitive, role: Role): string {
  if (primitive.failed) return role > Role.Unpromoted ? `FAILED ${roleText(role)}` : "FAILED";
  return pendingWord(context, primitive) ?? (role === Role.Unknown ? "Stopped" : roleText(role));
}

/** What is being done to a primitive instead of its role; probes and monitors are no such thing. */
export function pendingWord(context: StatusContext, primitive: Primitive): string | undefined {
  return context.pending ? pendingWords.get(primitive.pending?.task ?? "") : undefined;
}

/** Whether an operation that only looks is under way. */
export function isMonitoring(context: StatusContext, primitive: Primitive): boolean {
  return context.pending && primitive.pending?.task === "monitor";
}

function flagsOf(context: StatusContext, primitive: Primitive, node: ClusterNode | null): string[] {
  const flags: string[] = [];
  if (node !== null && !node.online && node.unclean) flags.push("UNCLEAN");
  if (node !== null && node === primitive.shutdownLock?.node) flags.push("LOCKED");
  if (isMonitoring(context, primitive)) flags.push("Monitoring");
  const disabled = disabledFlag(primitive);
  if (disabled !== null) flags.push(disabled);
  if (primitive.blocked) flags.push("blocked");
  else if (primitive.maintenance) flags.push("maintenance");
  else if (!primitive.managed) flags.push("unmanaged");
  if (primitive.failureIgnored) flags.push("failure ignored");
  return flags;
}

function disabledFlag(primitive: Primitive): string | null {
  if (!isDisabled(primitive)) return null;
  const text = primitive.meta.get("target-role") ?? "";
  return text.toLowerCase() === "stopped" ? "disabled" : `target-role:${text}`;
}

function severalNodes(primitive: Primitive): string {
  if (primitive.activeNodes.length < 2) return "";
  const description = primitive.definition.element.attributes.description;
  const names = primitive.activeNodes.map((node) => node.name).join(" ");
  return `${description === undefined ? "" : ` (${description})`} [ ${names} ]`;
}
