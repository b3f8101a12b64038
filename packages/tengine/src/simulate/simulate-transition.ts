import { parseLeadingInteger, type XmlElement } from "@sanode/cib";
import {
  type ClusterState,
  findResource,
  type GraphAction,
  type GraphResource,
  type Schedule,
} from "@sanode/pengine";
import { actionInterval, actionValue, expectedExitCode } from "../transition/action-values.js";
import { HIGHEST_PRIORITY, type RunStatus, TransitionRun } from "../transition/transition-run.js";
import type { ElementDraft } from "./element-draft.js";
import type { SimulationEvent } from "./event.js";
import { countFailure } from "./fail-count.js";
import { actionDigest, recordOperation, resourceHistory } from "./record-operation.js";
import { type NodeName, WorkingCib } from "./working-cib.js";

/** What a simulated execution is told. */
export interface SimulateOptions {
  /** The moment at which everything happens, in seconds since 1970. */
  readonly time: number;
  /** Operations that fail, as `RESOURCE_TASK_MILLISECONDS@NODE=EXITCODE`. */
  readonly failures?: readonly string[];
  /**
   * Whether nodes that results are written for are added to the configuration if it lacks them, remote and guest nodes
   * as well. So it is after nodes have been brought online.
   */
  readonly addsNodes?: boolean;
}

/** How a simulated execution went. */
export interface SimulatedTransition {
  readonly status: Exclude<RunStatus, "running">;
  readonly events: readonly SimulationEvent[];
  /** The document as the cluster would have it afterwards. */
  readonly cib: XmlElement;
}

/**
 * Executes a schedule on paper: every action has the result that is expected of it, at once, unless it is to fail. The
 * results are written to a copy of the CIB.
 *
 * @param cib the document that results are written to; usually the one that was scheduled
 */
export function simulateTransition(
  { graph, state }: Pick<Schedule, "graph" | "state">,
  cib: XmlElement,
  options: SimulateOptions,
): SimulatedTransition {
  const run = new TransitionRun(graph);
  const simulator = new Simulator(state, cib, options, graph.header.failedStartOffset === "INFINITY");
  for (let action = run.next(); action !== null; action = run.next()) {
    const outcome = simulator.execute(action);
    run.ended(action.id, outcome);
    if (outcome === "failed") run.abort(HIGHEST_PRIORITY, "an action failed");
  }
  return { status: finalStatus(run.status), events: simulator.events, cib: simulator.finish() };
}

function finalStatus(status: RunStatus): SimulatedTransition["status"] {
  return status === "running" ? "terminated" : status;
}

type Outcome = "done" | "failed";

/** A recordable action of a resource. */
interface ResourceOperation {
  readonly action: GraphAction;
  readonly resource: GraphResource;
  /** The name it is shown by, which its history may go by as well. */
  readonly name: string;
  readonly intervalMs: number;
  readonly node: NodeName;
}

class Simulator {
  readonly events: SimulationEvent[] = [];
  readonly #state: ClusterState;
  readonly #cib: WorkingCib;
  readonly #options: SimulateOptions;
  readonly #startFailureIsFatal: boolean;

  constructor(state: ClusterState, cib: XmlElement, options: SimulateOptions, startFailureIsFatal: boolean) {
    this.#state = state;
    this.#cib = new WorkingCib(cib);
    this.#options = options;
    this.#startFailureIsFatal = startFailureIsFatal;
  }

  finish(): XmlElement {
    return this.#cib.finish();
  }

  execute(action: GraphAction): Outcome {
    switch (action.element) {
      case "pseudo_event":
        this.events.push({ kind: "pseudo", key: action.operationKey, node: action.node?.name ?? null });
        return "done";
      case "crm_event":
        this.#executeClusterAction(action);
        return "done";
      case "rsc_op":
        return this.#executeResourceAction(action);
    }
  }

