import type { Action } from "../model/action.js";
import { enclosingBundle, isAncestor } from "../model/resource-tree.js";
import { newestAction } from "../request/request-action.js";
import { completionTask } from "./collective-task.js";

/**
 * What an action waits for in place of a group's, clone's or bundle's action: its completion, so that "start
 * after the group" means after its last member. With notifications, the end of the notification about it.
 * Undefined where the action itself is to be waited for: within one resource, by parts of the collective,
 * and where there is no completion.
 */
export function completionFor(first: Action, then: Action): Action | undefined {
  const { resource } = first;
  if (resource === null || resource.kind === "primitive" || first.intervalMs !== 0) return undefined;
  if (then.resource === null || then.resource === resource || isAncestor(resource, then.resource)) {
    return undefined;
  }
  const task = completionTask(first.keyTask);
  // Keys of notifications are told by their text: a group that has the word in its id is never waited for as a whole.
  if (task === undefined || resource.id.includes("notify")) return undefined;
  const notified = resource.notify && (resource.kind === "clone" || enclosingBundle(resource) !== null);
  const completion = newestAction(resource, notified ? `confirmed-post_notify_${task}` : task);
  return completion === first ? undefined : completion;
}
