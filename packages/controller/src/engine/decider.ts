import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import { type DateTime, fromEpoch, parseInteger } from "@sanode/cib";
import type { FenceRequest, FencingOutcome, Observers } from "@sanode/fencing";
import type { LrmEvent } from "@sanode/lrm";
import { type GraphHeader, type Schedule, schedule } from "@sanode/pengine";
import type { Clock } from "@sanode/ra";
import { executeTransition, type TransitionEvent, type TransitionResult } from "@sanode/tengine";
import type { InformationBase } from "../cib/information-base.js";
import type { ClusterEvent, Transition } from "../events.js";
import type { ClusterFencing } from "../fencing/cluster-fencing.js";
import { failureUpdates } from "../member/failure-attributes.js";
import type { LocalNode } from "../member/local-node.js";
import type { Membership } from "../member/membership.js";
import { ActionExecutor } from "./action-executor.js";
import { ActionLimits } from "./action-limits.js";
import { type ControllerOptions, controllerOptions } from "./controller-options.js";
import type { Evaluation, EvaluationResult } from "./evaluation-loop.js";
import { judgeResult } from "./judge-result.js";
import { actionsUnderLoad, batchUnderLoad, type LoadMode, loadMode, MachineLoad } from "./machine-load.js";

/** What the one who decides works with. */
export interface DeciderContext {
  readonly base: InformationBase;
  readonly membership: Membership;
  readonly fencing: ClusterFencing;
  readonly clock: Clock;
  /** The machine's load average of the last minute. */
  readonly loadAverage: () => number;
  readonly observers: Observers<ClusterEvent>;
  /** Lets everything be decided anew. */
  readonly changed: (reason: string) => void;
}

/** By what the fencers know the cluster itself when it asks for something, as those of Pacemaker know the controller. */
const CLIENT = `pacemaker-controld.${process.pid}`;

/** Decides what is to be done, has it done, and judges what comes of it. */
export class Decider implements Evaluation {
  readonly #context: DeciderContext;
  /** Tells the transitions of this cluster from those of all others. */
  readonly #engine = randomUUID();
  readonly #load: MachineLoad;
  #transitions = 0;
  /** How much failures of starts and stops count, as the latest transition said. */
  #offsets: Schedule["graph"]["header"] | undefined;
  /** The transition under way. */
  #current: { readonly transition: Transition; readonly executor: ActionExecutor } | undefined;

  constructor(context: DeciderContext) {
    this.#context = context;
    this.#load = new MachineLoad(context.loadAverage, context.clock);
  }

