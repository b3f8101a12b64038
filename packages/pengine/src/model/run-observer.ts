import type { ClusterNode } from "./node.js";

/** Steps of a run in which actions are made or resources assigned, in order. */
export const Step = {
  begin: 0,
  /** A recorded history is read: of a node, under an id. */
  history: 1,
  binding: 2,
  /** A configured constraint is read. */
  constraints: 3,
  locks: 4,
  /** What follows from a top-level resource's being what it is. */
  implied: 5,
  /** A recorded history is compared with the configuration. */
  definitions: 6,
  deferred: 7,
  /** A top-level resource is probed on a node. */
  probes: 8,
  cleanUp: 9,
  /** A top-level resource's actions are made. */
  resources: 10,
  remote: 11,
  /** Recorded orderings are applied, in the order of recording. */
  orderings: 12,
  propagation: 13,
  /** A top-level resource enters the graph. */
  graph: 14,
  end: 15,
} as const;
export type Step = (typeof Step)[keyof typeof Step];

/** Told how far a run has come, so that what it makes can be traced to what it was made for. */
export interface RunObserver {
  /**
   * What follows is done in a step, for a subject: the id of a top-level resource, of a constraint, or of a recorded
   * history; empty if the step has no subjects.
   */
  at(step: Step, node: ClusterNode | null, subject: string): void;
  /** The ordering at this position is about to be applied. */
  applying(ordering: number): void;
  /** A top-level resource is about to be assigned, if it has not been as another one's primary. */
  assigning(topLevelId: string): void;
  /** All resources are assigned. */
  assigned(): void;
  /** A choice between nodes depended, or may have depended, on how many resources were assigned to each. */
  choseByLoad(): void;
}
