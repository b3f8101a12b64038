import { isTrue, type XmlElement } from "@sanode/cib";
import { type AgentRunner, type Clock, ExecutionStatus, type ExitCode, OCF, reloadAction } from "@sanode/ra";
import { needsMetadata } from "../history/digests.js";
import { historyElement, NodeHistory, type ResourceHistory } from "../history/node-history.js";
import { historyEntries } from "../history/record.js";
import {
  type OperationRequest,
  type OperationResult,
  operationKey,
  type ResourceDefinition,
} from "../operation/operation.js";
import { expectedExitCode, foreignTransitionKey } from "../operation/transition-key.js";
import { OperationQueue, type QueuedOperation, type RunReport } from "../queue/operation-queue.js";
import { ActiveOperation, ActiveOperations } from "./active-operations.js";
import type { LrmEvent } from "./events.js";
import { MetadataCache } from "./metadata-cache.js";
import {
  buildOperation,
  isProbeOrNotification,
  operationResult,
  reportedResult,
} from "./operation-building.js";
import { ResourceMemory } from "./resource-memory.js";

export interface LocalResourceManagerOptions {
  readonly node: { readonly id: string; readonly name: string };
  readonly runner: AgentRunner;
  readonly clock: Clock;
  /** Hears everything that happens, in order and at once. */
  readonly onEvent: (event: LrmEvent) => void;
  /**
   * How many actions may run at once. Unlimited by default: the transition engine knows the node's limit, and a
   * monitor that hangs is no reason to hold back a stop.
   */
  readonly concurrency?: number;
  /** What recurring operations count their interval from, by default the end of the last run. */
  readonly recurrence?: "end" | "start";
  /** The feature set written to history where the operation's parameters name none. */
  readonly featureSet?: string;
}

/** Recurring operations with a longer start delay than this count as successful at once; nobody waits so long. */
const LONG_DELAY = 5 * 60_000;

/** Operations that leave no pending entry. */
const NEVER_PENDING = new Set(["notify", "cancel", "delete", "meta-data"]);

/**
 * Runs the operations of one node's resources, keeps the recurring ones going, and keeps the history by which the
 * scheduler knows what runs there.
 *
 * It has no opinion on what a result means for the cluster; it reports. Requests for one resource are dealt with in
 * the order in which they come, and nothing that is asked of a resource overtakes what was asked before.
 */
export class LocalResourceManager {
  readonly #options: LocalResourceManagerOptions;
  readonly #featureSet: string;
  readonly #queue: OperationQueue;
  readonly #metadata: MetadataCache;
  readonly #history = new NodeHistory();
  readonly #memories = new Map<string, ResourceMemory>();
  readonly #active = new ActiveOperations();
  /** For each resource the end of what is being prepared for it. */
  readonly #turns = new Map<string, Promise<unknown>>();
  #callId = 0;
  #shuttingDown = false;
  #dead = false;

