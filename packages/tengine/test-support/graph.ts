import type { GraphAction, GraphTrigger, TransitionGraph } from "@sanode/pengine";

/** An action of a graph made for a test: its number, what it waits for, and what it is. */
export interface Sketch {
  readonly id: number;
  readonly after?: readonly number[];
  readonly priority?: number;
  readonly pseudo?: boolean;
}

/** A graph of actions on one node, as the policy engine would make it. */
export function graphOf(sketches: readonly Sketch[]): TransitionGraph {
  const byId = new Map(sketches.map((sketch) => [sketch.id, sketch]));
  return {
    header: {
      clusterDelay: "60s",
      fencingTimeout: "60s",
      failedStopOffset: "INFINITY",
      failedStartOffset: "INFINITY",
      batchLimit: "0",
      transitionId: 1,
      migrationLimit: null,
      recheckBy: null,
    },
    synapses: sketches.map((sketch, id) => ({
      id,
      priority: sketch.priority ?? 0,
      action: actionOf(sketch),
      inputs: (sketch.after ?? []).map((input) => triggerOf(byId.get(input) ?? { id: input })),
    })),
  };
}

function triggerOf(sketch: Sketch): GraphTrigger {
  return {
    element: sketch.pseudo === true ? "pseudo_event" : "rsc_op",
    mode: null,
    id: sketch.id,
    operation: "start",
    operationKey: `r${sketch.id}_start_0`,
    internalOperationKey: null,
    node: sketch.pseudo === true ? null : { name: "n1", id: "1", router: null },
  };
}

function actionOf(sketch: Sketch): GraphAction {
  return {
    ...triggerOf(sketch),
    shutdownLock: null,
    resource:
      sketch.pseudo === true
        ? null
        : { id: `r${sketch.id}`, longId: null, class: "ocf", provider: "pacemaker", type: "Dummy" },
    attributes: [],
    parameters: [],
    downed: [],
    maintenance: [],
  };
}
