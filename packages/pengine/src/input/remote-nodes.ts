import {
  clampScore,
  element,
  elements,
  elementsNamed,
  equalIgnoringCase,
  type XmlElement,
  type XmlNode,
} from "@sanode/cib";
import type { ClusterState } from "../model/state.js";
import { block, monitorOperation } from "./implicit-elements.js";
import { createNode, findNodeByName } from "./nodes.js";
import { toXmlName } from "./xml-name.js";

const unscored = clampScore(0);

/**
 * Makes the nodes that top-level resources imply: a Pacemaker Remote node for each connection, a guest node for each
 * resource with `remote-node`. Returns the guests' connections, which count as written at the end of the section.
 * Source: "Guest Nodes" and "Remote Nodes" in Pacemaker Remote.
 */
export function readImpliedNodes(state: ClusterState, resources: XmlElement): XmlElement[] {
  const connections: XmlElement[] = [];
  for (const resource of elements(resources)) {
    if (isConnection(resource)) {
      const { id } = resource.attributes;
      if (id !== undefined) addRemoteNode(state, id);
      continue;
    }
    const launchers = resource.name === "group" ? elements(resource) : [resource];
    for (const launcher of launchers) {
      if (resource.name !== "group" && resource.name !== "primitive") continue;
      const connection = guestConnection(launcher);
      if (connection === undefined) continue;
      addRemoteNode(state, connection.attributes.id ?? "");
      connections.push(connection);
    }
  }
  return connections;
}

/** Only the element's own attributes count: what a primitive gets from a template makes no node. */
function isConnection({ attributes }: XmlElement): boolean {
  const { class: standard = "", provider = "", type = "" } = attributes;
  return (
    equalIgnoringCase(standard, "ocf") &&
    equalIgnoringCase(provider, "pacemaker") &&
    equalIgnoringCase(type, "remote")
  );
}

function addRemoteNode(state: ClusterState, name: string): void {
  if (findNodeByName(state, name) !== undefined) return;
  createNode(state, { id: name, name, kind: "remote", baseScore: unscored });
}

/** The connection to the guest that a resource launches, if it launches one. */
function guestConnection(launcher: XmlElement): XmlElement | undefined {
  if (!launcher.children.some(namesGuest)) return undefined;
  const pairs = literalPairs(launcher);
  const guest = pairs.get("remote-node");
  const launcherId = launcher.attributes.id;
  if (guest === undefined || launcherId === undefined) return undefined;
  const allowMigrate = pairs.get("remote-allow-migrate");
  const managed = pairs.get("is-managed");
  const address = pairs.get("remote-addr");
  const port = pairs.get("remote-port");
  const meta = block("meta_attributes", `${guest}-meta_attributes`, {
    internal_rsc: "true",
    container: launcherId,
    ...(allowMigrate === undefined ? {} : { "allow-migrate": allowMigrate }),
    ...(managed === undefined ? {} : { "is-managed": managed }),
  });
  const parameters = {
    ...(address === undefined ? {} : { addr: address }),
    ...(port === undefined ? {} : { port }),
  };
  const operations = element("operations", {}, [
    monitorOperation(guest, "30s", "30s"),
    startOperation(guest, pairs.get("remote-connect-timeout") ?? "60s"),
  ]);
  const attributes = { id: guest, class: "ocf", provider: "pacemaker", type: "remote" };
  if (Object.keys(parameters).length === 0) return element("primitive", attributes, [meta, operations]);
  const instance = block("instance_attributes", `${guest}-instance_attributes`, parameters);
  return element("primitive", attributes, [meta, instance, operations]);
}

function startOperation(guest: string, timeout: string): XmlElement {
  return element("op", { id: toXmlName(`${guest}-start-0`), interval: "0", name: "start", timeout });
}

/** Whether a child of a resource names a guest: few do, and all resources are asked. */
function namesGuest(child: XmlNode): boolean {
  if (child.kind !== "element" || child.name !== "meta_attributes") return false;
  return child.children.some((pair) => pair.kind === "element" && pair.attributes.name === "remote-node");
}

/** The pairs in a resource's own blocks as they stand; scores, rules and references do not matter, the last one counts. */
function literalPairs(resource: XmlElement): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const metaBlock of elementsNamed(resource, "meta_attributes")) {
    for (const { attributes } of elementsNamed(metaBlock, "nvpair")) {
      const { name, value } = attributes;
      if (name !== undefined && value !== undefined) pairs.set(name, value);
    }
  }
  return pairs;
}
