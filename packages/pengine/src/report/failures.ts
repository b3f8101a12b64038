import { parseInteger, type XmlElement } from "@sanode/cib";
import { findResource } from "../input/find-resource.js";
import type { NodeHistory } from "../model/history.js";
import { intervalText } from "../model/interval-text.js";
import type { ClusterNode } from "../model/node.js";
import type { ClusterState } from "../model/state.js";
import { recordedFailCount } from "../status/failcounts.js";
import { ExecutionStatus, readHistoryEntry } from "../status/history-entry.js";
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

/** How recorded failures are told: with all their numbers, or in words, as a monitor shows them. */
export type FailureStyle = "technical" | "friendly";

/** Recorded failures, but for probes that only say "cannot run here". */
export function failedActions(state: ClusterState, formatTime: TimeFormat, style: FailureStyle): TextList {
  const tell = style === "friendly" ? inWords : withNumbers;
  const items = state.failedOperations
    .filter(({ masked }) => !masked)
    .map(({ element, node }) => tell(element, node, formatTime));
  return { title: "Failed Resource Actions", items };
}

/** `web 10s-interval monitor on n1 returned 'Error occurred' (reason) at … after 12ms`, as by crm_mon(8). */
function inWords(element: XmlElement, node: ClusterNode, formatTime: TimeFormat): string {
  const { attributes } = element;
  const { task, intervalMs, key, status, exitCode, lastChange } = readHistoryEntry(element);
  const ending = `_${task}_${attributes.interval ?? "0"}`;
  const resource = key.endsWith(ending) ? key.slice(0, -ending.length) : key;
  const isProbe = task === "monitor" && intervalMs === 0;
  const operation =
    intervalMs > 0 ? `${intervalText(intervalMs)}-interval ${task}` : isProbe ? "probe" : task;
  const reason = attributes["exit-reason"] ?? "";
  const ended =
    status === ExecutionStatus.Done
      ? `returned '${exitText(exitCode ?? 0)}'${reason === "" ? "" : ` (${reason})`}`
      : `could not be executed (${statusText(status ?? 0)}${reason === "" ? "" : `: ${reason}`})`;
  const at = lastChange === null ? "" : ` at ${formatTime(lastChange)}`;
  const took = parseInteger(attributes["exec-time"]) ?? 0;
  return `${resource} ${operation} on ${node.name} ${ended}${at}${took > 0 ? ` after ${intervalText(took)}` : ""}`;
}

function withNumbers({ attributes }: XmlElement, node: ClusterNode, formatTime: TimeFormat): string {
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
