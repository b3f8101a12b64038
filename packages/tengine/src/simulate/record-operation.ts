import { digestParameters, parseInteger } from "@sanode/cib";
import { featureSet, type GraphAction, type GraphResource } from "@sanode/pengine";
import type { ElementDraft } from "./element-draft.js";
import type { WorkingCib } from "./working-cib.js";

/** A result to be written into a node's operation history. */
export interface OperationRecord {
  /** The resource as its history calls it; entries go by this name. */
  readonly resource: string;
  readonly task: string;
  /** Milliseconds; 0 for an operation that is run once. */
  readonly intervalMs: number;
  readonly expectedCode: number;
  readonly exitCode: number;
  readonly exitReason: string;
  /** Name of the node. */
  readonly node: string;
  /** When the result came, in seconds since 1970. */
  readonly time: number;
  readonly notification?: { readonly type: string; readonly operation: string };
  readonly migration?: { readonly source: string; readonly target: string };
  readonly digest?: string;
}

/** What a history of a resource begins with. */
export type AgentOfResource = Omit<GraphResource, "longId">;

const CLASSES = new Set(["ocf", "stonith", "service", "systemd", "lsb"]);

/** Whether histories can be written for resources of the agent's class. */
export function isRecordable({ class: agentClass, provider }: AgentOfResource): boolean {
  return CLASSES.has(agentClass) && (agentClass !== "ocf" || provider !== null);
}

/**
 * A resource's history on a node: the first that goes by one of the names, else a new one.
 *
 * @returns undefined if there is none and the agent does not allow to make one
 */
export function resourceHistory(
  cib: WorkingCib,
  state: ElementDraft,
  names: readonly string[],
  agent: AgentOfResource,
): ElementDraft | undefined {
  for (const name of names) {
    const known = cib.findHistory(state, name);
    if (known !== undefined) return known;
  }
  if (!isRecordable(agent)) return undefined;
  const provider = agent.provider === null ? {} : { provider: agent.provider };
  return cib.addHistory(state, { id: agent.id, class: agent.class, ...provider, type: agent.type });
}

/** Writes a result: as the last operation, a recurring or migration operation, or the last failure. */
export function recordOperation(history: ElementDraft, record: OperationRecord): void {
  const callId = 1 + highestCallId(history);
  for (const id of entryIds(record)) writeEntry(history, id, record, callId);
}

/** A failed operation that is run once is recorded twice. */
function entryIds(record: OperationRecord): readonly string[] {
  const { resource, task, intervalMs, notification } = record;
  if (notification !== undefined) {
    return [`${resource}_${notification.type}_notify_${notification.operation}_0`];
  }
  if (task === "migrate_to" || task === "migrate_from") return [`${resource}_${task}_0`];
  if (record.exitCode !== record.expectedCode) {
    const failure = `${resource}_last_failure_0`;
    return intervalMs === 0 ? [failure, `${resource}_last_0`] : [failure];
  }
  return [intervalMs === 0 ? `${resource}_last_0` : `${resource}_${task}_${intervalMs}`];
}

function highestCallId(history: ElementDraft): number {
  let highest = 0;
  for (const entry of history.childrenNamed("lrm_rsc_op")) {
    highest = Math.max(highest, parseInteger(entry.get("call-id") ?? "0") ?? 0);
  }
  return highest;
}

/** The id of transitions that no engine has ordered. */
const NO_ENGINE = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

function writeEntry(history: ElementDraft, id: string, record: OperationRecord, callId: number): void {
  const entry = history.find("lrm_rsc_op", "id", id) ?? history.append("lrm_rsc_op", { id });
  const { migration, digest } = record;
  const task = record.task === "reload" || record.task === "reload-agent" ? "start" : record.task;
  const key = `${record.resource}_${task}_${record.intervalMs}`;
  const transitionKey = `${callId}:-1:${record.expectedCode}:${NO_ENGINE}`;
  entry.set("operation_key", key);
  entry.set("operation", task);
  entry.set("crm-debug-origin", "crm_simulate");
  entry.set("crm_feature_set", featureSet);
  entry.set("transition-key", transitionKey);
  entry.set("transition-magic", `0:${record.exitCode};${transitionKey}`);
  entry.set("exit-reason", record.exitReason);
  entry.set("on_node", record.node);
  entry.set("call-id", String(callId));
  entry.set("rc-code", String(record.exitCode));
  entry.set("op-status", "0");
  entry.set("interval", String(record.intervalMs));
  entry.set("last-rc-change", String(record.time));
  entry.set("exec-time", "0");
  entry.set("queue-time", "0");
  if (migration !== undefined) {
    entry.set("migrate_source", migration.source);
    entry.set("migrate_target", migration.target);
  }
  if (digest !== undefined) entry.set("op-digest", digest);
}

const NOT_DIGESTED = new Set([
  "id",
  "crm_feature_set",
  "op-digest",
  "on_node",
  "on_node_uuid",
  "pcmk_external_ip",
]);

/** The digest of an action's parameters; of a recurring operation's also its timeout. */
export function actionDigest(action: GraphAction, intervalMs: number): string {
  const pairs = [...action.attributes, ...action.parameters].filter(([name]) => {
    if (name.startsWith("CRM_meta_")) return name === "CRM_meta_timeout" && intervalMs > 0;
    return !NOT_DIGESTED.has(name);
  });
  return digestParameters(pairs);
}
