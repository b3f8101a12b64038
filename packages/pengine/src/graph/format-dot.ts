import type { Action } from "../model/action.js";
import { Order } from "../model/ordering.js";
import type { ClusterState } from "../model/state.js";
import { actionKey } from "../request/action-key.js";
import type { BuiltGraph } from "./build-graph.js";
import { historyNameOf } from "./graph-action.js";

/** How much the dot file shows. */
export interface DotOptions {
  /** Optional and unmanaged actions too. */
  readonly all?: boolean;
  /** Action numbers behind the names. */
  readonly ids?: boolean;
}

/** The graph for Graphviz, as the reference writes it: actions newest first, then edges. */
export function formatDot(
  state: Pick<ClusterState, "actions">,
  graph: Pick<BuiltGraph, "inputsOf">,
  options: DotOptions = {},
  numberOf: (action: Action) => number = ({ id }) => id,
): string {
  const lines = [' digraph "g" {'];
  const shown = new Set<Action>();
  const names = new Map<Action, string>();
  const newestFirst = [...state.actions].reverse();
  for (const action of newestFirst) {
    const name = dotName(action) + (options.ids === true ? ` (${numberOf(action)})` : "");
    names.set(action, name);
    const look = lookOf(action);
    if (!look.always && options.all !== true) continue;
    shown.add(action);
    lines.push(`"${name}" [ style=${look.style} color="${look.color}" fontcolor="${look.fontColor}"]`);
  }
  for (const action of newestFirst) writeEdges(lines, graph, action, names, shown, options.all === true);
  lines.push("}");
  return `${lines.join("\n")}\n`;
}

interface Look {
  readonly style: "bold" | "dashed";
  readonly color: string;
  readonly fontColor: string;
  /** Shown even without the option to show all. */
  readonly always: boolean;
}

function lookOf(action: Action): Look {
  const fontColor = action.pseudo ? "orange" : "black";
  if (action.graphed) return { style: "bold", color: "green", fontColor, always: true };
  if (action.resource?.managed === false) {
    return { style: "dashed", color: "red", fontColor: "purple", always: false };
  }
  if (action.optional) return { style: "dashed", color: "blue", fontColor, always: false };
  return { style: "dashed", color: "red", fontColor, always: true };
}

function writeEdges(
  lines: string[],
  graph: Pick<BuiltGraph, "inputsOf">,
  action: Action,
  names: ReadonlyMap<Action, string>,
  shown: ReadonlySet<Action>,
  all: boolean,
): void {
  for (const input of graph.inputsOf(action)) {
    if (!input.listed) {
      if (input.set === 0) continue;
      const visible = shown.has(input.action) && shown.has(action) && input.set !== Order.load;
      if (!all && !visible) continue;
    }
    const style = input.listed ? "bold" : "dashed";
    lines.push(`"${names.get(input.action) ?? ""}" -> "${names.get(action) ?? ""}" [ style = ${style}]`);
  }
}

/** The name of an action in the dot file. */
export function dotName(action: Action): string {
  const historyName = historyNameOf(action);
  const host = action.node?.name ?? (action.pseudo ? null : "<none>");
  const suffix = host === null ? "" : ` ${host}`;
  const prefix = action.cancelledTask === null ? "" : "Cancel ";
  if (historyName !== null) return `${prefix}${historyLabel(historyName, action)}${suffix}`;
  if (action.task === "stonith") return `stonith '${action.meta.get("stonith_action") ?? ""}'${suffix}`;
  if (action.resource !== null) return `${host === null ? "" : prefix}${actionKey(action)}${suffix}`;
  return host === null ? actionKey(action) : `${action.task}${suffix}`;
}

/** Notifications are named by the operation of their key, not by the one notified about. */
function historyLabel(historyName: string, action: Action): string {
  if (action.task === "notify" || action.task === "notified") {
    const type = action.meta.get("notify_key_type") ?? "";
    const operation = action.meta.get("notify_key_operation") ?? "";
    return `${historyName}_${type}_notify_${operation}_0`;
  }
  return `${historyName}_${action.cancelledTask ?? action.task}_${action.meta.get("interval") ?? "0"}`;
}