  constructor(options: LocalResourceManagerOptions) {
    this.#options = options;
    this.#featureSet = options.featureSet ?? "3.20.5";
    const { runner, clock, concurrency, recurrence } = options;
    this.#queue = new OperationQueue({
      runner,
      clock,
      ...(concurrency !== undefined && { concurrency }),
      ...(recurrence !== undefined && { recurrence }),
      onReport: (operation, report) => this.#process(operation, report),
    });
    this.#metadata = new MetadataCache(runner);
  }

  /**
   * Runs an operation. Resolves with its result, for a recurring one with the first, after the events that tell of it; if the
   * node is killed meanwhile with the status NOT_CONNECTED. Never rejects.
   */
  async execute(request: OperationRequest): Promise<OperationResult> {
    const { answer } = await this.#inTurn(request.resource.id, () => this.#start(request));
    return answer;
  }

  /**
   * Cancels a recurring operation, or one that has not begun, and removes its entry from the history. Resolves
   * when that is done. `callId` restricts it to the operation with that number.
   */
  cancel(resource: string, task: string, interval: number, callId?: number): Promise<void> {
    return this.#inTurn(resource, async () => {
      const ends: Promise<void>[] = [];
      for (const active of this.#active.ofResource(resource)) {
        const { operation, ended } = active;
        const isMeant = operation.task === task && operation.interval === interval;
        if (!isMeant || (callId !== undefined && operation.callId !== callId)) continue;
        if (this.#cancelActive(active, true)) ends.push(ended);
      }
      await Promise.all(ends);
      if (ends.length === 0) this.#removeEntry(resource, operationKey(resource, task, interval), callId);
    });
  }

  /**
   * Forgets a resource: its recurring operations end, its history is removed. An operation that runs is let finish
   * first, and its result is not recorded.
   */
  deleteHistory(resource: string): Promise<void> {
    return this.#inTurn(resource, async () => {
      const active = this.#active.ofResource(resource);
      for (const operation of active) {
        operation.deleted = true;
        this.#cancelActive(operation, false);
      }
      await Promise.all(active.map(({ ended }) => ended));
      this.#memories.delete(resource);
      this.#history.removeResource(resource);
      this.#emit({ kind: "history-removed", resource });
    });
  }

  /** Records a failure of a resource that nothing caused, as `crm_resource --fail` does. False if it is not known here. */
  failResource(resource: string): boolean {
    const memory = this.#memories.get(resource);
    if (memory === undefined) return false;
    const callId = (memory.lastCallId ?? this.#callId) + 1;
    const request: OperationRequest = {
      resource: memory.definition,
      task: "asyncmon",
      interval: 0,
      timeout: 0,
      parameters: {},
      transitionKey: foreignTransitionKey(callId, OCF.SUCCESS),
    };
    this.#record(request, this.#synthesized(request, callId, OCF.ERR_GENERIC, "Simulated failure"));
    return true;
  }

  /** Forgets the last failure of a resource, or only if it is of that operation. */
  clearLastFailure(resource: string, task?: string, interval = 0): void {
    const id = `${resource}_last_failure_0`;
    const entry = this.#history.resource(resource)?.entries.get(id);
    if (entry === undefined) return;
    if (task !== undefined && (entry.task !== task || entry.interval !== interval)) return;
    const memory = this.#memories.get(resource);
    if (memory !== undefined) memory.failed = undefined;
    this.#removeEntry(resource, id);
  }

  /** The node's history as the status section has it, `<lrm id=…>`. */
  history(): XmlElement {
    return historyElement(this.#options.node.id, this.#history.resources());
  }

  /** What is known of one resource. */
  resourceHistory(resource: string): ResourceHistory | undefined {
    return this.#history.resource(resource);
  }

  /** From now on starts are refused; all else goes on, so that the cluster can stop what runs here. */
  beginShutdown(): void {
    this.#shuttingDown = true;
  }

  /** Ends all recurring operations and waits for the others. What runs on the node runs on. */
  async close(): Promise<void> {
    this.beginShutdown();
    await Promise.all(this.#turns.values());
    const active = this.#active.all();
    for (const operation of active) this.#cancelActive(operation, false);
    await Promise.all(active.map(({ ended }) => ended));
  }

  /**
   * The end of the node, as by loss of power: everything that its agents started is killed, services included, and
   * nothing more is heard of it. Rejects if something could not be killed.
   */
  async killAll(): Promise<void> {
    this.#dead = true;
    this.#queue.discard();
    for (const active of this.#active.all()) {
      active.answer(this.#lost(active.request));
      this.#active.remove(active);
    }
    await this.#options.runner.killAll();
  }

  /** Lets what is asked for a resource happen in the order in which it was asked. */
  #inTurn<T>(resource: string, prepare: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(resource) ?? Promise.resolve();
    const turn = before.then(prepare, prepare);
    this.#turns.set(resource, turn);
    const settled = (): void => {
      if (this.#turns.get(resource) === turn) this.#turns.delete(resource);
    };
    turn.then(settled, settled);
    return turn;
  }

  /** Prepares an operation and hands it to the queue. The answer comes later, so it is wrapped. */
  async #start(request: OperationRequest): Promise<{ readonly answer: Promise<OperationResult> }> {
    const { agent, id } = request.resource;
    if (!this.#dead && needsMetadata(agent.class, request.task)) {
      await this.#metadata.fetch(agent, request.task === "start");
    }
    if (this.#dead) return answered(this.#lost(request));
    const memory = this.#register(request.resource);
    if (!isComplete(request.resource)) return answered(this.#refuseDefinition(request, memory));
    this.#callId += 1;
    const metadata = this.#metadata.known(agent);
    const reload = metadata === undefined ? undefined : reloadAction(metadata);
    const operation = buildOperation(request, this.#callId, memory, this.#options.node, reload);
    if (operation.interval === 0 && !isProbeOrNotification(operation.task))
      this.#cancelRecurring(id, () => true);
    if (operation.task === "start" && this.#shuttingDown)
      return answered(this.#refuseStart(request, operation));
    this.#recordPending(request, operation);
    this.#cancelRecurring(id, (other) => isSameOperation(other, operation));
    const active = new ActiveOperation(operation, request);
    this.#active.add(active);
    if (operation.interval > 0 && operation.startDelay > LONG_DELAY) this.#acknowledgeEarly(active);
    this.#queue.add(operation);
    return { answer: active.answered };
  }

  /** A resource that is registered with another agent than before is another resource: its queue is dropped. */
  #register(definition: ResourceDefinition): ResourceMemory {
    const known = this.#memories.get(definition.id);
    if (known === undefined) {
      const memory = new ResourceMemory(definition);
      this.#memories.set(definition.id, memory);
      return memory;
    }
    if (!isSameAgent(known.definition, definition)) {
      for (const active of this.#active.ofResource(definition.id)) this.#cancelActive(active, false);
    }
    known.definition = definition;
    return known;
  }

  #refuseDefinition(request: OperationRequest, memory: ResourceMemory): OperationResult {
    const callId = memory.lastCallId === undefined ? 999_999_999 : memory.lastCallId + 1;
    const result = {
      ...this.#synthesized(request, callId, OCF.ERR_CONFIGURED, "Invalid resource definition"),
      status: ExecutionStatus.ERROR,
    };
    this.#record(request, result);
    return result;
  }

  #refuseStart(request: OperationRequest, operation: QueuedOperation): OperationResult {
    const reason = "Not attempting start due to shutdown in progress";
    const result = {
      ...this.#synthesized(request, operation.callId, OCF.ERR_GENERIC, reason),
      status: ExecutionStatus.REFUSED,
    };
    this.#emit({ kind: "acknowledgement", result });
    return result;
  }

  /** A result that no agent gave. */
  #synthesized(
    request: OperationRequest,
    callId: number,
    exitCode: ExitCode,
    reason: string,
  ): OperationResult {
    const now = Math.floor(this.#options.clock.now() / 1000);
    return { ...operationResult(request, callId), exitCode, exitReason: reason, lastRcChange: now };
  }

  /** What is answered to whoever waits for an operation of a node that is gone. */
  #lost(request: OperationRequest): OperationResult {
    const lost = this.#synthesized(request, -1, OCF.ERR_GENERIC, "Not connected to remote executor");
    return { ...lost, status: ExecutionStatus.NOT_CONNECTED };
  }

  #recordPending(request: OperationRequest, operation: QueuedOperation): void {
    const wanted = operation.parameters.CRM_meta_record_pending;
    if (NEVER_PENDING.has(operation.task) || (wanted !== undefined && !isTrue(wanted))) return;
    const pending: OperationResult = {
      ...this.#synthesized({ ...request, ...operation, resource: request.resource }, -1, OCF.PENDING, ""),
      status: ExecutionStatus.PENDING,
    };
    this.#write(request, pending);
  }

  #acknowledgeEarly(active: ActiveOperation): void {
    const { request, operation } = active;
    const expected = expectedExitCode(request.transitionKey ?? "");
    const result = { ...operationResult(request, operation.callId), exitCode: exitCodeOr(expected) };
    this.#emit({ kind: "acknowledgement", result });
    active.answer(result);
  }

  #cancelRecurring(resource: string, isMeant: (operation: QueuedOperation) => boolean): void {
    for (const active of this.#active.ofResource(resource)) {
      if (active.operation.interval > 0 && isMeant(active.operation)) this.#cancelActive(active, false);
    }
  }

  /** Cancels an operation if it can be; `remove` also removes its entry when it has ended. */
  #cancelActive(active: ActiveOperation, remove: boolean): boolean {
    const { resource, callId } = active.operation;
    const before = active.remove;
    // Set first, as the queue may report the end at once.
    active.remove ||= remove;
    const isCancelled = this.#queue.cancel(resource, callId);
    if (!isCancelled) active.remove = before;
    return isCancelled;
  }

  /** Deals with what the queue reports. */
  #process(operation: QueuedOperation, report: RunReport): void {
    const active = this.#active.get(operation.resource, operation.callId);
    if (this.#dead || active === undefined) return;
    const result = reportedResult(active, report);
    const isCancelled = result.status === ExecutionStatus.CANCELLED;
    if (isCancelled || operation.interval === 0) this.#active.remove(active);
    if (isCancelled) this.#processCancelled(active, result);
    else if (active.deleted || operation.task === "notify") this.#emit({ kind: "acknowledgement", result });
    else this.#record(active.request, result);
    this.#emit({ kind: "result", result });
    active.answer(result);
  }

  /** The entry of an operation that ends because of a stop or the like stays; only a cancellation asked for removes it. */
  #processCancelled(active: ActiveOperation, result: OperationResult): void {
    const { resource, task, interval } = active.operation;
    let isAcknowledged = interval === 0 || active.deleted;
    if (interval > 0 && active.remove) {
      this.#removeEntry(resource, operationKey(resource, task, interval));
      const failed = this.#memories.get(resource)?.failed;
      isAcknowledged ||= failed?.task === task && failed.interval === interval;
    }
    if (isAcknowledged) this.#emit({ kind: "acknowledgement", result });
  }

  #record(request: OperationRequest, result: OperationResult): void {
    this.#memories.get(result.resource)?.remember(result);
    this.#write(request, result);
  }

  #write(request: OperationRequest, result: OperationResult): void {
    const { resource } = request;
    const { name } = this.#options.node;
    const metadata = needsMetadata(resource.agent.class, result.task)
      ? this.#metadata.known(resource.agent)
      : undefined;
    const entries = historyEntries(result, { node: name, featureSet: this.#featureSet, metadata });
    const lock = shutdownLockAfter(request, result);
    this.#history.update(resource, entries, lock);
    this.#emit({ kind: "history", resource, entries, ...(lock !== undefined && { shutdownLock: lock }) });
  }

  #removeEntry(resource: string, id: string, callId?: number): void {
    const entry = this.#history.resource(resource)?.entries.get(id);
    if (entry === undefined || (callId !== undefined && entry.callId !== callId)) return;
    this.#history.removeEntry(resource, id);
    this.#emit({ kind: "history-removed", resource, entry: id });
  }

  #emit(event: LrmEvent): void {
    if (!this.#dead) this.#options.onEvent(event);
  }
}

