import { findResourcesForHistory } from "../input/find-resource.js";
import type { HistoryEntry } from "../model/history.js";
import type { Primitive } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { findActiveWindow } from "../status/recurring-history.js";
import { sortOperations } from "../status/sort-operations.js";
import { statusMemory } from "../status/status-memory.js";
import { printableId, stateLine } from "./primitive-line.js";
import { statusText } from "./result-texts.js";
import { type StatusContext, statusContext } from "./status-context.js";
import type { TimeFormat } from "./time.js";

/** Which recorded operations are meant. */
export interface OperationFilter {
  /** The name that the history knows. */
  readonly resource?: string;
  readonly node?: string;
  /** Only those since a resource was last started. */
  readonly activeOnly?: boolean;
}

/**
 * What nodes have recorded of operations, one a line, by node and resource and in the order in which they happened.
 *
 * Source: crm_resource(8), `--list-all-operations`.
 */
export function formatOperations(
  state: ClusterState,
  filter: OperationFilter,
  formatTime: TimeFormat,
): readonly string[] {
  const context = statusContext(state, true);
  return statusMemory(state).nodeHistories.flatMap(({ uname, resources }) => {
    const node = state.nodesByName.get((uname ?? "").toLowerCase());
    // Of a node that is to be fenced it is still to be told what it did.
    if (node === undefined || !(node.online || state.options.fencingEnabled)) return [];
    if (filter.node !== undefined && node.name !== filter.node) return [];
    return resources.flatMap(({ id, entries }) => {
      const [resource] = findResourcesForHistory(state, id);
      if (resource === undefined || (filter.resource !== undefined && id !== filter.resource)) return [];
      const sorted = sortOperations(entries);
      const shown = filter.activeOnly === true ? sinceStart(sorted) : sorted;
      return shown.map((entry) => operationLine(context, resource, node.name, entry, formatTime));
    });
  });
}

function sinceStart(sorted: readonly HistoryEntry[]): readonly HistoryEntry[] {
  const { start, stop } = findActiveWindow(sorted);
  return start < stop ? [] : sorted.slice(Math.max(start, 0));
}

function operationLine(
  context: StatusContext,
  resource: Primitive,
  node: string,
  { key, element: { attributes }, status, lastChange }: HistoryEntry,
  formatTime: TimeFormat,
): string {
  const facts = [`node=${node}`, `call=${attributes["call-id"] ?? ""}`, `rc=${attributes["rc-code"] ?? ""}`];
  if (lastChange !== null) {
    facts.push(`last-rc-change='${formatTime(lastChange)}'`);
    const took = attributes["exec-time"];
    if (took !== undefined) facts.push(`exec=${took}ms`);
  }
  const what = stateLine(context, resource, printableId(resource), null);
  return `${what}: ${key} (${facts.join(", ")}): ${statusText(status ?? 0)}`;
}
