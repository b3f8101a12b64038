import type { ClusterEvent, Transition } from "@sanode/controller";
import { formatRecord } from "@sanode/fencing";
import { exitText, formatTime, type GraphAction, statusText as operationStatusText } from "@sanode/pengine";
import { OCF } from "@sanode/ra";
import { actionInterval } from "@sanode/tengine";
import type { LogEntry } from "./log.js";

/** What the log says of an event; nothing of those that others tell better. */
export function describeEvent(event: ClusterEvent): LogEntry | undefined {
  const { kind } = event;
  switch (event.kind) {
    case "node-joined":
      return { level: "notice", message: `Node ${event.node} is up`, data: { kind, node: event.node } };
    case "node-left":
      return {
        level: "notice",
        message: `Node ${event.node} has ended in good order`,
        data: { kind, node: event.node },
      };
    case "node-lost":
      return { level: "error", message: `Node ${event.node} is lost`, data: { kind, node: event.node } };
    case "node-fenced":
      return {
        level: "warning",
        message: `Node ${event.node} has been fenced`,
        data: { kind, node: event.node },
      };
    case "fencing": {
      const { record } = event;
      const isOk = record.state === "completed";
      const message = `Fencing: ${formatRecord(record, [record], (time) => formatTime(Math.floor(time / 1000)))}`;
      return { level: isOk ? "notice" : "error", message, data: { kind, ...record } };
    }
    case "quorum-changed":
      return event.quorate
        ? { level: "notice", message: "There is a quorum", data: { kind, quorate: true } }
        : { level: "warning", message: "The quorum is lost", data: { kind, quorate: false } };
    case "operation":
      return describeOperation(event);
    case "transition-started":
      return describeTransition(event.transition);
    case "action-started":
      return {
        level: "debug",
        message: `Begins: ${actionText(event.action)}`,
        data: actionData(kind, event),
      };
    case "action-ended":
      if (event.outcome.kind === "done") {
        return {
          level: "debug",
          message: `Done: ${actionText(event.action)}`,
          data: actionData(kind, event),
        };
      }
      return {
        // What was found in another state than expected has been told by its result.
        level: isProbe(event.action) ? "debug" : "warning",
        message: `Failed: ${event.outcome.reason}`,
        data: { ...actionData(kind, event), reason: event.outcome.reason },
      };
    case "transition-ended": {
      const { number } = event.transition;
      const { status, abort } = event.result;
      if (status === "complete" || status === "stopped") return undefined;
      return {
        level: "warning",
        message: `Transition ${number} could not be completed${abort === null ? "" : `: ${abort.reason}`}`,
        data: { kind, transition: number, status },
      };
    }
    case "attribute-changed": {
      const { node, name, value } = event;
      const text = value === null ? `${name} removed` : `${name}=${value}`;
      return { level: "debug", message: `Attribute of ${node}: ${text}`, data: { kind, node, name, value } };
    }
    case "alert-failed":
      return {
        level: "warning",
        message: `Alert ${event.alert}: ${event.problem}`,
        data: { kind, alert: event.alert },
      };
    case "not-kept":
      return {
        level: "error",
        message: `The configuration could not be kept: ${String(event.error)}`,
        data: { kind },
      };
    case "settled":
      return { level: "info", message: "Nothing is left to be done", data: { kind } };
  }
}

/** What the log says of fence agents that an earlier process left under way. */
export function describeEarlierFencing(agents: readonly string[]): LogEntry {
  return {
    level: "warning",
    message: `Fencing was under way when the cluster ended; nobody knows its outcome. Killed: ${agents.join(", ")}`,
    data: { kind: "fencing-interrupted", agents },
  };
}

function describeOperation({ node, result }: Extract<ClusterEvent, { kind: "operation" }>): LogEntry {
  const { resource, task, interval, status, exitCode, exitReason, execTime, transitionKey } = result;
  const every = interval > 0 ? ` every ${interval / 1000} s` : "";
  const what = `${task} of ${resource} on ${node}${every}`;
  // Numbers of the status and of the exit code are those of Pacemaker.
  const ended = status === 0 ? exitText(exitCode) : operationStatusText(status);
  const reason = exitReason === "" ? "" : ` (${exitReason})`;
  const expected = Number(transitionKey.split(":")[2] ?? 0);
  const data = { kind: "operation", node, resource, task, interval, status, exitCode, exitReason, execTime };
  if (
    task === "monitor" &&
    interval === 0 &&
    (exitCode === OCF.SUCCESS || exitCode === OCF.RUNNING_PROMOTED)
  ) {
    return { level: "info", message: `${resource} runs on ${node} already`, data };
  }
  const isFine = status === 1 || (status === 0 && exitCode === expected);
  // What looks at resources and finds nothing new goes on all day.
  const isRoutine = task === "monitor" || task === "notify" || status === 1;
  const level = isFine ? (isRoutine ? "debug" : "info") : "warning";
  return { level, message: `Result of ${what}: ${ended}${reason}`, data };
}

function describeTransition({ number, reason, schedule }: Transition): LogEntry {
  const actions = schedule.graph.synapses.filter(({ action }) => action.element !== "pseudo_event").length;
  const todo = actions === 0 ? "nothing is to be done" : `${actions} ${actions === 1 ? "action" : "actions"}`;
  return {
    level: "info",
    message: `Transition ${number}: ${todo} (${reason})`,
    data: { kind: "transition-started", transition: number, reason, actions },
  };
}

function isProbe(action: GraphAction): boolean {
  return action.operation === "monitor" && actionInterval(action) === 0;
}

function actionText({ operationKey, node }: GraphAction): string {
  return node === null ? operationKey : `${operationKey} on ${node.name}`;
}

function actionData(
  kind: string,
  { action, transition }: { readonly action: GraphAction; readonly transition: Transition },
): Record<string, unknown> {
  return {
    kind,
    transition: transition.number,
    operation: action.operationKey,
    node: action.node?.name ?? null,
  };
}