  async evaluate(reason: string, signal: AbortSignal): Promise<EvaluationResult> {
    const { base, observers } = this.#context;
    const { cib } = base;
    const decision = schedule(cib, { now: this.#moment(), live: true });
    const { header } = decision.graph;
    this.#transitions += 1;
    const transition: Transition = { number: this.#transitions, reason, cib, schedule: decision };
    const options = controllerOptions(decision.state);
    const limits = this.#limits(options, header);
    const executor = this.#executor(transition, options.fencingAttempts);
    this.#offsets = header;
    this.#current = { transition, executor };
    observers.tell({ kind: "transition-started", transition });
    const result = await executeTransition(decision.graph, executor, {
      signal,
      batchLimit: parseInteger(header.batchLimit) ?? 0,
      admits: (action) => limits.admits(action),
      onEvent: (event) => this.#observe(event, transition, limits),
    });
    this.#current = undefined;
    observers.tell({ kind: "transition-ended", transition, result });
    return {
      again: reasonToRestart(result, executor),
      recheckAfter: this.#recheckAfter(options.recheckInterval, header.recheckBy),
      delay: options.transitionDelay,
    };
  }

  /** Takes over what a node's resource manager tells. */
  hear(node: LocalNode, event: LrmEvent): void {
    switch (event.kind) {
      case "history":
        this.#record(node, event);
        return;
      case "history-removed":
        node.member.record(event);
        return;
      case "result":
        this.#context.observers.tell({
          kind: "operation",
          node: node.member.name,
          result: event.result,
        });
        return;
      case "acknowledgement":
        return;
    }
  }

  #record(node: LocalNode, event: Extract<LrmEvent, { kind: "history" }>): void {
    node.member.record(event);
    // A failed operation writes two entries, which say the same.
    const [entry] = event.entries;
    if (entry === undefined || this.#offsets === undefined) return;
    const { failure, surprise } = judgeResult(entry, {
      engine: this.#engine,
      transition: this.#current?.transition.number,
      isAwaited: (id) => this.#current?.executor.isAwaited(id) === true,
      offsets: this.#offsets,
      ignoresFailure: (id) => this.#current?.executor.ignoresFailure(id) === true,
    });
    const { name } = node.member;
    if (surprise !== undefined) this.#context.changed(`${surprise} on ${name}`);
    if (failure === undefined) return;
    const { attributes } = this.#context.membership;
    attributes.update(...failureUpdates(name, entry, failure.weight, this.#seconds()));
  }

  #executor(transition: Transition, fencingAttempts: number): ActionExecutor {
    const { membership, fencing, clock, changed } = this.#context;
    const context = {
      engine: this.#engine,
      clock,
      node: (name: string) => membership.nodes.get(name),
      fence: (request: Omit<FenceRequest, "client">) =>
        fencing.fence({ ...request, client: CLIENT, allowSelfFencing: fencing.hasSoleMember }, (target) =>
          membership.fence(target),
        ),
      isWorthRetrying: (target: string, outcome: FencingOutcome) =>
        fencing.isWorthRetrying(target, outcome, fencingAttempts),
      attributes: membership.attributes,
      leave: (node: LocalNode) => membership.leave(node),
      record: (node: LocalNode, event: Extract<LrmEvent, { kind: "history" }>) => this.#record(node, event),
      changed,
    };
    return new ActionExecutor(context, transition.schedule.graph.header, transition.number);
  }

  #limits({ actionsPerNode, loadThreshold }: ControllerOptions, header: GraphHeader): ActionLimits {
    const { membership } = this.#context;
    const mode = (): LoadMode => loadMode(this.#load.average, availableParallelism(), loadThreshold);
    const isUnlimited = (parseInteger(header.batchLimit) ?? 0) < 0;
    return new ActionLimits({
      actionsPerNode: () => actionsUnderLoad(mode(), actionsPerNode),
      migrationsPerNode: parseInteger(header.migrationLimit ?? undefined) ?? 0,
      total: () => (isUnlimited ? Number.POSITIVE_INFINITY : batchUnderLoad(mode(), membership.activeNodes)),
    });
  }

  #observe(event: TransitionEvent, transition: Transition, limits: ActionLimits): void {
    const { observers } = this.#context;
    switch (event.kind) {
      case "started":
        limits.started(event.action);
        observers.tell({ kind: "action-started", transition, action: event.action });
        return;
      case "ended":
        limits.ended(event.action);
        observers.tell({ kind: "action-ended", transition, action: event.action, outcome: event.outcome });
        return;
      case "aborted":
        return;
    }
  }

  /** Milliseconds after which time alone may have changed the answer; half a second if it has already. */
  #recheckAfter(interval: number, recheckBy: number | null): number | null {
    if (interval === 0) return null;
    if (recheckBy === null) return interval;
    const rest = recheckBy * 1000 - this.#context.clock.now();
    return Math.min(interval, rest > 0 ? rest : 500);
  }

  #moment(): DateTime {
    return fromEpoch(this.#seconds());
  }

  #seconds(): number {
    return Math.floor(this.#context.clock.now() / 1000);
  }
}

/** Null if nothing but attempts to fence has failed, and it is of no use to repeat them before something else happens. */
function reasonToRestart({ abort, ended }: TransitionResult, executor: ActionExecutor): string | null {
  if (abort === null) return null;
  const failed = ended.filter(({ outcome }) => outcome.kind === "failed");
  const isHopeless = failed.length > 0 && failed.every(({ action }) => executor.hasGivenUp(action));
  return isHopeless ? null : abort.reason;
}
