import type { Action } from "../model/action.js";

/** What a collective's action says when all its members have done theirs. */
const completions: ReadonlyMap<string, string> = new Map([
  ["start", "running"],
  ["stop", "stopped"],
  ["promote", "promoted"],
  ["demote", "demoted"],
]);
const basics: ReadonlyMap<string, string> = new Map(
  [...completions].map(([basic, completion]) => [completion, basic]),
);

const NOTIFY = "_notify_";

/** A notification is about another task: `running` for `post_notify_running`. Other tasks are themselves. */
export function notifiedTask(keyTask: string): string {
  const at = keyTask.indexOf(NOTIFY);
  return at < 0 ? keyTask : keyTask.slice(at + NOTIFY.length);
}

/** What members do before a collective's task is complete: `start` for `running`; other tasks are themselves. */
export function basicTask(task: string): string {
  return basics.get(task) ?? task;
}

/** `running` for `start` and for itself; undefined for tasks that collectives do not have. */
export function completionTask(task: string): string | undefined {
  return completions.get(task) ?? (basics.has(task) ? task : undefined);
}

/** Whether an action completes a stop or demote of a collective, or ends the notification of it. */
export function endsActivity(action: Action): boolean {
  const task = notifiedTask(action.keyTask);
  return action.intervalMs === 0 && (task === "stopped" || task === "demoted");
}
