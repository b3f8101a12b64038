import { parseInteger, type XmlElement } from "@sanode/cib";
import { findResource } from "../input/find-resource.js";
import type { NodeHistory } from "../model/history.js";
import type { ClusterNode } from "../model/node.js";
import type { ClusterState } from "../model/state.js";
import { recordedFailCount } from "../status/failcounts.js";
import { statusMemory } from "../status/status-memory.js";
import type { TextList } from "./layout.js";
import { exitText, statusText } from "./result-texts.js";
import type { TimeFormat } from "./time.js";

/** Fail counts of online nodes, expired or not, in the order of the status section; null if no node that has an entry there is online. */
export function migrationSummary(state: ClusterState, formatTime: TimeFormat): TextList | null {
  const online = statusMemory(state).nodeHistories.flatMap((history) => {
    const node = state.nodesById.get((history.element.attributes.id ?? "").toLowerCase());
    return node?.online === true ? [{ history, node }] : [];
  });
  if (online.length === 0) return null;
  const items = online
    .map(({ history, node }) => ({
      title: `Node: ${node.name}`,
      items: failCounts(state, history, node, formatTime),
    }))
    .filter((list) => list.items.length > 0);
  return { title: "Migration Summary", items };
}

function failCounts(
  state: ClusterState,
  history: NodeHistory,
  node: ClusterNode,
  formatTime: TimeFormat,
): string[] {
  const lines: string[] = [];
  for (const { id } of history.resources) {
    const resource = findResource(state, id);
    if (resource?.kind !== "primitive") continue;
    const { count, lastFailure } = recordedFailCount(state, resource, node);
    if (count <= 0) continue;
    const time = lastFailure > 0 ? ` last-failure='${formatTime(lastFailure)}'` : "";
    const threshold = String(resource.migrationThreshold);
    lines.push(`${id}: migration-threshold=${threshold} fail-count=${String(count)}${time}`);
  }
  return lines;
}

/** Recorded failures, but for probes that only say "cannot run here". */
export function failedActions(state: ClusterState, formatTime: TimeFormat): TextList {
  const items = state.failedOperations
    .filter(({ masked }) => !masked)
    .map(({ element, node }) => failedAction(element, node, formatTime));
  return { title: "Failed Resource Actions", items };
}

function failedAction({ attributes }: XmlElement, node: ClusterNode, formatTime: TimeFormat): string {
  const code = parseInteger(attributes["rc-code"] ?? "0") ?? 0;
  const status = parseInteger(attributes["op-status"] ?? "0") ?? 0;
  const key = attributes.operation_key ?? attributes.id ?? "";
  const parts = [`call=${attributes["call-id"] ?? ""}`, `status='${statusText(status)}'`];
  const { "exit-reason": reason = "", "last-rc-change": changed = "" } = attributes;
  if (reason !== "") parts.push(`exitreason='${reason}'`);
  if (changed !== "") parts.push(`last-rc-change='${formatTime(parseInteger(changed) ?? 0)}'`);
  const { "queue-time": queued = "", "exec-time": executed = "" } = attributes;
  if (queued !== "") parts.push(`queued=${queued}ms`);
  if (executed !== "") parts.push(`exec=${executed}ms`);
  return `${key} on ${node.name} '${exitText(code)}' (${code}): ${parts.join(", ")}`;
}
