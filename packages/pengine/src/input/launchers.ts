import type { Primitive, Resource } from "../model/resource.js";
import { visitPrimitives } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { findResource } from "./find-resource.js";
import { findNode } from "./nodes.js";
import { reportError } from "./warnings.js";

/**
 * Ties resources to what contains or launches them, and connections to their nodes, when all resources are known.
 * Only a connection at the top level is tied to a node here; bundles have done it for theirs.
 */
export function linkLaunchers(state: ClusterState): void {
  for (const top of state.resources) {
    visitPrimitives(top, (primitive) => linkLauncher(state, primitive));
    if (top.kind === "primitive" && top.isRemoteConnection) linkRemoteNode(state, top);
  }
}

/** The meta-attribute `container` is normally made up, but honoured from any configuration. Regression case container-1. */
function linkLauncher(state: ClusterState, primitive: Primitive): void {
  const id = primitive.meta.get("container");
  if (id === undefined || id === primitive.id) return;
  const launcher = findResource(state, id);
  if (launcher === undefined) {
    reportError(state, primitive.id, "unknown-container", `${primitive.id}: there is no resource ${id}`);
  } else if (isLaunchedBy(launcher, primitive)) {
    reportError(state, primitive.id, "container-loop", `${primitive.id}: ${id} is contained in it in turn`);
  } else {
    setLauncher(primitive, launcher);
  }
}

/** What is launched is asked for along its launchers, which must come to an end. */
function isLaunchedBy(resource: Resource, launcher: Primitive): boolean {
  for (let above: Resource | null = resource; above !== null; above = launcherOrParent(above)) {
    if (above === launcher) return true;
  }
  return false;
}

function launcherOrParent(resource: Resource): Resource | null {
  return (resource.kind === "primitive" ? resource.launcher : null) ?? resource.parent;
}

/** Makes a resource the one that contains or launches another. */
export function setLauncher(primitive: Primitive, launcher: Resource): void {
  primitive.launcher = launcher;
  if (!launcher.launched.includes(primitive)) launcher.launched.push(primitive);
}

/** Ties a connection to the node of its name, if there is one: a guest if something launches it, else a remote node. */
export function linkRemoteNode(state: ClusterState, connection: Primitive): void {
  const node = findNode(state, connection.id, null);
  if (node === undefined) return;
  connection.remoteNode = node;
  node.connection = connection;
  if (connection.launcher !== null) node.attributes.set("#kind", "container");
  else if (state.options.startupFencing) node.unclean = true;
}
