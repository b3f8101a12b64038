import { parseInteger, type Score, type XmlElement } from "@sanode/cib";
import { findResource } from "../input/find-resource.js";
import type { NodeHistory } from "../model/history.js";
import { intervalText } from "../model/interval-text.js";
import type { ClusterNode } from "../model/node.js";
import type { Primitive } from "../model/resource.js";
import type { ClusterState, FailedOperation } from "../model/state.js";
import { recordedFailCount } from "../status/failcounts.js";
import { ExecutionStatus, readHistoryEntry } from "../status/history-entry.js";
import { statusMemory } from "../status/status-memory.js";
import type { TextList } from "./layout.js";
import { exitText, statusText } from "./result-texts.js";
import type { TimeFormat } from "./time.js";

/** A resource's fail count on a node. */
export interface ShownFailCount {
  readonly resource: Primitive;
  /** The name that its history goes by. */
  readonly id: string;
  readonly count: Score;
  /** Seconds since 1970; 0 if that is not known. */
  readonly lastFailure: number;
}

/** Fail counts of the online nodes that the status section has an entry for, in its order, expired or not. */
export function shownFailCounts(
  state: ClusterState,
): readonly { readonly node: ClusterNode; readonly counts: readonly ShownFailCount[] }[] {
  return statusMemory(state).nodeHistories.flatMap((history) => {
    const node = state.nodesById.get((history.element.attributes.id ?? "").toLowerCase());
    return node?.online === true ? [{ node, counts: failCounts(state, history, node) }] : [];
  });
}

/** The same as a list of texts; null if no node that has an entry is online. */
export function migrationSummary(state: ClusterState, formatTime: TimeFormat): TextList | null {
  const online = shownFailCounts(state);
  if (online.length === 0) return null;
  const items = online
    .filter(({ counts }) => counts.length > 0)
    .map(({ node, counts }) => ({
      title: `Node: ${node.name}`,
      items: counts.map((count) => failCountLine(count, formatTime)),
    }));
  return { title: "Migration Summary", items };
}

function failCounts(state: ClusterState, history: NodeHistory, node: ClusterNode): ShownFailCount[] {
  const counts: ShownFailCount[] = [];
  for (const { id } of history.resources) {
    const resource = findResource(state, id);
    if (resource?.kind !== "primitive") continue;
    const { count, lastFailure } = recordedFailCount(state, resource, node);
    if (count > 0) counts.push({ resource, id, count, lastFailure });
  }
  return counts;
}

function failCountLine({ resource, id, count, lastFailure }: ShownFailCount, formatTime: TimeFormat): string {
  const time = lastFailure > 0 ? ` last-failure='${formatTime(lastFailure)}'` : "";
  const threshold = String(resource.migrationThreshold);
  return `${id}: migration-threshold=${threshold} fail-count=${String(count)}${time}`;
}

/** How recorded failures are told: with all their numbers, or in words, as a monitor shows them. */
export type FailureStyle = "technical" | "friendly";

/** Recorded failures, but for probes that only say "cannot run here". */
export function shownFailures(state: ClusterState): readonly FailedOperation[] {
  return state.failedOperations.filter(({ masked }) => !masked);
}

/** The same as a list of texts. */
export function failedActions(state: ClusterState, formatTime: TimeFormat, style: FailureStyle): TextList {
  const tell = style === "friendly" ? inWords : withNumbers;
  const items = shownFailures(state).map(({ element, node }) => tell(element, node, formatTime));
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
