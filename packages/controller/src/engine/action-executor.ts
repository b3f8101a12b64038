import { millisecondsToSeconds, parseInteger, parseInterval } from "@sanode/cib";
import { describeFailure, type FenceRequest, type FencingOutcome } from "@sanode/fencing";
import {
  type LrmEvent,
  type OperationRequest,
  operationKey,
  type ResourceDefinition,
  requestFromAction,
} from "@sanode/lrm";
import type { GraphAction, GraphHeader, GraphResource } from "@sanode/pengine";
import { type Clock, ExecutionStatus } from "@sanode/ra";
import {
  type ActionOutcome,
  actionInterval,
  actionParameters,
  actionValue,
  type Executor,
  expectedExitCode,
  isFailedResult,
  resultTimeout,
} from "@sanode/tengine";
import type { LocalNode } from "../member/local-node.js";
import type { NodeAttributeUpdate, TransientAttributes } from "../member/transient-attributes.js";
import { missingResult } from "./missing-result.js";

/** What carrying out actions needs of the cluster. */
export interface ExecutorContext {
  /** Identifies the transitions of this cluster. */
  readonly engine: string;
  readonly clock: Clock;
  /** Undefined for nodes that are not of this process. */
  node(name: string): LocalNode | undefined;
  /** Fences a node, whether or not it is up, or unfences it. Does not reject. */
  fence(request: Omit<FenceRequest, "client">): Promise<FencingOutcome>;
  /** Whether it is of use to try that again at once. */
  isWorthRetrying(target: string, outcome: FencingOutcome): boolean;
  /** Those of all nodes. */
  readonly attributes: TransientAttributes;
  /** Lets a node end in good order. */
  leave(node: LocalNode): Promise<void>;
  /** Takes over what belongs into a node's history. */
  record(node: LocalNode, event: Extract<LrmEvent, { kind: "history" }>): void;
  /** Lets everything be decided anew. */
  changed(reason: string): void;
}

const DONE: ActionOutcome = { kind: "done" };

/**
 * Carries out the actions of one transition: each goes to the node that it is for, or changes what is known
 * of one.
 */
export class ActionExecutor implements Executor {
  readonly #context: ExecutorContext;
  readonly #header: GraphHeader;
  readonly #transition: number;
  readonly #awaited = new Map<number, GraphAction>();
  readonly #givenUp = new Set<GraphAction>();

  constructor(context: ExecutorContext, header: GraphHeader, transition: number) {
    this.#context = context;
    this.#header = header;
    this.#transition = transition;
  }

  /** Whether an action has been started and its result has not come yet. */
  isAwaited(actionId: number): boolean {
    return this.#awaited.has(actionId);
  }

  /** Whether the failure of an action whose result has not come yet does not matter. */
  ignoresFailure(actionId: number): boolean {
    const action = this.#awaited.get(actionId);
    return action !== undefined && actionValue(action, "CRM_meta_on_fail") === "ignore";
  }

  /** Whether an action has failed and is not to be tried again before something else happens. */
  hasGivenUp(action: GraphAction): boolean {
    return this.#givenUp.has(action);
  }

  async execute(action: GraphAction): Promise<ActionOutcome> {
    this.#awaited.set(action.id, action);
    try {
      return await this.#carryOut(action);
    } finally {
      this.#awaited.delete(action.id);
    }
  }

