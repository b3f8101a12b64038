import type { XmlElement } from "@sanode/cib";
import type { ClusterNode } from "../model/node.js";
import { type RunObserver, Step } from "../model/run-observer.js";
import type { ClusterState, PlacementEvent } from "../model/state.js";
import { placementMemory } from "../placement/placement-memory.js";
import { type Schedule, type ScheduleOptions, scheduleObserved } from "../schedule.js";

/** How far a run has come. */
export interface Moment {
  readonly step: Step;
  readonly node: ClusterNode | null;
  readonly subject: string;
}

/** Actions with consecutive numbers that were made for one subject. */
export interface Stretch {
  readonly moment: Moment;
  /** When the ordering was recorded that made them necessary, if one did. */
  readonly origin: Moment | null;
  /** Number of the first action. */
  readonly from: number;
  readonly count: number;
}

/** What happened while a top-level resource had its turn at being assigned. */
export interface Turn {
  readonly events: readonly PlacementEvent[];
  /** Resources more than before on each node, by the node's index. */
  readonly load: Int32Array;
  /** No choice depended on how many resources the nodes had. */
  readonly firm: boolean;
}

/** A run, and what each of its parts was made for. */
export interface ObservedRun {
  readonly schedule: Schedule;
  readonly stretches: readonly Stretch[];
  /** By top-level resource. */
  readonly turns: ReadonlyMap<string, Turn>;
  /** A choice after the last turn depended on how many resources the nodes had. */
  readonly lateByLoad: boolean;
  /** What is printed before the first turn and after the last. */
  readonly opening: readonly PlacementEvent[];
  readonly closing: readonly PlacementEvent[];
}

/** Adds to the nodes' loads what resources outside of the run put there before a resource's turn; null: after all turns. */
export type LoadBefore = (topLevelId: string | null, assignedCounts: Int32Array) => void;

/** Schedules and watches. */
export function observeRun(cib: XmlElement, options: ScheduleOptions, loadBefore?: LoadBefore): ObservedRun {
  let observer: Observer | null = null;
  const schedule = scheduleObserved(cib, options, (state) => {
    observer = new Observer(state, loadBefore ?? null);
    return observer;
  });
  return { schedule, ...finish(observer) };
}

function finish(observer: Observer | null): Omit<ObservedRun, "schedule"> {
  if (observer === null)
    return { stretches: [], turns: new Map(), lateByLoad: false, opening: [], closing: [] };
  observer.close();
  const { stretches, turns, lateByLoad } = observer;
  return { stretches, turns, lateByLoad, ...observer.outsideOfTurns() };
}

class Observer implements RunObserver {
  readonly stretches: Stretch[] = [];
  readonly turns = new Map<string, Turn>();
  lateByLoad = false;
  readonly #state: ClusterState;
  readonly #loadBefore: LoadBefore | null;
  #moment: Moment = { step: Step.begin, node: null, subject: "" };
  #origin: Moment | null = null;
  /** When orderings were recorded: each moment with the position after its last one. */
  readonly #origins: { readonly moment: Moment; readonly end: number }[] = [];
  /** The first of the origins that is not over. */
  #nextOrigin = 0;
  /** Actions that are accounted for. */
  #seen = 0;
  #turn: { readonly id: string; readonly events: number; readonly load: Int32Array } | null = null;
  #firm = true;
  /** Positions of the first event of the first turn, and of the first after the last turn. */
  #opened: number | null = null;
  #closed = 0;

  constructor(state: ClusterState, loadBefore: LoadBefore | null) {
    this.#state = state;
    this.#loadBefore = loadBefore;
  }

  at(step: Step, node: ClusterNode | null, subject: string): void {
    this.close();
    const end = this.#state.orderings.length;
    if (end > (this.#origins.at(-1)?.end ?? 0)) this.#origins.push({ moment: this.#moment, end });
    this.#moment = { step, node, subject };
    this.#origin = null;
  }

  applying(ordering: number): void {
    if (ordering === 0) this.at(Step.orderings, null, "");
    while ((this.#origins[this.#nextOrigin]?.end ?? Number.POSITIVE_INFINITY) <= ordering)
      this.#nextOrigin += 1;
    const origin = this.#origins[this.#nextOrigin]?.moment ?? null;
    if (origin === this.#origin) return;
    this.close();
    this.#origin = origin;
  }

  assigning(id: string): void {
    this.#endTurn();
    const { placementEvents } = this.#state;
    const { assignedCounts } = placementMemory(this.#state);
    this.#load(id);
    const events = placementEvents?.length ?? 0;
    this.#opened ??= events;
    this.#turn = { id, events, load: assignedCounts.slice() };
    this.#firm = true;
  }

  assigned(): void {
    this.#endTurn();
    this.#load(null);
  }

  #load(id: string | null): void {
    if (this.#loadBefore === null) return;
    const memory = placementMemory(this.#state);
    this.#loadBefore(id, memory.assignedCounts);
    memory.returns += 1;
  }

  #endTurn(): void {
    const turn = this.#turn;
    if (turn === null) return;
    const { placementEvents } = this.#state;
    const { assignedCounts } = placementMemory(this.#state);
    const load = assignedCounts.map((count, at) => count - (turn.load[at] ?? 0));
    const events = placementEvents?.slice(turn.events) ?? [];
    this.turns.set(turn.id, { events, load, firm: this.#firm });
    this.#turn = null;
    this.#closed = placementEvents?.length ?? 0;
  }

  outsideOfTurns(): Pick<ObservedRun, "opening" | "closing"> {
    const events = this.#state.placementEvents ?? [];
    return { opening: events.slice(0, this.#opened ?? 0), closing: events.slice(this.#closed) };
  }

  choseByLoad(): void {
    if (this.#turn !== null) this.#firm = false;
    else if (this.#opened !== null) this.lateByLoad = true;
  }

  /** Accounts for the actions made since the last time. */
  close(): void {
    const made = this.#state.actions.length - this.#seen;
    if (made === 0) return;
    const from = this.#seen + 1;
    this.#seen += made;
    this.stretches.push({ moment: this.#moment, origin: this.#origin, from, count: made });
  }
}
