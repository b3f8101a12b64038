import { equalIgnoringCase } from "@sanode/cib";
import { type CancelTimer, type Clock, ExecutionStatus } from "@sanode/ra";
import { type FencingResult, failure, SUCCESS, succeeded } from "../agent/fencing-result.js";
import type { FencingEvent } from "../events.js";
import { History } from "../history/history.js";
import { isPending, type OperationRecord } from "../history/record.js";
import type { Observers } from "../observers.js";
import type { FencingMessage, FencingNetwork } from "../peer/fencing-message.js";
import type { FenceRequest, FencingOutcome } from "../request.js";
import type { Surroundings } from "./operation-machine.js";
import type { OperationRequest } from "./operation-request.js";
import { OriginatedOperation } from "./originated-operation.js";

/** What the coordinator of a fencer needs. */
export interface CoordinatorWorld {
  readonly node: string;
  /** By what the fencer is known where it asks another for something. */
  readonly client: string;
  readonly clock: Clock;
  readonly network: FencingNetwork;
  readonly observers: Observers<FencingEvent>;
  /** A new id each time, unlike all others in the cluster. */
  newId(): string;
  surroundings(target: string): Surroundings;
}

/** Seconds by which an answer may be late after all that is known of how long it takes. */
const PATIENCE = 60;

/** Somebody of this node who waits for the end of an operation. */
interface Waiter {
  readonly resolve: (outcome: FencingOutcome) => void;
  cancelTimer: CancelTimer;
}

/** Sees to the requests of one node, and knows of all operations of the cluster. */
export class Coordinator {
  readonly history = new History();
  readonly #world: CoordinatorWorld;
  /** Operations that this fencer sees to. */
  readonly #own = new Map<string, OriginatedOperation>();
  readonly #waiters = new Map<string, Waiter>();
  /** By the operation that they wait for: operations of this node that asked for the same. */
  readonly #duplicates = new Map<string, readonly string[]>();
  /** When operations under way have to be over, in milliseconds of the clock, whoever sees to them. */
  readonly #deadlines = new Map<string, number>();
  /** Operations that another node waits for, whose fencer could not see to them. */
  readonly #takenOver = new Map<string, OperationRequest>();

  constructor(world: CoordinatorWorld) {
    this.#world = world;
  }

  request(request: FenceRequest): Promise<FencingOutcome> {
    const done = this.#doneAlready(request);
    if (done !== undefined) return Promise.resolve(outcomeOf(done));
    const { node, network } = this.#world;
    const operation = this.#operation(request, node);
    const outcome = this.#waitFor(operation);
    const others = network.peers.filter((peer) => !equalIgnoringCase(peer, node));
    const [other] = others;
    if (equalIgnoringCase(operation.target, node) && other !== undefined) {
      this.#enter(operation, "querying");
      network.send(other, { kind: "hand-over", operation });
    } else this.#begin(operation);
    return outcome;
  }

  /** Lets a request count as carried out. */
  confirm(request: FenceRequest): Promise<FencingOutcome> {
    const operation = this.#operation(request, this.#world.node);
    const outcome = this.#waitFor(operation);
    this.#broadcastResult(operation, SUCCESS, "a human");
    return outcome;
  }

  /** Another fencer, or this one, asks who can do something: then it is known that it is wanted. */
  noteQuery(operation: OperationRequest): void {
    const known = this.history.get(operation.id);
    if (known === undefined || known.originator !== operation.originator) this.#enter(operation, "querying");
    this.#setDeadline(operation.id, operation.timeout + Math.max(operation.delay, 0));
  }

  cleanHistory(target: string | null): void {
    this.#world.network.broadcast({ kind: "clean-up", target });
  }

  synchronizeHistory(): void {
    this.#world.network.broadcast({ kind: "history", records: this.history.list(), wantsAnswer: true });
  }

  receive(from: string, message: FencingMessage): void {
    switch (message.kind) {
      case "reply":
        return this.#own.get(message.operation)?.reply({ peer: from, reports: message.reports });
      case "answer":
        return this.#own.get(message.operation)?.answer(message.attempt, message.result);
      case "hand-over":
        return this.#takeOver(message.operation);
      case "announcement":
        this.#setDeadline(message.operation, message.total);
        return this.#extendWait(message.operation, message.total + PATIENCE);
      case "result":
        return this.#complete({ ...message.record, completed: this.#world.clock.now() });
      case "clean-up":
        if (this.history.clean(message.target)) this.#world.observers.tell({ kind: "history-changed" });
        return;
      case "history":
        return this.#merge(from, message.records, message.wantsAnswer);
      default:
        return;
    }
  }

