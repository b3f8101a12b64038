import type { GraphAction } from "@sanode/pengine";

/** A value that an action tells its agent, such as `CRM_meta_timeout`. */
export function actionValue(action: GraphAction, name: string): string | undefined {
  return action.attributes.find(([candidate]) => candidate === name)?.[1];
}

/** Everything that an action tells its agent, by name: parameters and meta-attributes (`CRM_meta_...`). */
export function actionParameters(action: GraphAction): Record<string, string> {
  return Object.fromEntries([...action.attributes, ...action.parameters]);
}

/** The interval of a recurring operation in milliseconds; 0 for one that is run once. */
export function actionInterval(action: GraphAction): number {
  return milliseconds(actionValue(action, "CRM_meta_interval"));
}

/** The exit code that an action is expected to have. */
export function expectedExitCode(action: GraphAction): number {
  return milliseconds(actionValue(action, "CRM_meta_op_target_rc"));
}

/**
 * Whether an exit code makes an action fail: any but the expected one, unless failures of the operation are ignored. The
 * codes for "degraded" (190, 191) count as running and promoted.
 */
export function isFailedResult(action: GraphAction, exitCode: number): boolean {
  const code = exitCode === 190 ? 0 : exitCode === 191 ? 8 : exitCode;
  return code !== expectedExitCode(action) && actionValue(action, "CRM_meta_on_fail") !== "ignore";
}

/**
 * Milliseconds that the result of an action may take to come: its timeout, its start delay and the cluster's delay; null
 * for actions that are waited for without limit.
 */
export function resultTimeout(action: GraphAction, clusterDelayMs: number): number | null {
  const isUnlimited = action.element === "pseudo_event" || action.operation === "stonith";
  if (isUnlimited || actionValue(action, "CRM_meta_op_no_wait") === "true") return null;
  const timeout = milliseconds(actionValue(action, "CRM_meta_timeout"));
  if (timeout <= 0) return clusterDelayMs;
  return timeout + milliseconds(actionValue(action, "CRM_meta_start_delay")) + clusterDelayMs;
}

function milliseconds(text: string | undefined): number {
  const value = Number(text ?? 0);
  return Number.isSafeInteger(value) ? value : 0;
}
