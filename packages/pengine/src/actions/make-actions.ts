import type { Resource } from "../model/resource.js";
import { Step } from "../model/run-observer.js";
import type { ClusterState } from "../model/state.js";
import { makeBundleActions } from "./bundle.js";
import { makeCloneActions } from "./clone.js";
import { makeGroupActions } from "./group.js";
import { makePrimitiveActions } from "./primitive.js";

/** Makes everything that has to be done, or could have to be done, about each resource, in list order. */
export function makeResourceActions(state: ClusterState): void {
  for (const resource of state.resources) {
    state.observer?.at(Step.resources, null, resource.id);
    makeActions(state, resource);
  }
}

/** Makes the actions of one resource and all below it. */
export function makeActions(state: ClusterState, resource: Resource): void {
  switch (resource.kind) {
    case "primitive":
      makePrimitiveActions(state, resource);
      break;
    case "group":
      makeGroupActions(state, resource);
      break;
    case "clone":
      makeCloneActions(state, resource);
      break;
    case "bundle":
      makeBundleActions(state, resource);
      break;
  }
}
