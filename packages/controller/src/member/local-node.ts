import { LocalResourceManager, type LrmEvent } from "@sanode/lrm";
import type { ActionRequest, ActionResult, AgentRunner, Clock } from "@sanode/ra";
import type { NodeBooter, NodeName } from "../host/node-host.js";
import { Member } from "./member.js";

/** A node of this process: what the cluster knows of it and, while it is up, what runs its resources. */
export class LocalNode {
  readonly member: Member;
  readonly #host: NodeBooter;
  readonly #clock: Clock;
  #runner: AgentRunner | undefined;
  #manager: LocalResourceManager | undefined;
  #hasLeft = false;

  constructor(name: NodeName, host: NodeBooter, clock: Clock) {
    this.member = new Member(name);
    this.#host = host;
    this.#clock = clock;
  }

  /** Undefined while the node is down. */
  get manager(): LocalResourceManager | undefined {
    return this.#manager;
  }

  /** Whether it ended in good order, and may have left something running on purpose. */
  get hasLeft(): boolean {
    return this.#hasLeft;
  }

  /** Switches the node on. `onEvent` hears all that its resource manager tells. */
  boot(onEvent: (event: LrmEvent) => void): void {
    const { id, name } = this.member;
    this.#runner = this.#host.boot({ id, name });
    this.#manager = new LocalResourceManager({
      node: { id, name },
      runner: this.#runner,
      clock: this.#clock,
      onEvent,
    });
    this.#hasLeft = false;
  }

  /**
   * Runs an agent past the resource manager, which will find out by its monitors. Resolves with what came of it; undefined
   * while the node is down.
   */
  async runByHand(request: ActionRequest): Promise<ActionResult | undefined> {
    return this.#manager === undefined ? undefined : this.#runner?.run(request);
  }

  /** Ends the node at once with all that it ever started. Rejects if something could not be ended. */
  async crash(): Promise<void> {
    const manager = this.#manager;
    this.#manager = undefined;
    this.#hasLeft = false;
    if (manager !== undefined) await manager.killAll();
    else await this.#runner?.killAll();
  }

  /** Ends the node in good order. What it was not asked to stop runs on. */
  async leave(): Promise<void> {
    const manager = this.#manager;
    await manager?.close();
    if (this.#manager !== manager) return;
    this.#manager = undefined;
    this.#hasLeft = true;
  }
}
