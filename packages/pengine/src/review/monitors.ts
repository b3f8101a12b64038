import type { OperationDefinition, Primitive } from "../model/resource.js";
import { enclosingClone, visitPrimitives } from "../model/resource-tree.js";
import { parseRole, Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import type { Advice } from "./advice.js";

/** Resources whose failure nobody would notice. Fencing devices may do without a monitor. */
export function reviewMonitors(state: ClusterState): Advice[] {
  const found: Advice[] = [];
  const seen = new Set<string>();
  for (const top of state.resources) {
    visitPrimitives(top, (primitive) => {
      const { configId, element } = primitive.definition;
      const isConfigured = !primitive.removed && !primitive.internal && element.attributes.id === configId;
      if (!isConfigured || primitive.isFencingDevice || seen.has(configId)) return;
      seen.add(configId);
      const advice = reviewPrimitive(primitive, configId);
      if (advice !== undefined) found.push(advice);
    });
  }
  return found;
}

function reviewPrimitive(primitive: Primitive, id: string): Advice | undefined {
  const monitors = primitive.definition.operations.filter(isRecurringMonitor);
  if (monitors.length === 0) {
    return {
      code: "no-monitor",
      element: id,
      message: `${id} has no recurring monitor: if it fails after its start, nobody notices`,
      remedy: `Add an operation: <op id="${id}-monitor" name="monitor" interval="10s"/>`,
    };
  }
  const isWatchedPromoted = monitors.some(({ role }) => role !== null && parseRole(role) === Role.Promoted);
  if (enclosingClone(primitive)?.promotable !== true || isWatchedPromoted) return undefined;
  return {
    code: "role-not-monitored",
    element: id,
    message: `${id} can be promoted, but has no monitor for the role Promoted: a failure there goes unnoticed`,
    remedy: `Add an operation with another interval: <op id="${id}-monitor-promoted" name="monitor" interval="11s" role="Promoted"/>`,
  };
}

function isRecurringMonitor({ name, intervalMs, enabled }: OperationDefinition): boolean {
  return name === "monitor" && intervalMs > 0 && enabled;
}
