import { INFINITY } from "@sanode/cib";
import type { Action } from "../model/action.js";
import type { Resource } from "../model/resource.js";
import { childrenOf, topAncestor } from "../model/resource-tree.js";
import { Role } from "../model/role.js";
import { colocationsAsPrimary } from "../placement/colocation-lists.js";
import { actionsOf, newestAction } from "../request/request-action.js";
import type { PropagatedMarks } from "./propagate-marks.js";
import type { Refreshing } from "./refreshing.js";

type Task = "start" | "promote";

/** The task by which an action can hold up its colocation dependents. */
export function blockingTask(action: Action): Task | null {
  if (action.intervalMs !== 0) return null;
  return action.keyTask === "start" || action.keyTask === "promote" ? action.keyTask : null;
}

/**
 * What must run with a resource that cannot start (or be promoted), cannot start (or be promoted) either; and
 * so on. A collective cannot if none of its children can.
 */
export function* blockDependents(marks: PropagatedMarks, blocked: Action): Refreshing<void> {
  const task = blockingTask(blocked);
  if (task === null || blocked.resource === null || blocked.runnable) return;
  const top = topAncestor(blocked.resource, { includeBundle: true });
  for (const child of childrenOf(top)) {
    if (newestAction(child, task)?.runnable !== false) return;
  }
  for (const { score, primaryRole, dependentRole, dependent } of colocationsAsPrimary(marks.state, top)) {
    if (score < INFINITY || (task === "promote" && primaryRole !== Role.Promoted)) continue;
    const dependentTask = dependentRole === Role.Promoted ? "promote" : "start";
    yield* blockWith(marks, dependent, dependentTask, blocked.resource);
  }
}

/** Blocks the actions of a dependent and of all below it because of a primary. */
function* blockWith(
  marks: PropagatedMarks,
  dependent: Resource,
  task: Task,
  primary: Resource,
): Refreshing<void> {
  for (const action of actionsOf(dependent, task).toReversed()) {
    if (!action.runnable) continue;
    action.runnable = false;
    action.reason ??= `colocation with ${primary.id}`;
    marks.noteChange(action);
    yield blockDependents(marks, action);
    yield action;
  }
  for (const child of childrenOf(dependent)) yield* blockWith(marks, child, task, primary);
}
