import { randomUUID } from "node:crypto";
import type { XmlElement } from "@sanode/cib";
import {
  DeviceResources,
  type FenceAgents,
  type FenceRequest,
  Fencer,
  type FencingOutcome,
  failure,
  hasFencingDevices,
  isPending,
  LocalFencingNetwork,
  type OperationRecord,
  SUCCESS,
} from "@sanode/fencing";
import { type AgentRunner, type Clock, ExecutionStatus } from "@sanode/ra";
import { DeviceRunner } from "./device-runner.js";

export interface ClusterFencingOptions {
  /** The names of the nodes; the first that is up asks for what the cluster itself wants. */
  readonly nodes: readonly string[];
  readonly agents: FenceAgents;
  readonly clock: Clock;
  /** The CIB as it was at the beginning. */
  readonly cib: XmlElement;
  /** Told of each operation once, when it is over. */
  readonly onResult: (record: OperationRecord) => void;
}

/** Ends a node, with all that it ever started, and takes it out of the cluster. Rejects if it could not be ended. */
export type EndNode = (node: string) => Promise<void>;

/**
 * The fencing of a cluster whose nodes are parts of one process: a fencer for each node that is up.
 *
 * This is what fencing means here:
 *
 * - With fencing devices in the configuration, whoever wants a node to be fenced asks the fencers, as in Pacemaker. They
 *   run a device's agent, which acts on the machine that the node stands for. If no device can do it, or all that can have
 *   failed, the node is not fenced and goes on as before.
 * - A node that a device has fenced, or that somebody has confirmed to be down, is in any case ended here as well: all of
 *   its processes are killed. It counts as fenced when both has happened.
 * - Without any fencing device, to end a node here is to fence it. The cluster itself does not ask for that then, for as in
 *   Pacemaker it fences by devices only.
 *
 * A fenced node stays down until it is switched on again by `restoreNode`, be it rebooted or switched off.
 */
export class ClusterFencing {
  readonly #options: ClusterFencingOptions;
  readonly #network = new LocalFencingNetwork();
  /** Of the nodes that are up, by name. */
  readonly #fencers = new Map<string, Fencer>();
  /** Attempts that failed since the last success, by target. */
  readonly #failures = new Map<string, number>();
  /** What the last fencer knew, while there is none. */
  #lastHistory: readonly OperationRecord[] = [];
  #cib: XmlElement;

  constructor(options: ClusterFencingOptions) {
    this.#options = options;
    this.#cib = options.cib;
  }

  /** All operations that are remembered: pending ones first, then the latest. */
  get history(): readonly OperationRecord[] {
    return this.#requester()?.history ?? this.#lastHistory;
  }

  /** Whether a single node is up, which then may fence itself. */
  get hasSoleMember(): boolean {
    return this.#fencers.size === 1;
  }