function answered(result: OperationResult): { readonly answer: Promise<OperationResult> } {
  return { answer: Promise.resolve(result) };
}

function isComplete({ agent }: ResourceDefinition): boolean {
  if (agent.class === "" || agent.type === "") return false;
  return agent.class.toLowerCase() !== "ocf" || (agent.provider ?? "") !== "";
}

function isSameAgent({ agent: a }: ResourceDefinition, { agent: b }: ResourceDefinition): boolean {
  return a.class === b.class && a.provider === b.provider && a.type === b.type;
}

function isSameOperation(a: QueuedOperation, b: QueuedOperation): boolean {
  return a.task === b.task && a.interval === b.interval;
}

function exitCodeOr(expected: number): ExitCode {
  return Object.values(OCF).find((code) => code === expected) ?? OCF.SUCCESS;
}

/** A resource stays locked to a node that shuts down only by a stop, or a probe that finds it stopped. */
function shutdownLockAfter(request: OperationRequest, result: OperationResult): number | undefined {
  if (request.shutdownLock === undefined || result.status === ExecutionStatus.PENDING) return undefined;
  const isStopped =
    (result.task === "stop" && result.exitCode === OCF.SUCCESS) ||
    (result.task === "monitor" && result.exitCode === OCF.NOT_RUNNING);
  return isStopped ? request.shutdownLock : 0;
}
