import { effectiveFlags } from "../actions/collective-flags.js";
import { createNotifications } from "../actions/notifications.js";
import type { Action } from "../model/action.js";
import type { Bundle, Clone, Resource } from "../model/resource.js";
import { Step } from "../model/run-observer.js";
import type { ClusterState } from "../model/state.js";
import { requestClusterAction } from "../request/request-action.js";
import { changedMaintenance, GraphActions } from "./graph-action.js";
import { isGraphable } from "./graphable.js";
import { isListed, mergeInputs, type VisitedInput } from "./listed-inputs.js";
import type { GraphHeader, GraphTrigger, Synapse, TransitionGraph } from "./transition-graph.js";

/** A graph together with what the dot file needs besides. */
export interface BuiltGraph extends TransitionGraph {
  /** An action's inputs, whether it waits for them or not. */
  readonly inputsOf: (action: Action) => readonly Readonly<VisitedInput>[];
}

/**
 * Selects the actions that enter the graph and what each waits for. Resources are visited in list order, each
 * one's actions newest first; instance notifications of a clone are made at the clone's turn, so that they
 * have the highest numbers.
 */
export function buildGraph(state: ClusterState): BuiltGraph {
  // The header comes first: evaluations made for attributes no longer move the recheck time.
  const header = graphHeader(state);
  const builder: Builder = { state, visited: [], graphed: [] };
  for (const resource of state.resources) {
    state.observer?.at(Step.graph, null, resource.id);
    visitResource(builder, resource);
  }
  state.observer?.at(Step.end, null, "");
  if (changedMaintenance(state).length > 0) {
    requestClusterAction(state, "maintenance_nodes").optional = false;
  }
  visitAll(builder, state.actions);
  const actions = new GraphActions(state);
  const synapses = builder.graphed.map((action, id) => synapseOf(builder, actions, action, id));
  return { header, synapses, inputsOf: ({ id }) => builder.visited[id] ?? [] };
}

interface Builder {
  readonly state: ClusterState;
  /** The inputs of actions that have been looked at, by number. */
  readonly visited: (readonly VisitedInput[] | undefined)[];
  readonly graphed: Action[];
}

function graphHeader(state: ClusterState): GraphHeader {
  const { options } = state;
  const limit = Number.parseInt(options.migrationLimitText, 10);
  return {
    clusterDelay: options.clusterDelayText,
    fencingTimeout: options.fencingTimeoutText,
    failedStopOffset: "INFINITY",
    failedStartOffset: options.startFailureIsFatal ? "INFINITY" : "1",
    batchLimit: options.batchLimitText,
    transitionId: 1,
    migrationLimit: limit > 0 ? options.migrationLimitText : null,
    recheckBy: state.recheckBy,
  };
}

function visitResource(builder: Builder, resource: Resource): void {
  switch (resource.kind) {
    case "primitive":
      return visitAll(builder, resource.actions);
    case "group":
      visitAll(builder, resource.actions);
      for (const member of resource.children) visitAll(builder, member.actions);
      return;
    case "clone":
      return visitClone(builder, resource);
    case "bundle":
      return visitBundle(builder, resource);
  }
}

function visitClone(builder: Builder, clone: Clone): void {
  // Summing up the instances can clear flags of the clone's own actions for good.
  for (const action of clone.actions) effectiveFlags(builder.state, action, null);
  createNotifications(builder.state, clone);
  for (const instance of clone.children) visitResource(builder, instance);
  visitAll(builder, clone.actions);
}

/** The bundle's own points are left for the last sweep. */
function visitBundle(builder: Builder, bundle: Bundle): void {
  if (bundle.bundledClone !== null) visitClone(builder, bundle.bundledClone);
  for (const { ip, container, connection } of bundle.replicas) {
    if (ip !== null) visitAll(builder, ip.actions);
    visitAll(builder, container.actions);
    if (connection !== null) visitAll(builder, connection.actions);
  }
}

/** Newest first. */
function visitAll(builder: Builder, actions: readonly Action[]): void {
  for (let position = actions.length - 1; position >= 0; position -= 1) {
    const action = actions[position];
    if (action !== undefined) visitAction(builder, action);
  }
}

function visitAction(builder: Builder, action: Action): void {
  if (builder.visited[action.id] !== undefined) return;
  const graphable = isGraphable(action);
  const inputs = mergeInputs(action);
  if (graphable) for (const input of inputs) input.listed = isListed(action, input);
  builder.visited[action.id] = inputs;
  if (!graphable) return;
  action.graphed = true;
  builder.graphed.push(action);
}

function synapseOf({ visited }: Builder, actions: GraphActions, action: Action, id: number): Synapse {
  const inputs: GraphTrigger[] = [];
  for (const input of visited[action.id] ?? []) if (input.listed) inputs.push(actions.trigger(input.action));
  return {
    id,
    priority: Math.max(action.resource?.priority ?? 0, action.priority),
    action: actions.whole(action),
    inputs,
  };
}
