import type { Action } from "../model/action.js";
import type { ClusterNode } from "../model/node.js";
import type { Primitive } from "../model/resource.js";
import { topAncestor } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { notifyInstances, setVariables } from "./notification-instances.js";
import { makeFencingNotificationPoints } from "./notification-points.js";
import { fencingVariables } from "./notification-variables.js";

/**
 * Tells the instances that stay of a stop that fencing implies. When the clone's own stop is told of later,
 * these notify actions are found and used for it too (regression case `bug-cl-5247`).
 */
export function notifyOfImpliedStop(
  state: ClusterState,
  primitive: Primitive,
  node: ClusterNode,
  fencing: Action,
): void {
  const points = makeFencingNotificationPoints(state, primitive, fencing);
  const variables = fencingVariables(primitive, node);
  const told = topAncestor(primitive);
  setVariables(told, variables);
  notifyInstances(state, told, "stop", points, variables);
}
