import { element, elements, type XmlElement } from "@sanode/cib";
import type { Clone, Group, Primitive, Resource, ResourceDefinition } from "../model/resource.js";
import { visitTree } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { createBundle } from "./bundle.js";
import { createClone, createInstance } from "./clone.js";
import { definePrimitive, defineResource } from "./definition.js";
import { registerResources } from "./find-resource.js";
import { createGroup } from "./group.js";
import { linkLaunchers } from "./launchers.js";
import { createPrimitive } from "./primitive.js";
import { readImpliedNodes } from "./remote-nodes.js";
import { registerTemplate } from "./templates.js";
import { reportError } from "./warnings.js";

/**
 * Reads the `resources` section: first the nodes that resources imply, since clones count nodes, then the
 * resources in document order, then their ties; at last those of the top level are put in order of priority.
 */
export function readResources(state: ClusterState, section: XmlElement | undefined): void {
  if (section === undefined) return;
  state.impliedConnections = readImpliedNodes(state, section);
  for (const configured of [...elements(section), ...state.impliedConnections]) {
    if (configured.name === "template") {
      if (configured.attributes.id !== undefined) registerTemplate(state, configured.attributes.id);
      continue;
    }
    const resource = createResource(state, configured);
    if (resource !== undefined) addToList(state, resource);
  }
  linkLaunchers(state);
  // Stable: equal priorities keep document order.
  state.resources.sort((a, b) => b.priority - a.priority);
}

function addToList(state: ClusterState, resource: Resource): void {
  state.resources.push(resource);
  registerResources(state, resource);
}

function createResource(state: ClusterState, configured: XmlElement): Resource | undefined {
  const definition = defineResource(state, configured);
  const resource = definition === undefined ? undefined : createFrom(state, definition);
  if (resource === undefined) {
    const { id = "" } = configured.attributes;
    reportError(
      state,
      configured,
      "invalid-resource",
      `${configured.name} ${id} cannot be used and is ignored`,
    );
  }
  return resource;
}

function createFrom(state: ClusterState, definition: ResourceDefinition): Resource | undefined {
  switch (definition.element.name) {
    case "primitive":
      return createPrimitive(state, definition);
    case "group":
      return createGroup(state, definition);
    case "clone":
      return createClone(state, definition);
    default:
      return createBundle(state, definition);
  }
}

/**
 * Makes a resource that is in the history of a node but no longer configured, out of its `lrm_resource` element. It is
 * unpacked like a configured one without operations and parameters, put at the end of the list, and marked removed.
 */
export function createRemovedPrimitive(state: ClusterState, lrmResource: XmlElement): Primitive {
  const { id = "" } = lrmResource.attributes;
  const definition = definePrimitive(state, element("primitive", lrmResource.attributes), id);
  const primitive = createPrimitive(state, definition);
  primitive.removed = true;
  addToList(state, primitive);
  return primitive;
}

/** Makes one more instance of a clone than may be, for history that fits no other; it counts as removed. */
export function createRemovedInstance(state: ClusterState, clone: Clone): Primitive | Group {
  const instance = createInstance(state, clone);
  visitTree(instance, (resource) => {
    resource.removed = true;
  });
  registerResources(state, instance);
  return instance;
}
