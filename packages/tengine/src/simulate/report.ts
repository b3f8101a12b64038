import type { ClusterState, PlacementEvent, TransitionSummary } from "@sanode/pengine";
import type { SimulationEvent } from "./event.js";
import type { Injections } from "./injections.js";
import type { SimulatedTransition } from "./simulate-transition.js";

/** Which of a simulation's two statuses: before anything is done, or after it. */
export type StatusMoment = "current" | "revised";

/** What a simulation tells, part by part as it goes. */
export interface SimulationReport {
  /** Whether statuses are told at all; if not, the cluster is not read again after an execution. */
  readonly showsStatus: boolean;
  /** A remark that is no part of what was asked for. */
  info(text: string): void;
  status(state: ClusterState, moment: StatusMoment): void;
  /** The cluster has been read again, after modifications. */
  readAgain(state: ClusterState): void;
  modifications(injections: Injections, events: () => readonly SimulationEvent[]): void;
  /** Scores, capacities and utilization, in the order of evaluation. */
  placement(events: readonly PlacementEvent[]): void;
  summary(summary: TransitionSummary): void;
  transition(result: SimulatedTransition): void;
}

/** What of a simulation is told. */
export interface ReportOptions {
  /** Tell only what was asked for expressly. */
  readonly quiet?: boolean;
  readonly showScores?: boolean;
  readonly showUtilization?: boolean;
  readonly showAttributes?: boolean;
  readonly showFailures?: boolean;
}
