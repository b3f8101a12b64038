import type { Cluster, ClusterEvent, Transition } from "@sanode/controller";
import { formatPlacementEvents, formatSummary, type GraphAction, type Schedule } from "@sanode/pengine";
import type { Audience, Scene } from "./scene.js";

/** Tells the audience what the cluster does, as it does it. */
export class Narrator {
  readonly #audience: Audience;
  readonly #cluster: Cluster;
  /** When each action under way was started. */
  readonly #started = new Map<GraphAction, number>();

  constructor(cluster: Cluster, audience: Audience) {
    this.#audience = audience;
    this.#cluster = cluster;
    cluster.observe((event) => this.#hear(event));
  }

  /** Tells what would be decided now. */
  preview(reason: string): Schedule {
    const preview = this.#cluster.preview();
    this.#audience(this.#decision(preview, reason, null));
    return preview;
  }

  #hear(event: ClusterEvent): void {
    switch (event.kind) {
      case "transition-started":
        this.#audience(this.#announce(event.transition));
        return;
      case "action-started":
        this.#started.set(event.action, performance.now());
        return;
      case "action-ended": {
        const { action, outcome } = event;
        const elapsed = performance.now() - (this.#started.get(action) ?? performance.now());
        this.#started.delete(action);
        this.#audience(actionScene(action, outcome.kind === "failed" ? outcome.reason : null, elapsed));
        return;
      }
    }
  }

  /** The cluster does not record scores for itself; deciding the same again gives the same answer. */
  #announce({ number, reason }: Transition): Scene {
    return this.#decision(this.#cluster.preview(), reason, number);
  }

  #decision({ state, summary, graph }: Schedule, reason: string, transition: number | null): Scene {
    return {
      kind: "decision",
      transition,
      reason,
      actions: graph.synapses.length,
      status: this.#cluster.statusText().trimEnd().split("\n"),
      scores: formatPlacementEvents(state.placementEvents ?? [], { scores: true, utilization: false }),
      summary: formatSummary(summary),
    };
  }
}

function actionScene(action: GraphAction, problem: string | null, elapsed: number): Scene {
  const interval = action.attributes.find(([name]) => name === "CRM_meta_interval")?.[1];
  return {
    kind: "action",
    element: action.element,
    resource: action.resource?.id ?? null,
    operation: action.operation,
    interval: Number(interval ?? 0),
    node: action.node?.name ?? null,
    problem,
    elapsed: Math.round(elapsed),
  };
}