  #executeClusterAction(action: GraphAction): void {
    const node = action.node?.name ?? "";
    if (action.operation !== "stonith") {
      const resource = action.resource?.id ?? null;
      this.events.push({ kind: "cluster", operation: action.operation, resource, node });
      return;
    }
    const operation = actionValue(action, "CRM_meta_stonith_action") ?? "";
    this.events.push({ kind: "fencing", node, operation });
    if (operation !== "on" && action.node !== null) this.#fence(action.node);
  }

  #nodeState(node: NodeName): ElementDraft {
    if (this.#options.addsNodes === true) this.#cib.addNode(node.name);
    return this.#cib.nodeState(node);
  }

  #fence(node: NodeName): void {
    const state = this.#nodeState(node);
    this.#cib.writeNodeState(state, () => {
      state.set("in_ccm", "false");
      state.set("crmd", "offline");
      state.set("join", "down");
      state.set("expected", "down");
      state.set("crm-debug-origin", "simulate_fencing_action");
    });
    this.#cib.forget(state);
  }

  #executeResourceAction(action: GraphAction): Outcome {
    const { resource, node, operation } = action;
    if (resource === null || node === null) return "done";
    const name = this.#displayName(resource);
    const intervalMs = actionInterval(action);
    this.events.push({ kind: "resource", resource: name, operation, intervalMs, node: node.name });
    if (operation === "delete" || operation === "meta-data") return "done";
    // Where a connection carries the action, its node's entry in the status goes by the name.
    const where = { name: node.name, id: node.router === null ? node.id : node.name };
    return this.#recordResult({ action, resource, name, intervalMs, node: where });
  }

  /** The id if some resource goes by it, else the longer name if one goes by that. */
  #displayName({ id, longId }: GraphResource): string {
    if (longId === null || findResource(this.#state, id) !== undefined) return id;
    return findResource(this.#state, longId) === undefined ? id : longId;
  }

  #recordResult(operation: ResourceOperation): Outcome {
    const { action, resource, name, intervalMs, node } = operation;
    const state = this.#nodeState(node);
    return this.#cib.writeNodeState(state, () => {
      const history = resourceHistory(this.#cib, state, [name, resource.id], resource);
      if (history === undefined) {
        this.#refuse(resource);
        return "failed";
      }
      const type = actionValue(action, "CRM_meta_notify_type");
      const isNotification = action.operation === "notify" && type !== undefined;
      const failure = this.#requestedFailure(operation);
      if (failure !== undefined) this.#fail(operation, failure);
      const expectedCode = isNotification ? 0 : expectedExitCode(action);
      const exitCode = isNotification ? 0 : (failure?.exitCode ?? expectedCode);
      recordOperation(history, {
        resource: resource.id,
        task: action.operation,
        intervalMs,
        expectedCode,
        exitCode,
        exitReason: exitCode === expectedCode ? "" : "User-injected result",
        node: node.name,
        time: this.#options.time,
        ...(isNotification && {
          notification: { type, operation: actionValue(action, "CRM_meta_notify_operation") ?? "" },
        }),
        ...migrationOf(action),
        digest: actionDigest(action, intervalMs),
      });
      return failure === undefined ? "done" : "failed";
    });
  }

  #refuse({ id, class: agentClass, provider }: GraphResource): void {
    const problem =
      agentClass === "ocf" && provider === null ? "has no provider" : `is of the class ${agentClass}`;
    this.events.push({ kind: "error", message: `No history can be written for ${id}, which ${problem}` });
  }

  /** The first request that names the operation, by the shown name or by the resource's id. */
  #requestedFailure({
    action,
    resource,
    name,
    intervalMs,
    node,
  }: ResourceOperation): RequestedFailure | undefined {
    const { failures = [] } = this.#options;
    for (const spec of failures) {
      for (const candidate of new Set([name, resource.id])) {
        const prefix = `${candidate}_${action.operation}_${intervalMs}@${node.name}=`;
        if (!spec.toLowerCase().startsWith(prefix.toLowerCase())) continue;
        const exitCode = parseLeadingInteger(spec.slice(prefix.length))?.value;
        if (exitCode !== undefined) return { resource: candidate, exitCode: Number(exitCode) };
        const message = `Invalid failed operation '${spec}' (result code must be integer)`;
        this.events.push({ kind: "error", message });
      }
    }
    return undefined;
  }

  #fail({ action, intervalMs, node }: ResourceOperation, { resource, exitCode }: RequestedFailure): void {
    this.events.push({ kind: "failed", action: action.id, exitCode });
    const task = action.operation;
    const attributes = countFailure(this.#cib.nodeState(node), {
      resource,
      task,
      intervalMs,
      exitCode,
      isFatal: task === "stop" || (task === "start" && this.#startFailureIsFatal),
      time: this.#options.time,
    });
    for (const attribute of attributes) this.events.push({ kind: "attribute", ...attribute });
  }
}

interface RequestedFailure {
  /** The name that the request knows the resource by. */
  readonly resource: string;
  readonly exitCode: number;
}

function migrationOf(action: GraphAction): { migration?: { source: string; target: string } } {
  const source = actionValue(action, "CRM_meta_migrate_source");
  const target = actionValue(action, "CRM_meta_migrate_target");
  const isMigration = action.operation === "migrate_to" || action.operation === "migrate_from";
  return isMigration && source !== undefined && target !== undefined ? { migration: { source, target } } : {};
}
