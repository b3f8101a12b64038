import type { Clone } from "../model/resource.js";
import { visitPrimitives } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { makeStartAndStopPoints, requestCompletion, requestPoint } from "./collective-points.js";
import { makeActions } from "./make-actions.js";
import {
  makeNotificationPoints,
  type NotificationPoints,
  orderPromotionNotifications,
  orderStartNotifications,
} from "./notification-points.js";

/**
 * Makes the actions of a clone's instances, in their current order, then the clone's own: points in time
 * before the first and after the last instance's action, and, with `notify`, those around which instances
 * are told.
 */
export function makeCloneActions(state: ClusterState, clone: Clone): void {
  for (const instance of clone.children) makeActions(state, instance);
  const { start, running, stop, stopped } = makeStartAndStopPoints(state, clone, clone.children);
  let notifications: StartAndStopNotifications | null = null;
  if (clone.notify) {
    notifications = {
      start: makeNotificationPoints(state, clone, start, running),
      stop: makeNotificationPoints(state, clone, stop, stopped),
    };
    orderStartNotifications(notifications);
  }
  if (clone.promotable) makePromotionActions(state, clone, notifications);
}

interface StartAndStopNotifications {
  readonly start: NotificationPoints;
  readonly stop: NotificationPoints;
}

function makePromotionActions(
  state: ClusterState,
  clone: Clone,
  notifications: StartAndStopNotifications | null,
): void {
  // All requests once more: this makes nothing new, but judges anew what can run.
  for (const instance of clone.children) makeActions(state, instance);
  const { promoting, demoting } = summarizePromotions(clone);
  const promote = requestPoint(state, clone, "promote", { optional: !promoting });
  const promoted = requestCompletion(state, clone, "promoted", { optional: !promoting });
  const promotion = notifications && makeNotificationPoints(state, clone, promote, promoted);
  const demote = requestPoint(state, clone, "demote", { optional: !demoting });
  const demoted = requestCompletion(state, clone, "demoted", { optional: !demoting });
  if (notifications !== null && promotion !== null) {
    const demotion = makeNotificationPoints(state, clone, demote, demoted);
    orderPromotionNotifications({ ...notifications, promote: promotion, demote: demotion });
  }
  // They were raised for choosing the roles only.
  for (const instance of clone.children) instance.priority = clone.priority;
}

/** Whether the actions can run does not matter here. */
function summarizePromotions(clone: Clone): { promoting: boolean; demoting: boolean } {
  const summary = { promoting: false, demoting: false };
  visitPrimitives(clone, (primitive) => {
    for (const action of primitive.actions) {
      if (action.optional) continue;
      if (action.task === "promote") summary.promoting = true;
      else if (action.task === "demote") summary.demoting = true;
    }
  });
  return summary;
}
