import {
  lowerAscii,
  millisecondsToSeconds,
  parseDateTime,
  parseStartDelay,
  parseTimeout,
  toEpoch,
} from "@sanode/cib";
import type { Need } from "../model/action.js";
import type { ClusterNode } from "../model/node.js";
import type {
  OperationDefinition,
  OperationSettings,
  Resource,
  ResourceDefinition,
} from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { applyTo } from "./blocks.js";
import { ruleAgent } from "./meta-attributes.js";
import { validateOnFail } from "./on-fail.js";
import { resourceParameters } from "./parameters.js";
import { dateClock } from "./rule-resolver.js";
import { reportError } from "./warnings.js";

export { failurePolicy } from "./on-fail.js";

/**
 * The `<op>` that an action is configured by: the first of that name and interval, disabled ones included. Live
 * migration falls back to an operation called `migrate`, notifications to one called `notify`.
 *
 * @param task the task in the action's key: `pre_notify_start`, not `notify`
 */
export function findOperation(
  resource: Pick<Resource, "definition">,
  task: string,
  intervalMs: number,
): OperationDefinition | null {
  const { operations } = resource.definition;
  if (operations.length === 0) return null;
  const found = findExact(operations, task, intervalMs);
  if (found !== null) return found;
  if (task === "migrate_to" || task === "migrate_from") return findExact(operations, "migrate", 0);
  return task.includes("_notify_") ? findExact(operations, "notify", 0) : null;
}

function findExact(
  operations: readonly OperationDefinition[],
  name: string,
  intervalMs: number,
): OperationDefinition | null {
  for (const operation of operations) {
    if (operation.intervalMs === intervalMs && operation.name === name) return operation;
  }
  return null;
}

/**
 * The meta-attributes of an action, as the configuration and the defaults give them, in a fresh map: highest first the
 * XML attributes of the `<op>`, its blocks, for probes the timeout of the most frequent monitor, `op_defaults`. Times are
 * in milliseconds; `interval` is there for recurring actions only. An `on-fail` that the task may not have is left out.
 * Source: "Operation Properties" in Pacemaker Explained.
 *
 * @param task the task in the action's key
 * @param node where the action takes place, if that is known; only fencing devices' timeouts depend on it
 */
export function operationMeta(
  state: ClusterState,
  resource: Resource,
  task: string,
  intervalMs: number,
  node: ClusterNode | null = null,
): { meta: ReadonlyMap<string, string>; operation: OperationDefinition | null } {
  const settings = settingsOf(state, resource, task, intervalMs);
  if (resource.kind !== "primitive" || !resource.isFencingDevice || !isStartOrProbe(task, intervalMs)) {
    return settings;
  }
  const timeout = resourceParameters(state, resource, node).get("pcmk_monitor_timeout");
  if (timeout === undefined) return settings;
  return { ...settings, meta: new Map([...settings.meta, ["timeout", String(parseTimeout(timeout))]]) };
}

function isStartOrProbe(task: string, intervalMs: number): boolean {
  return task === "start" || (task === "monitor" && intervalMs === 0);
}

/** Worked out once per definition, task and interval; all instances and nodes share it. */
function settingsOf(
  state: ClusterState,
  resource: Resource,
  task: string,
  intervalMs: number,
): OperationSettings {
  const { definition } = resource;
  definition.memory.operations ??= new Map();
  const known = definition.memory.operations;
  const key = intervalMs === 0 ? task : `${task} ${intervalMs}`;
  let settings = known.get(key);
  if (settings === undefined) {
    const operation = findOperation(resource, task, intervalMs);
    settings = { operation, meta: evaluate(state, definition, operation, task, intervalMs) };
    known.set(key, settings);
  }
  return settings;
}

function evaluate(
  state: ClusterState,
  definition: ResourceDefinition,
  operation: OperationDefinition | null,
  task: string,
  intervalMs: number,
): Map<string, string> {
  const inputs = { agent: ruleAgent(definition), operation: { name: task, intervalMs } };
  const meta = new Map<string, string>();
  if (operation !== null) {
    applyTo(state, operation.metaBlocks, meta, inputs);
    for (const [name, value] of Object.entries(operation.element.attributes)) meta.set(name, value);
    meta.delete("id");
  }
  if (task === "monitor" && intervalMs === 0 && !meta.has("timeout")) {
    const timeout = mostFrequentMonitor(definition)?.element.attributes.timeout;
    if (timeout !== undefined) meta.set("timeout", timeout);
  }
  // Into the same table: a `#default` in the defaults takes away what the operation configures.
  applyTo(state, state.operationDefaults, meta, inputs);
  if (intervalMs > 0) meta.set("interval", String(intervalMs));
  else meta.delete("interval");
  meta.set("timeout", String(parseTimeout(meta.get("timeout"))));
  setStartDelay(state, definition, meta, intervalMs);
  validateOnFail(state, definition, operation, task, meta);
  return meta;
}

/** The enabled recurring monitor with the shortest interval, the first of several. Regression case probe-timeout. */
function mostFrequentMonitor(definition: ResourceDefinition): OperationDefinition | undefined {
  let found: OperationDefinition | undefined;
  for (const operation of definition.operations) {
    if (operation.name !== "monitor" || operation.intervalMs === 0 || !operation.enabled) continue;
    if (found === undefined || operation.intervalMs < found.intervalMs) found = operation;
  }
  return found;
}

/** A recurring action may be told to run at fixed times, counted from a moment, instead of after a delay. */
function setStartDelay(
  state: ClusterState,
  definition: ResourceDefinition,
  meta: Map<string, string>,
  intervalMs: number,
): void {
  const delay = meta.get("start-delay");
  const originText = meta.get("interval-origin");
  if (delay !== undefined) {
    meta.set("start-delay", String(parseStartDelay(delay)));
  } else if (originText !== undefined && intervalMs > 0) {
    const origin = parseDateTime(originText, dateClock(state));
    if (origin === undefined) {
      const message = `${definition.configId}: interval-origin ${originText} is no date`;
      reportError(state, definition.configId, "invalid-interval-origin", message);
    } else {
      meta.set("start-delay", String(1000 * secondsToNext(state.nowSeconds - toEpoch(origin), intervalMs)));
    }
  }
}

/** Seconds until a whole number of intervals will have passed since the origin. */
function secondsToNext(sinceOrigin: number, intervalMs: number): number {
  const interval = Math.max(1, millisecondsToSeconds(intervalMs));
  const rest = sinceOrigin % interval;
  return rest > 0 ? interval - rest : Math.abs(rest);
}

/** What must be given before an action may be started: only starts and promotions need anything. */
export function operationNeed(resource: Pick<Resource, "requires">, task: string): Need {
  const word = lowerAscii(task);
  if (word !== "start" && word !== "promote") return "nothing";
  switch (resource.requires) {
    case "fencing":
    case "unfencing":
      return "fencing";
    case "quorum":
      return "quorum";
    case "nothing":
      return "nothing";
  }
}