  #carryOut(action: GraphAction): Promise<ActionOutcome> | ActionOutcome {
    switch (action.element) {
      case "rsc_op":
        return this.#resourceAction(action);
      case "crm_event":
        return this.#clusterAction(action);
      case "pseudo_event":
        return DONE;
    }
  }

  async #clusterAction(action: GraphAction): Promise<ActionOutcome> {
    const name = action.node?.name ?? "";
    const node = this.#context.node(name);
    switch (action.operation) {
      case "stonith":
        return this.#fence(action, name);
      case "do_shutdown":
        if (node !== undefined) await this.#context.leave(node);
        return DONE;
      case "clear_failcount":
        return this.#clearFailures(action, node);
      case "lrm_delete":
        if (action.resource !== null) node?.member.forget(action.resource.id);
        if (node?.member.isActive === true) this.#context.changed(`History on ${name} was deleted`);
        return DONE;
      default:
        return DONE;
    }
  }

  async #fence(action: GraphAction, target: string): Promise<ActionOutcome> {
    const kind = fencingAction(actionValue(action, "CRM_meta_stonith_action"));
    const outcome = await this.#context.fence({
      target,
      action: kind,
      timeout: Math.max(1, millisecondsToSeconds(parseInterval(this.#header.fencingTimeout))),
      delay: parseInteger(actionValue(action, "CRM_meta_priority_fencing_delay")) ?? 0,
    });
    if (outcome.succeeded) {
      if (kind === "on") this.#unfence(action, target);
      return DONE;
    }
    if (!this.#context.isWorthRetrying(target, outcome)) this.#givenUp.add(action);
    return {
      kind: "failed",
      reason: `Fencing of ${target} (${kind}) failed: ${failureText(outcome.result)}`,
    };
  }

  /** Source: Pacemaker Explained, "Fencing", "Unfencing". */
  #unfence(action: GraphAction, node: string): void {
    const now = Math.floor(this.#context.clock.now() / 1000);
    const update = (name: string, value: string): NodeAttributeUpdate => ({
      operation: "update",
      name,
      node,
      value,
    });
    const digests = ["digests-all", "digests-secure"].flatMap((name) => {
      const value = actionValue(action, `CRM_meta_${name.replaceAll("-", "_")}`);
      return value === undefined ? [] : [update(`#${name}`, value)];
    });
    this.#context.attributes.update(update("#node-unfenced", String(now)), ...digests);
  }

  #clearFailures(action: GraphAction, node: LocalNode | undefined): ActionOutcome {
    if (node === undefined || action.resource === null) return DONE;
    const { id: resource } = action.resource;
    node.manager?.clearLastFailure(resource);
    this.#context.attributes.clearFailures({ node: node.member.name, resource });
    return DONE;
  }

  async #resourceAction(action: GraphAction): Promise<ActionOutcome> {
    const { resource, operation } = action;
    const name = action.node?.router ?? action.node?.name ?? "";
    const node = this.#context.node(name);
    const manager = node?.manager;
    if (resource === null || node === undefined || manager === undefined) {
      return { kind: "failed", reason: `Node ${name} is not up` };
    }
    switch (operation) {
      case "cancel":
        await manager.cancel(
          resource.id,
          actionValue(action, "CRM_meta_operation") ?? "monitor",
          actionInterval(action),
        );
        return DONE;
      case "delete":
        await manager.deleteHistory(resource.id);
        this.#context.changed(`History of ${resource.id} on ${name} was deleted`);
        return DONE;
      default: {
        const request = requestFromAction({
          resource: definitionOf(resource, action),
          task: operation,
          parameters: actionParameters(action),
          transitionKey: this.#transitionKey(action),
          ...(action.shutdownLock !== null && { shutdownLock: action.shutdownLock }),
        });
        return this.#operation(action, request, node);
      }
    }
  }

  async #operation(action: GraphAction, request: OperationRequest, node: LocalNode): Promise<ActionOutcome> {
    const key = operationKey(request.resource.id, request.task, request.interval);
    const result = await this.#inTime(action, node.manager?.execute(request));
    if (result === undefined) {
      const now = Math.floor(this.#context.clock.now() / 1000);
      this.#context.record(node, missingResult(request, node.member.name, now));
      return { kind: "failed", reason: `${key} on ${node.member.name}: no result in time` };
    }
    if (result.status === ExecutionStatus.CANCELLED || !isFailedResult(action, result.exitCode)) return DONE;
    const codes = `exit code ${result.exitCode} instead of ${expectedExitCode(action)}`;
    const reason = result.exitReason === "" ? codes : `${codes} (${result.exitReason})`;
    return { kind: "failed", reason: `${key} on ${node.member.name}: ${reason}` };
  }

  /**
   * What comes in time; undefined if nothing does. Nodes see to timeouts themselves, unless they cannot end a
   * process.
   */
  #inTime<T>(action: GraphAction, answer: Promise<T> | undefined): Promise<T | undefined> {
    const timeout = resultTimeout(action, parseInterval(this.#header.clusterDelay));
    if (answer === undefined) return Promise.resolve(undefined);
    if (timeout === null) return answer;
    return new Promise((resolve, reject) => {
      const cancel = this.#context.clock.after(timeout, () => resolve(undefined));
      answer.then(resolve, reject).finally(cancel);
    });
  }

  #transitionKey(action: GraphAction): string {
    return `${action.id}:${this.#transition}:${expectedExitCode(action)}:${this.#context.engine}`;
  }
}

function fencingAction(text: string | undefined): FenceRequest["action"] {
  return text === "on" || text === "off" ? text : "reboot";
}

function failureText(result: FencingOutcome["result"]): string {
  return result.reason ?? describeFailure(result).text;
}

function definitionOf(resource: GraphResource, action: GraphAction): ResourceDefinition {
  const { id, provider, type } = resource;
  const container = actionValue(action, "CRM_meta_container");
  return {
    id,
    agent: { class: resource.class, type, ...(provider !== null && { provider }) },
    ...(container !== undefined && { container }),
  };
}