  /** Gives a node that is switched on its fencer. Returns what runs agents of all classes on it. */
  equip(node: string, agents: AgentRunner): AgentRunner {
    this.#fencers.get(node)?.stop();
    const { agents: fenceAgents, clock } = this.#options;
    const fencer = new Fencer({ node, agents: fenceAgents, network: this.#network.for(node), clock });
    this.#fencers.set(node, fencer);
    fencer.observe((event) => {
      // All fencers hear of every operation; one of them saw to it.
      if (event.kind === "result" && event.record.originator === node) this.#note(event.record);
    });
    this.#configureOne(fencer);
    fencer.synchronizeHistory();
    if (this.#fencers.size === 1) {
      this.#network.for("").send(node, { kind: "history", records: this.#lastHistory, wantsAnswer: false });
    }
    return new DeviceRunner(agents, new DeviceResources(fencer), () => this.leave(node, fencer));
  }

  /** Ends a node's fencer, or one of them if the node has got another meanwhile. */
  leave(node: string, fencer = this.#fencers.get(node)): void {
    if (fencer === undefined) return;
    const isLast = this.#fencers.size === 1 && this.#fencers.get(node) === fencer;
    if (isLast) this.#lastHistory = fencer.history.filter((record) => !isPending(record));
    fencer.stop();
    if (this.#fencers.get(node) === fencer) this.#fencers.delete(node);
  }

  /** Takes over a configuration; costs nothing if it is the same. */
  configure(cib: XmlElement): void {
    this.#cib = cib;
    for (const fencer of this.#fencers.values()) this.#configureOne(fencer);
  }

  /** Fences a node, or unfences it. Resolves when it is known how that ended, and does not reject because of that. */
  async fence(request: FenceRequest, end: EndNode): Promise<FencingOutcome> {
    const outcome = await this.#carryOut(request);
    if (!outcome.succeeded || request.action === "on") return outcome;
    return this.#endHere(request.target, outcome, end);
  }

  /** Takes somebody's word that a node is down: it is ended here, and counts as fenced. */
  async confirm(target: string, client: string, end: EndNode): Promise<FencingOutcome> {
    const outcome = await this.#requester()?.confirm(target, client);
    return this.#endHere(target, outcome ?? withoutOperation(SUCCESS), end);
  }

  /**
   * Whether it is of use to try again at once what the cluster failed to do. Without a device for the target it is not, nor
   * after so many failures. Source: Pacemaker Explained, "Cluster Options", `fencing-max-attempts`.
   */
  isWorthRetrying(target: string, { result }: FencingOutcome, attempts: number): boolean {
    if (result.status === ExecutionStatus.NO_FENCE_DEVICE) return false;
    return (this.#failures.get(target) ?? 0) < attempts;
  }

  #carryOut(request: FenceRequest): Promise<FencingOutcome> | FencingOutcome {
    const requester = this.#requester();
    if (hasFencingDevices(this.#cib)) {
      if (requester !== undefined) return requester.fence(request);
      return withoutOperation(
        failure(ExecutionStatus.NOT_CONNECTED, "No node is up that could fence another"),
      );
    }
    const { target, action, client } = request;
    if (action === "on") {
      return withoutOperation(
        failure(ExecutionStatus.NO_FENCE_DEVICE, `No device configured for target '${target}'`),
      );
    }
    if (requester === undefined) return withoutOperation(SUCCESS);
    const record = {
      id: randomUUID(),
      target,
      action,
      originator: requester.node,
      client,
      delegate: requester.node,
      state: "completed",
      completed: null,
      result: SUCCESS,
    } as const;
    // The fencers have nothing to do, but remember what was done.
    this.#network.for(requester.node).broadcast({ kind: "result", record });
    return { succeeded: true, result: SUCCESS, delegate: requester.node, operation: record.id };
  }

  async #endHere(target: string, outcome: FencingOutcome, end: EndNode): Promise<FencingOutcome> {
    try {
      await end(target);
      return outcome;
    } catch (error) {
      this.#countFailure(target);
      const problem = error instanceof Error ? error.message : String(error);
      const result = failure(ExecutionStatus.ERROR, `Processes of ${target} could not be ended: ${problem}`);
      return { ...outcome, succeeded: false, result };
    }
  }

  #requester(): Fencer | undefined {
    for (const node of this.#options.nodes) {
      const fencer = this.#fencers.get(node);
      if (fencer !== undefined) return fencer;
    }
    return undefined;
  }

  #configureOne(fencer: Fencer): void {
    // A configuration that the cluster works with can be read; an error is ours, and must not be lost.
    fencer.configure(this.#cib).catch((error: unknown) =>
      queueMicrotask(() => {
        throw error;
      }),
    );
  }

  #note(record: OperationRecord): void {
    if (isPending(record)) return;
    if (record.state === "failed") this.#countFailure(record.target);
    else this.#failures.delete(record.target);
    this.#options.onResult(record);
  }

  #countFailure(target: string): void {
    this.#failures.set(target, (this.#failures.get(target) ?? 0) + 1);
  }
}

function withoutOperation(result: FencingOutcome["result"]): FencingOutcome {
  return { succeeded: result === SUCCESS, result, delegate: null, operation: null };
}
