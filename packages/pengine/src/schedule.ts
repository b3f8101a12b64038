import type { DateTime, XmlElement } from "@sanode/cib";
import { applyOrderings } from "./actions/apply-orderings.js";
import { clearRemovedFailCounts } from "./actions/clean-up.js";
import { makeFencingAndShutdown } from "./actions/fencing.js";
import { makeResourceActions } from "./actions/make-actions.js";
import { orderProbes } from "./actions/probe-orderings.js";
import { makeProbes } from "./actions/probes.js";
import { propagate } from "./actions/propagate.js";
import { orderRemoteActions } from "./actions/remote.js";
import { addHealthLocations } from "./constraints/health.js";
import { addImplicitConstraints } from "./constraints/implicit.js";
import { readConstraints } from "./constraints/read-constraints.js";
import { type BuiltGraph, buildGraph } from "./graph/build-graph.js";
import { readConfiguration } from "./input/read-configuration.js";
import { type RunObserver, Step } from "./model/run-observer.js";
import type { ClusterState, ScoreListener } from "./model/state.js";
import { assignResources } from "./placement/assign-resources.js";
import { applyLocations } from "./placement/location.js";
import { applyShutdownLocks } from "./placement/shutdown-locks.js";
import { applyStickiness } from "./placement/stickiness.js";
import { applyThresholdsAndDiscovery } from "./placement/thresholds.js";
import { summarizeTransition, type TransitionSummary } from "./report/transition-summary.js";
import { checkDefinitions, runDeferredChecks } from "./status/definition-changes.js";
import { readStatus } from "./status/read-status.js";

/** What a run is told besides the configuration. */
export interface ScheduleOptions {
  /** The moment for which rules, expiries and locks are judged. */
  readonly now: DateTime;
  /** Told of every change of a score, with its cause. */
  readonly scoreListener?: ScoreListener;
  /** Record score and utilization lines (`placementEvents` of the state). */
  readonly recordPlacement?: boolean;
  /**
   * The document is a running cluster's own, in which secret parameters are whole: a change in them alone counts. In saved
   * documents they may be blanked.
   */
  readonly live?: boolean;
}

/** What is to be done, and in which order. */
export interface Schedule {
  /** The state of the cluster after all decisions. */
  readonly state: ClusterState;
  readonly summary: TransitionSummary;
  readonly graph: BuiltGraph;
}

/**
 * Reads a CIB (schema already upgraded) into the state of a cluster: configuration and status, no decisions.
 * Never mutates the document.
 */
export function unpack(cib: XmlElement, options: ScheduleOptions): ClusterState {
  const state = readConfiguration(cib, options);
  if (!state.tooNew) readStatus(state);
  return state;
}

/**
 * Reads the configuration of a CIB alone and scores every node for every resource by the configured locations and
 * permanent node health. This is what the fencing service judges by where a device may be used.
 * Never mutates the document.
 */
export function unpackLocations(cib: XmlElement, options: ScheduleOptions): ClusterState {
  const state = readConfiguration(cib, options);
  addHealthLocations(state);
  readConstraints(state);
  applyLocations(state);
  return state;
}

/** Decides everything for an unpacked state, which is changed by it and cannot be scheduled again. */
export function scheduleState(state: ClusterState): Schedule {
  bindConstraints(state);
  assignResources(state);
  makeActions(state);
  orderActions(state);
  const summary = summarizeTransition(state);
  const graph = buildGraph(state);
  return { state, summary, graph };
}

/** {@link unpack} and {@link scheduleState} in one: a pure function of the CIB and the time. */
export function schedule(cib: XmlElement, options: ScheduleOptions): Schedule {
  return scheduleState(unpack(cib, options));
}

/** As {@link schedule}, watched. */
export function scheduleObserved(
  cib: XmlElement,
  options: ScheduleOptions,
  observerOf: (state: ClusterState) => RunObserver,
): Schedule {
  const state = readConfiguration(cib, options);
  state.observer = observerOf(state);
  if (!state.tooNew) readStatus(state);
  return scheduleState(state);
}

function bindConstraints(state: ClusterState): void {
  state.observer?.at(Step.binding, null, "");
  addHealthLocations(state);
  readConstraints(state);
  state.observer?.at(Step.locks, null, "");
  applyShutdownLocks(state);
  applyLocations(state);
  applyStickiness(state);
  applyThresholdsAndDiscovery(state);
  addImplicitConstraints(state);
  checkDefinitions(state);
}

function makeActions(state: ClusterState): void {
  state.observer?.at(Step.deferred, null, "");
  runDeferredChecks(state);
  makeProbes(state);
  state.observer?.at(Step.cleanUp, null, "");
  clearRemovedFailCounts(state);
  makeResourceActions(state);
  state.observer?.at(Step.remote, null, "");
  orderRemoteActions(state);
  makeFencingAndShutdown(state);
}

function orderActions(state: ClusterState): void {
  applyOrderings(state);
  state.observer?.at(Step.propagation, null, "");
  orderProbes(state);
  propagate(state);
}
