import type { Action } from "../model/action.js";

/**
 * Says that an action is `required`, `unrunnable` or `unmigrateable` because another one is: "required A
 * start". The first reason stays; actions of the same resource, and changes to actions without a resource,
 * give none.
 */
export function setReason(
  action: Action,
  because: "required" | "unrunnable" | "unmigrateable",
  cause: Action,
): void {
  if (action.reason !== null || action.resource === null || action.resource === cause.resource) return;
  const whose = cause.resource === null ? "" : `${cause.resource.id} `;
  action.reason = `${because} ${whose}${cause.task}`;
}
