import type { Resource } from "../model/resource.js";
import { Step } from "../model/run-observer.js";
import type { ClusterState } from "../model/state.js";
import { addBundleConstraints } from "./implicit-bundle.js";
import { addCloneConstraints } from "./implicit-clone.js";
import { addGroupConstraints } from "./implicit-group.js";
import { addPrimitiveConstraints } from "./implicit-primitive.js";

/**
 * The orderings, colocations and bans that follow from what resources are, resource by resource in list
 * order. The order of creation matters: orderings are applied in it, and some request actions.
 */
export function addImplicitConstraints(state: ClusterState): void {
  for (const resource of state.resources) {
    state.observer?.at(Step.implied, null, resource.id);
    addConstraintsOf(state, resource);
  }
}

/** Dispatch by kind. */
export function addConstraintsOf(state: ClusterState, resource: Resource): void {
  switch (resource.kind) {
    case "primitive":
      return addPrimitiveConstraints(state, resource);
    case "group":
      return addGroupConstraints(state, resource, addConstraintsOf);
    case "clone":
      return addCloneConstraints(state, resource, addConstraintsOf);
    case "bundle":
      return addBundleConstraints(state, resource, addConstraintsOf);
  }
}

/** How a collective resource has its parts' own constraints added. */
export type AddConstraints = typeof addConstraintsOf;
