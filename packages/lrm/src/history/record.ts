import { type AgentMetadata, ExecutionStatus } from "@sanode/ra";
import { isFailure } from "../operation/failure.js";
import { type OperationResult, operationKey } from "../operation/operation.js";
import { type OperationDigests, operationDigests } from "./digests.js";
import type { HistoryEntry } from "./entry.js";

/** What entries say beside the result itself. */
export interface RecordContext {
  /** Name of the node. */
  readonly node: string;
  /** Used where the operation's parameters do not say which one the designated controller has. */
  readonly featureSet: string;
  readonly metadata: AgentMetadata | undefined;
}

/**
 * The history entries that a result writes, in this order.
 *
 * A failure is remembered under `RESOURCE_last_failure_0`, of which there is one for each resource. A failed operation that is
 * not recurring also is the last one; a recurring one keeps the entry of its last success.
 */
export function historyEntries(result: OperationResult, context: RecordContext): readonly HistoryEntry[] {
  const { resource, interval } = result;
  const task = recordedTask(result);
  const digests = operationDigests(result.parameters, interval, context.metadata);
  const write = (id: string, recorded: OperationDigests): HistoryEntry => ({
    id,
    resource,
    task,
    interval,
    featureSet: result.parameters.crm_feature_set ?? context.featureSet,
    transitionKey: result.transitionKey,
    status: result.status,
    exitCode: result.exitCode,
    exitReason: isFailure(result) ? result.exitReason : "",
    node: context.node,
    callId: result.callId,
    ...timesOf(result),
    ...migrationOf(result),
    ...recorded,
  });
  if (isMigration(task)) return [write(operationKey(resource, task, 0), digests)];
  if (isFailure(result)) {
    const failure = `${resource}_last_failure_0`;
    if (interval > 0) return [write(failure, digests)];
    // The failure's own entry does without the digests that need meta-data; a reader examines it first.
    return [write(failure, { digest: digests.digest }), write(`${resource}_last_0`, digests)];
  }
  const id = interval > 0 ? operationKey(resource, task, interval) : `${resource}_last_0`;
  return [write(id, digests)];
}

/** A reload counts as a start with the new parameters; one that did not come to an end as a look at the resource. */
function recordedTask({ task, status }: OperationResult): string {
  if (task !== "reload" && task !== "reload-agent") return task;
  return status === ExecutionStatus.DONE ? "start" : "monitor";
}

function isMigration(task: string): boolean {
  return task === "migrate_to" || task === "migrate_from";
}

function timesOf({ lastRcChange, execTime, queueTime }: OperationResult): Pick<HistoryEntry, "times"> {
  const isKnown = lastRcChange !== 0 || execTime !== 0 || queueTime !== 0;
  return isKnown ? { times: { lastRcChange, execTime, queueTime } } : {};
}

function migrationOf({ task, parameters }: OperationResult): Pick<HistoryEntry, "migration"> {
  const { CRM_meta_migrate_source: source, CRM_meta_migrate_target: target } = parameters;
  if (!isMigration(task) || source === undefined || target === undefined) return {};
  return { migration: { source, target } };
}
