import { INFINITY } from "@sanode/cib";
import type { Action } from "../model/action.js";
import { Order } from "../model/ordering.js";
import type { Resource } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { setMeta } from "../request/action-meta.js";
import { linkActions } from "../request/orderings.js";
import { actionsOf, requestAction } from "../request/request-action.js";

/**
 * The pseudo-actions between which instances are told of an operation: before it is done (`before` to
 * `beforeDone`) and after it has been done everywhere (`after` to `afterDone`). After fencing nobody can have
 * been told before.
 */
export interface NotificationPoints {
  readonly before: Action | null;
  readonly beforeDone: Action | null;
  readonly after: Action;
  readonly afterDone: Action;
}

/** What a notification is about, as agents are told. */
interface Subject {
  /** `notify_type`. */
  readonly type: "pre" | "post";
  /** `notify_operation`: the task. */
  readonly task: string;
  /** `notify_key_operation`: the task, or the completion of it. */
  readonly keyTask: string;
}

/** Makes the points around an operation of a clone, given by its own actions for it and for its completion. */
export function makeNotificationPoints(
  state: ClusterState,
  clone: Resource,
  action: Action,
  completion: Action,
): NotificationPoints {
  const before: Subject = { type: "pre", task: action.task, keyTask: action.task };
  const after: Subject = { type: "post", task: action.task, keyTask: completion.task };
  const points = {
    before: requestNotification(state, clone, before, { confirmed: false, like: action, runnable: true }),
    beforeDone: requestNotification(state, clone, before, { confirmed: true, like: action, runnable: true }),
    ...requestAfterPoints(state, clone, after, completion),
  };
  linkActions(points.before, points.beforeDone, Order.seq);
  linkActions(points.beforeDone, action, Order.seq);
  linkAfterPoints(points, completion);
  linkActions(points.beforeDone, points.after, Order.seq);
  return points;
}

/**
 * Makes the points after the fencing that stopped an instance, and orders them after the fencing.
 *
 * @param instance the stopped primitive
 */
export function makeFencingNotificationPoints(
  state: ClusterState,
  instance: Resource,
  fencing: Action,
): NotificationPoints {
  const subject: Subject = { type: "post", task: "stop", keyTask: "stonith" };
  const points = { before: null, beforeDone: null, ...requestAfterPoints(state, instance, subject, fencing) };
  linkAfterPoints(points, fencing);
  return points;
}

function requestAfterPoints(
  state: ClusterState,
  resource: Resource,
  subject: Subject,
  like: Action,
): { after: Action; afterDone: Action } {
  const { runnable } = like;
  const after = requestNotification(state, resource, subject, { confirmed: false, like, runnable });
  const afterDone = requestNotification(state, resource, subject, { confirmed: true, like, runnable });
  after.priority = INFINITY;
  afterDone.priority = INFINITY;
  return { after, afterDone };
}

function linkAfterPoints(points: { after: Action; afterDone: Action }, completion: Action): void {
  linkActions(completion, points.after, Order.pullThen);
  linkActions(points.after, points.afterDone, Order.pullThen);
}

interface NotificationMarks {
  /** The point by which all instances have confirmed. */
  readonly confirmed: boolean;
  /** Required if this action is. */
  readonly like: Action;
  readonly runnable: boolean;
}

function requestNotification(
  state: ClusterState,
  resource: Resource,
  subject: Subject,
  marks: NotificationMarks,
): Action {
  const keyType = marks.confirmed ? `confirmed-${subject.type}` : subject.type;
  const action = requestAction(state, {
    resource,
    task: marks.confirmed ? "notified" : "notify",
    keyTask: `${keyType}_notify_${subject.keyTask}`,
    node: null,
    optional: marks.like.optional,
  });
  action.pseudo = true;
  action.runnable = marks.runnable;
  setMeta(action, [
    ["notify_key_type", keyType],
    ["notify_key_operation", subject.keyTask],
    ["notify_type", subject.type],
    ["notify_operation", subject.task],
  ]);
  return action;
}

/** The points that {@link makeNotificationPoints} made for an operation of a clone; null if it made none. */
export function findNotificationPoints(clone: Resource, task: NotifiedTask): NotificationPoints | null {
  const completion = completions[task];
  const after = findPoint(clone, `post_notify_${completion}`);
  const afterDone = findPoint(clone, `confirmed-post_notify_${completion}`);
  if (after === null || afterDone === null) return null;
  return {
    before: findPoint(clone, `pre_notify_${task}`),
    beforeDone: findPoint(clone, `confirmed-pre_notify_${task}`),
    after,
    afterDone,
  };
}

export type NotifiedTask = "start" | "stop" | "promote" | "demote";

const completions: Readonly<Record<NotifiedTask, string>> = {
  start: "running",
  stop: "stopped",
  promote: "promoted",
  demote: "demoted",
};

function findPoint(clone: Resource, keyTask: string): Action | null {
  return actionsOf(clone, keyTask)[0] ?? null;
}

/** All stops have been told of before starts are announced. */
export function orderStartNotifications(points: {
  readonly start: NotificationPoints;
  readonly stop: NotificationPoints;
}): void {
  linkNotifications(points.stop, points.start);
}

/** Demotions are told of first, promotions are announced last. */
export function orderPromotionNotifications(
  points: Readonly<Record<NotifiedTask, NotificationPoints>>,
): void {
  linkNotifications(points.stop, points.promote);
  linkNotifications(points.start, points.promote);
  linkNotifications(points.demote, points.promote);
  linkNotifications(points.demote, points.start);
  linkNotifications(points.demote, points.stop);
}

function linkNotifications(first: NotificationPoints, then: NotificationPoints): void {
  if (then.before !== null) linkActions(first.afterDone, then.before, Order.seq);
}
