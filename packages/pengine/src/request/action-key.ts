import type { Action } from "../model/action.js";

/** The full key of an action as printed in `operation_key`, e.g. `A_monitor_10000`, `stonith-n1-reboot`. */
export function actionKey(action: Action): string {
  if (action.resource === null) return action.keyTask;
  return `${action.resource.id}_${action.keyTask}_${action.intervalMs}`;
}

/**
 * The key of an action within its resource: `start`, `monitor_10000`. Operation names are compared without
 * regard to case when actions are looked up.
 */
export function localKey(keyTask: string, intervalMs: number): string {
  return intervalMs === 0 ? keyTask.toLowerCase() : `${keyTask.toLowerCase()}_${intervalMs}`;
}
