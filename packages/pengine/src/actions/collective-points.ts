import { INFINITY } from "@sanode/cib";
import type { Action } from "../model/action.js";
import type { Resource } from "../model/resource.js";
import { visitPrimitives } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { requestPseudoAction } from "../request/request-action.js";

/** The actions of a collective between which all starts and all stops of its instances lie. */
export interface StartAndStopPoints {
  readonly start: Action;
  readonly running: Action;
  readonly stop: Action;
  readonly stopped: Action;
}

/** Makes the start and stop points of a clone or bundle, required as far as its instances start or stop. */
export function makeStartAndStopPoints(
  state: ClusterState,
  collective: Resource,
  instances: readonly Resource[],
): StartAndStopPoints {
  const { starting, stopping, restarting, active } = summarizeInstances(instances);
  const start = requestPoint(state, collective, "start", { optional: !starting });
  const running = requestCompletion(state, collective, "running", {
    optional: !starting,
    runnable: active || starting,
  });
  const stop = requestPoint(state, collective, "stop", { optional: !stopping });
  const stopped = requestCompletion(state, collective, "stopped", { optional: !stopping });
  if (!restarting) stop.migratable = true;
  return { start, running, stop, stopped };
}

interface InstanceActivity {
  starting: boolean;
  stopping: boolean;
  /** One and the same primitive starts and stops. */
  restarting: boolean;
  active: boolean;
}

function summarizeInstances(instances: readonly Resource[]): InstanceActivity {
  const activity = { starting: false, stopping: false, restarting: false, active: false };
  for (const instance of instances) {
    visitPrimitives(instance, (primitive) => {
      let starts = false;
      let stops = false;
      for (const action of primitive.actions) {
        if (action.optional) continue;
        if (action.task === "start") starts ||= action.runnable;
        else if (action.task === "stop") stops ||= action.runnable || action.pseudo;
      }
      activity.starting ||= starts;
      activity.stopping ||= stops;
      activity.restarting ||= starts && stops;
      activity.active ||= primitive.activeNodes.length > 0;
    });
  }
  return activity;
}

interface PointMarks {
  readonly optional: boolean;
  /** True if not given. */
  readonly runnable?: boolean;
}

/** A point in time before the first of the instances' actions with this task. */
export function requestPoint(
  state: ClusterState,
  collective: Resource,
  task: string,
  marks: PointMarks,
): Action {
  const { optional, runnable = true } = marks;
  return requestPseudoAction(state, collective, task, { optional, runnable });
}

/** A point in time after the last of the instances' actions; it goes first in the graph. */
export function requestCompletion(
  state: ClusterState,
  collective: Resource,
  task: string,
  marks: PointMarks,
): Action {
  const action = requestPoint(state, collective, task, marks);
  action.priority = INFINITY;
  return action;
}
