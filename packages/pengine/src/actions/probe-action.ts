import type { Action } from "../model/action.js";
import type { ClusterNode } from "../model/node.js";
import { Order } from "../model/ordering.js";
import type { Primitive } from "../model/resource.js";
import { topAncestor } from "../model/resource-tree.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { actionSide, addOrdering, taskSide } from "../request/orderings.js";
import { actionsOf, requestAction } from "../request/request-action.js";
import { orderAfterUnfencing } from "./unfencing.js";

/** The exit codes that a probe is expected to give, as agents document them. */
const EXPECT_NOT_RUNNING = "7";
const EXPECT_PROMOTED = "8";

/** Makes the probe of a primitive on a node; starts and reloads anywhere wait for it. */
export function makeProbe(state: ClusterState, primitive: Primitive, node: ClusterNode): Action {
  const probe = requestAction(state, { resource: primitive, task: "monitor", node, optional: false });
  // Resources that are not managed are probed all the same.
  probe.optional = false;
  if (!primitive.activeNodes.includes(node)) probe.expectedResult = EXPECT_NOT_RUNNING;
  else if (primitive.currentRole === Role.Promoted) probe.expectedResult = EXPECT_PROMOTED;

  orderAfterUnfencing(state, primitive, node, probe, Order.seq);
  const ancestor = topAncestor(primitive);
  const top = ancestor.kind === "clone" ? ancestor : primitive;
  // What is active nowhere must not start while it may turn out to run on this node.
  const isHeld = !probe.runnable && top.activeNodes.length === 0;
  const probed = actionSide(probe);
  addOrdering(state, probed, taskSide(top, "start"), isHeld ? Order.seq | Order.blockThen : Order.seq);
  // Reloads are all known by now, and there hardly ever is one.
  if (actionsOf(top, "reload-agent").length > 0) {
    addOrdering(state, probed, taskSide(top, "reload-agent"), Order.seq);
  }
  return probe;
}
