import type { Clone } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { notifyInstances, setVariables } from "./notification-instances.js";
import { findNotificationPoints, type NotificationPoints, type NotifiedTask } from "./notification-points.js";
import { collectNotificationData } from "./notification-variables.js";

const notifiedTasks: readonly NotifiedTask[] = ["start", "stop", "promote", "demote"];

/**
 * Makes the notify actions of a clone's instances and gives them, and the actions that they are about, the
 * variables which agents are told. To be called when all flags are final and the flags of the clone's own
 * actions have been brought up to date; nothing that it does changes other actions than notifications.
 *
 * See "Clone Resource Agent Requirements" in Pacemaker Explained; regression cases `notify-0` to `notify-3`.
 */
export function createNotifications(state: ClusterState, clone: Clone): void {
  if (!clone.notify) return;
  const data = collectNotificationData(state, clone);
  setVariables(clone, data.variables);
  for (const task of notifiedTasks) {
    const points = findNotificationPoints(clone, task);
    if (points === null) continue;
    if (data.scheduled[task]) requirePoints(points);
    else if (task !== "stop") continue;
    notifyInstances(state, clone, task, points, data.variables);
  }
}

function requirePoints({ before, beforeDone, after, afterDone }: NotificationPoints): void {
  for (const point of [before, beforeDone, after, afterDone]) {
    if (point !== null) point.optional = false;
  }
}
