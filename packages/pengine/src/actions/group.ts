import type { Group } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { requestPseudoAction } from "../request/request-action.js";
import { makePrimitiveActions } from "./primitive.js";

const groupTasks = ["start", "running", "stop", "stopped"] as const;
const promotableTasks = ["demote", "demoted", "promote", "promoted"] as const;

/**
 * Makes the actions of a group's members, in order, then the group's own: points in time before its first
 * and after its last member's action. They become required when a member's action is.
 */
export function makeGroupActions(state: ClusterState, group: Group): void {
  for (const member of group.children) makePrimitiveActions(state, member);
  const tasks = group.promotable ? [...groupTasks, ...promotableTasks] : groupTasks;
  for (const task of tasks) requestPseudoAction(state, group, task, { optional: true, runnable: true });
}
