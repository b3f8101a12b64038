import type { BuiltGraph } from "../graph/build-graph.js";
import { type DotOptions, formatDot } from "../graph/format-dot.js";
import type { Synapse, TransitionGraph } from "../graph/transition-graph.js";
import type { Action } from "../model/action.js";
import type { PlacementEvent } from "../model/state.js";
import type { ResourceSummary, TransitionSummary } from "../report/transition-summary.js";
import type { Schedule } from "../schedule.js";
import type { ObservedRun } from "./observed-run.js";
import type { Picture } from "./picture.js";

/** What a scheduler decided, as far as it is printed or carried out. Each part is made when it is first asked for. */
export interface Answer {
  readonly summary: TransitionSummary;
  readonly graph: TransitionGraph;
  /** What is printed while resources are assigned; empty unless it is recorded. */
  readonly placementEvents: readonly PlacementEvent[];
  /** The graph for Graphviz, as `formatDot` writes it. */
  dot(options?: DotOptions): string;
}

/** The answer of one run. */
export class WholeAnswer implements Answer {
  readonly #schedule: Schedule;

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
  }

  get summary(): TransitionSummary {
    return this.#schedule.summary;
  }

  get graph(): TransitionGraph {
    return this.#schedule.graph;
  }

  get placementEvents(): readonly PlacementEvent[] {
    return this.#schedule.state.placementEvents ?? [];
  }

  dot(options: DotOptions = {}): string {
    return formatDot(this.#schedule.state, this.#schedule.graph, options);
  }
}

/** An answer put together from several runs; actions are numbered as one run would have numbered them. */
export class MergedAnswer implements Answer {
  readonly #picture: Picture;
  #numbers: ReadonlyMap<ObservedRun, Uint32Array> | null = null;
  #graph: TransitionGraph | null = null;

  constructor(picture: Picture) {
    this.#picture = picture;
  }

  get summary(): TransitionSummary {
    const resources: ResourceSummary[] = [];
    for (const { summary } of this.#picture.shares) resources.push(...summary);
    return { fencing: [], resources };
  }

  get graph(): TransitionGraph {
    this.#graph ??= this.#makeGraph();
    return this.#graph;
  }

  get placementEvents(): readonly PlacementEvent[] {
    const { opening, shares, closing } = this.#picture;
    return [...opening, ...shares.flatMap(({ turn }) => turn.events), ...closing];
  }

  dot(options: DotOptions = {}): string {
    const actions: Action[] = [];
    const runs = new Map<Action, ObservedRun>();
    for (const { run, from, count } of this.#picture.blocks) {
      for (const action of run.schedule.state.actions.slice(from - 1, from - 1 + count)) {
        actions.push(action);
        runs.set(action, run);
      }
    }
    const inputsOf: BuiltGraph["inputsOf"] = (action) =>
      runs.get(action)?.schedule.graph.inputsOf(action) ?? [];
    const numbers = new Map(actions.map((action, at) => [action, at + 1]));
    return formatDot({ actions }, { inputsOf }, options, (action) => numbers.get(action) ?? action.id);
  }

  #makeGraph(): TransitionGraph {
    const { header, shares } = this.#picture;
    const synapses: Synapse[] = [];
    for (const share of shares) {
      for (const synapse of share.synapses)
        synapses.push(this.#renumber(share.run, synapse, synapses.length));
    }
    return { header, synapses };
  }

  #renumber(run: ObservedRun, { priority, action, inputs }: Synapse, id: number): Synapse {
    this.#numbers ??= numbersOf(this.#picture);
    const numbers = this.#numbers.get(run);
    const numberOf = (own: number): number => numbers?.[own] ?? own;
    return {
      id,
      priority,
      action: { ...action, id: numberOf(action.id) },
      inputs: inputs.map((input) => ({ ...input, id: numberOf(input.id) })),
    };
  }
}

/** Numbers in the whole by numbers in the run. */
function numbersOf({ blocks }: Picture): Map<ObservedRun, Uint32Array> {
  const numbers = new Map<ObservedRun, Uint32Array>();
  let next = 1;
  for (const { run, from, count } of blocks) {
    let own = numbers.get(run);
    if (own === undefined) {
      own = new Uint32Array(run.schedule.state.actions.length + 1);
      numbers.set(run, own);
    }
    for (let at = from; at < from + count; at += 1) own[at] = next++;
  }
  return numbers;
}
