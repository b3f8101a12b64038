import type { CancelTimer, Clock } from "@sanode/ra";
import type { FencingResult } from "../agent/fencing-result.js";
import type { FencingNetwork } from "../peer/fencing-message.js";
import {
  type OperationEffect,
  OperationMachine,
  type OperationTimer,
  type Surroundings,
} from "./operation-machine.js";
import type { OperationRequest } from "./operation-request.js";
import type { PeerReply } from "./replies.js";

/** What an operation under way needs of its fencer. */
export interface OriginatorWorld {
  readonly clock: Clock;
  readonly network: FencingNetwork;
  surroundings(target: string): Surroundings;
  /** The first order has been given. */
  executing(operation: OriginatedOperation): void;
  finished(operation: OriginatedOperation, result: FencingResult, delegate: string | null): void;
}

/** Milliseconds more for an answer: an agent that runs out of time is asked to end before it is killed. */
const LATENESS = 1000;

/** An operation that this node's fencer sees to: decisions become messages and timers. */
export class OriginatedOperation {
  readonly request: OperationRequest;
  readonly #machine: OperationMachine;
  readonly #world: OriginatorWorld;
  readonly #timers = new Map<OperationTimer, CancelTimer>();

  constructor(request: OperationRequest, world: OriginatorWorld) {
    this.request = request;
    this.#world = world;
    this.#machine = new OperationMachine(request, world.network.peers.length);
  }

  begin(): void {
    this.#apply(this.#machine.begin(this.#around()));
  }

  reply(reply: PeerReply): void {
    this.#apply(this.#machine.reply(reply, this.#around()));
  }

  answer(attempt: number, result: FencingResult): void {
    this.#apply(this.#machine.answer(attempt, result, this.#around()));
  }

  /** Leaves it unfinished. */
  abandon(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  #around(): Surroundings {
    return this.#world.surroundings(this.request.target);
  }

  #apply(effects: readonly OperationEffect[]): void {
    for (const effect of effects) this.#do(effect);
  }

  #do(effect: OperationEffect): void {
    const { network } = this.#world;
    switch (effect.kind) {
      case "query":
        return network.broadcast({ kind: "query", operation: this.request });
      case "start-timer":
        return this.#startTimer(effect.timer, effect.seconds);
      case "stop-timer":
        return this.#stopTimer(effect.timer);
      case "execute": {
        const { peer, attempt, order } = effect;
        this.#world.executing(this);
        return network.send(peer, { kind: "execute", operation: this.request, attempt, order });
      }
      case "finish":
        return this.#world.finished(this, effect.result, effect.delegate);
    }
  }

  #startTimer(timer: OperationTimer, seconds: number): void {
    this.#stopTimer(timer);
    if (timer === "total") {
      this.#world.network.broadcast({ kind: "announcement", operation: this.request.id, total: seconds });
    }
    const expire = (): void => {
      this.#timers.delete(timer);
      this.#apply(this.#machine.expire(timer, this.#around()));
    };
    const late = timer === "answer" || timer === "total" ? LATENESS : 0;
    this.#timers.set(timer, this.#world.clock.after(1000 * seconds + late, expire));
  }

  #stopTimer(timer: OperationTimer): void {
    this.#timers.get(timer)?.();
    this.#timers.delete(timer);
  }
}
