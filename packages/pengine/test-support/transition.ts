import { applyOrderings } from "../src/actions/apply-orderings.js";
import { makeFencingAndShutdown } from "../src/actions/fencing.js";
import { makeResourceActions } from "../src/actions/make-actions.js";
import { orderProbes } from "../src/actions/probe-orderings.js";
import { makeProbes } from "../src/actions/probes.js";
import { propagate } from "../src/actions/propagate.js";
import { orderRemoteActions } from "../src/actions/remote.js";
import { isListed } from "../src/graph/listed-inputs.js";
import type { Action } from "../src/model/action.js";
import type { ClusterState } from "../src/model/state.js";
import { actionKey } from "../src/request/request-action.js";
import { place, type SmallCluster } from "./place.js";

/** What has to be done in a small cluster. */
export interface Transition {
  readonly state: ClusterState;
  /** An action by key and node (`A_start_0 n1`, `g_running_0`). */
  readonly action: (name: string) => Action;
  /** Its marks in words: `required`, `required blocked`, `optional`, ... */
  readonly marks: (name: string) => string;
  /** What an action waits for in the graph, by name, in alphabetical order. */
  readonly waitsFor: (name: string) => string[];
  /** The names of the required actions, in order of creation; blocked ones in brackets. */
  readonly required: () => string[];
}

/** Runs a small cluster through everything up to the propagation of requirements. */
export function transition(
  cluster: SmallCluster,
  prepare: (state: ClusterState) => void = () => {},
): Transition {
  const { state } = place(cluster);
  prepare(state);
  makeProbes(state);
  makeResourceActions(state);
  orderRemoteActions(state);
  makeFencingAndShutdown(state);
  applyOrderings(state);
  orderProbes(state);
  propagate(state);
  const byName = new Map(state.actions.map((action) => [nameOf(action), action]));
  const find = (name: string): Action => {
    const action = byName.get(name);
    if (action === undefined) throw new Error(`no action ${name} among ${[...byName.keys()].join(", ")}`);
    return action;
  };
  return {
    state,
    action: find,
    marks: (name) => marksOf(find(name)),
    waitsFor: (name) => {
      const action = find(name);
      const inputs = action.inputs
        .filter((link) => isListed(action, link))
        .map((link) => nameOf(link.action));
      return [...new Set(inputs)].sort();
    },
    required: () =>
      state.actions
        .filter((action) => !action.optional)
        .map((action) => (action.runnable ? nameOf(action) : `(${nameOf(action)})`)),
  };
}

function nameOf(action: Action): string {
  return action.node === null ? actionKey(action) : `${actionKey(action)} ${action.node.name}`;
}

function marksOf(action: Action): string {
  return `${action.optional ? "optional" : "required"}${action.runnable ? "" : " blocked"}`;
}
