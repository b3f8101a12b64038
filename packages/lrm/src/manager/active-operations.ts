import type { OperationRequest, OperationResult } from "../operation/operation.js";
import type { QueuedOperation } from "../queue/operation-queue.js";

/** An operation that was handed to the queue and has not ended; a recurring one ends when it is cancelled. */
export class ActiveOperation {
  readonly operation: QueuedOperation;
  readonly request: OperationRequest;
  /** The first result. */
  readonly answered: Promise<OperationResult>;
  /** The end. */
  readonly ended: Promise<void>;
  /** Its entry is to be removed from the history when it ends. */
  remove = false;
  /** Its resource's history was deleted: nothing is to be recorded any more. */
  deleted = false;
  #answer: (result: OperationResult) => void = () => {};
  #end: () => void = () => {};

  constructor(operation: QueuedOperation, request: OperationRequest) {
    this.operation = operation;
    this.request = request;
    this.answered = new Promise((resolve) => {
      this.#answer = resolve;
    });
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** Answers whoever waits; only the first answer counts. */
  answer(result: OperationResult): void {
    this.#answer(result);
  }

  end(): void {
    this.#end();
  }
}

/** All active operations of a node, by resource and call id. */
export class ActiveOperations {
  readonly #byResource = new Map<string, Map<number, ActiveOperation>>();

  add(active: ActiveOperation): void {
    const { resource, callId } = active.operation;
    const known = this.#byResource.get(resource);
    if (known === undefined) this.#byResource.set(resource, new Map([[callId, active]]));
    else known.set(callId, active);
  }

  get(resource: string, callId: number): ActiveOperation | undefined {
    return this.#byResource.get(resource)?.get(callId);
  }

  /** Those of one resource, the oldest first. */
  ofResource(resource: string): readonly ActiveOperation[] {
    return [...(this.#byResource.get(resource)?.values() ?? [])];
  }

  all(): readonly ActiveOperation[] {
    return [...this.#byResource.values()].flatMap((operations) => [...operations.values()]);
  }

  /** Takes an operation off the list, which is its end. */
  remove(active: ActiveOperation): void {
    const { resource, callId } = active.operation;
    const known = this.#byResource.get(resource);
    known?.delete(callId);
    if (known?.size === 0) this.#byResource.delete(resource);
    active.end();
  }
}