  /** Leaves everything unfinished; who waits hears so. */
  close(): void {
    for (const operation of this.#own.values()) operation.abandon();
    this.#own.clear();
    const result = failure(ExecutionStatus.NOT_CONNECTED, "The fencing service was stopped");
    for (const [id, waiter] of this.#waiters) {
      waiter.cancelTimer();
      waiter.resolve({ succeeded: false, result, delegate: null, operation: id });
    }
    this.#waiters.clear();
  }

  #operation(request: FenceRequest, originator: string): OperationRequest {
    const { target, action, timeout, delay = 0, client, allowSelfFencing = false } = request;
    return { id: this.#world.newId(), target, action, timeout, delay, client, originator, allowSelfFencing };
  }

  /** An operation that did so recently what is asked for that it need not be done again. */
  #doneAlready({ target, action, tolerance = 0 }: FenceRequest): OperationRecord | undefined {
    if (tolerance <= 0) return undefined;
    const earliest = this.#world.clock.now() - 1000 * tolerance;
    return this.history
      .list()
      .find(
        (record) =>
          record.state === "completed" &&
          record.target === target &&
          record.action === action &&
          (record.completed ?? 0) >= earliest,
      );
  }

  /** Another fencer cannot see to its own end. */
  #takeOver(operation: OperationRequest): void {
    const { node, client } = this.#world;
    const own = { ...operation, client, originator: node };
    this.#takenOver.set(own.id, own);
    this.#begin(own);
  }

  #begin(operation: OperationRequest): void {
    const other = this.#mergeable(operation);
    if (other !== undefined) {
      this.#enter(operation, "duplicate");
      this.#duplicates.set(other.id, [...(this.#duplicates.get(other.id) ?? []), operation.id]);
      return;
    }
    this.#enter(operation, "querying");
    const { clock, network } = this.#world;
    const originated = new OriginatedOperation(operation, {
      clock,
      network,
      surroundings: (target) => this.#world.surroundings(target),
      executing: () => this.#note(operation, "executing"),
      finished: (_, result, delegate) => {
        this.#own.delete(operation.id);
        this.#broadcastResult(operation, result, delegate);
      },
    });
    this.#own.set(operation.id, originated);
    originated.begin();
  }

  /** An operation under way that does the same for another client, so that it need not be done twice. */
  #mergeable({ id, target, action, client }: OperationRequest): OperationRecord | undefined {
    for (const other of this.history.list()) {
      if (other.state !== "querying" && other.state !== "executing") continue;
      if (other.id === id || other.action !== action || other.client === client) continue;
      if (!equalIgnoringCase(other.target, target) || equalIgnoringCase(other.target, other.originator))
        continue;
      const isOriginatorThere = this.#world.network.peers.includes(other.originator);
      if (isOriginatorThere && !this.#isOverdue(other.id)) return other;
      this.#presumeFailed(other);
    }
    return undefined;
  }

  #setDeadline(id: string, seconds: number): void {
    this.#deadlines.set(id, this.#world.clock.monotonic() + 1000 * (seconds + PATIENCE));
  }

  /** Whether an operation has been forgotten by whoever saw to it, as by a fencer that was started anew. */
  #isOverdue(id: string): boolean {
    return this.#world.clock.monotonic() > (this.#deadlines.get(id) ?? Number.POSITIVE_INFINITY);
  }

  /** Nobody sees to an operation any more. Only this node says so. */
  #presumeFailed(record: OperationRecord): void {
    const result = failure(
      ExecutionStatus.REFUSED,
      "Initiated by earlier fencer process and presumed failed",
    );
    this.#complete({
      ...record,
      state: "failed",
      delegate: null,
      result,
      completed: this.#world.clock.now(),
    });
  }

  #enter(operation: OperationRequest, state: OperationRecord["state"]): void {
    const { id, target, action, originator, client } = operation;
    const pending = { delegate: null, completed: null, result: null };
    this.history.enter({ id, target, action, originator, client, state, ...pending });
    this.#world.observers.tell({ kind: "history-changed" });
  }

  #note(operation: OperationRequest, state: OperationRecord["state"]): void {
    const record = this.history.get(operation.id);
    if (record !== undefined && isPending(record)) this.history.enter({ ...record, state });
  }

  #broadcastResult(operation: OperationRequest, result: FencingResult, delegate: string | null): void {
    const { id, target, action, originator, client } = operation;
    const state = succeeded(result) ? "completed" : "failed";
    const record = {
      id,
      target,
      action,
      originator,
      client,
      delegate,
      state,
      result,
      completed: null,
    } as const;
    this.#world.network.broadcast({ kind: "result", record });
  }

  /** An operation is over; so are those that waited for the same. */
  #complete(record: OperationRecord): void {
    const known = this.history.get(record.id);
    if (known !== undefined && !isPending(known) && known.state === record.state) return;
    this.history.enter(record);
    this.#takenOver.delete(record.id);
    this.#deadlines.delete(record.id);
    this.#answer(record);
    this.#world.observers.tell({ kind: "result", record });
    this.#world.observers.tell({ kind: "history-changed" });
    const waiting = this.#duplicates.get(record.id) ?? [];
    this.#duplicates.delete(record.id);
    for (const id of waiting) this.#completeDuplicate(id, record);
  }

  /** Only this node knows of a duplicate, unless it has to tell another one. */
  #completeDuplicate(id: string, record: OperationRecord): void {
    const takenOver = this.#takenOver.get(id);
    const duplicate = this.history.get(id);
    if (takenOver !== undefined) {
      this.#broadcastResult(takenOver, record.result ?? SUCCESS, record.delegate);
    } else if (duplicate !== undefined) {
      const { target, action, originator, client } = duplicate;
      this.#complete({ ...record, id, target, action, originator, client });
    }
  }

  #answer(record: OperationRecord): void {
    const waiter = this.#waiters.get(record.id);
    if (waiter === undefined) return;
    this.#waiters.delete(record.id);
    waiter.cancelTimer();
    waiter.resolve(outcomeOf(record));
  }

  #waitFor({ id, timeout, delay }: OperationRequest): Promise<FencingOutcome> {
    return new Promise((resolve) => {
      this.#waiters.set(id, { resolve, cancelTimer: () => {} });
      this.#extendWait(id, timeout + Math.max(delay, 0) + PATIENCE);
    });
  }

  /** Waits so many seconds from now on. Whoever waits for another's operation waits as long as for that. */
  #extendWait(operation: string, seconds: number): void {
    for (const id of [operation, ...(this.#duplicates.get(operation) ?? [])]) {
      const waiter = this.#waiters.get(id);
      if (waiter === undefined) continue;
      waiter.cancelTimer();
      waiter.cancelTimer = this.#world.clock.after(1000 * seconds, () => this.#giveUp(id));
    }
  }

  /** An operation that another fencer saw to has been lost with it. */
  #giveUp(id: string): void {
    const record = this.history.get(id);
    const reason = "Fencer accepted request but did not reply in time";
    const result = failure(ExecutionStatus.TIMED_OUT, reason);
    if (record !== undefined) {
      this.#complete({ ...record, state: "failed", result, completed: this.#world.clock.now() });
    }
  }

  /** Takes over what another fencer knows better, and tells it what this one knows better. */
  #merge(from: string, theirs: readonly OperationRecord[], wantsAnswer: boolean): void {
    if (from === this.#world.node) return;
    const known = new Map(theirs.map((record) => [record.id, record]));
    for (const record of theirs) this.#mergeRecord(record);
    if (wantsAnswer) {
      const better = this.history.list().filter((mine) => {
        const other = known.get(mine.id);
        return mine.state !== "duplicate" && (other === undefined || (isPending(other) && !isPending(mine)));
      });
      if (better.length > 0) {
        this.#world.network.send(from, { kind: "history", records: better, wantsAnswer: false });
      }
    }
    this.#world.observers.tell({ kind: "history-synchronised" });
  }

  #mergeRecord(record: OperationRecord): void {
    if (record.state === "duplicate") return;
    const mine = this.history.get(record.id);
    if (mine === undefined && isPending(record) && record.originator === this.#world.node) {
      // It was this node's, whose fencer has been started anew since, so nobody sees to it.
      const { id, target, action, originator, client } = record;
      const result = failure(
        ExecutionStatus.REFUSED,
        "Initiated by earlier fencer process and presumed failed",
      );
      const failed = {
        id,
        target,
        action,
        originator,
        client,
        delegate: null,
        state: "failed",
        result,
      } as const;
      this.#world.network.broadcast({ kind: "result", record: { ...failed, completed: null } });
    } else if (mine === undefined) this.history.enter(record);
    else if (isPending(mine) && !isPending(record)) this.#complete(record);
  }
}

function outcomeOf(record: OperationRecord): FencingOutcome {
  return {
    succeeded: record.state === "completed",
    result: record.result ?? SUCCESS,
    delegate: record.delegate,
    operation: record.id,
  };
}
