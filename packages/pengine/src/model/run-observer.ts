import type { ClusterNode } from "./node.js";

/** Steps of a run in which actions are made or resources assigned, in order. */
export const Step = {
  begin: 0,
  /** A recorded history is read: of a node, under an id. */
  history: 1,
  binding: 2,
  /** A recorded history is compared with the configuration. */
  definitions: 3,
  deferred: 4,
  /** A top-level resource is probed on a node. */
  probes: 5,
  cleanUp: 6,
  /** A top-level resource's actions are made. */
  resources: 7,
  orderings: 8,
  /** A top-level resource enters the graph. */
  graph: 9,
  end: 10,
} as const;
export type Step = (typeof Step)[keyof typeof Step];

/** Told how far a run has come, so that what it makes can be traced to what it was made for. */
export interface RunObserver {
  /**
   * What follows is done in a step, for a subject: the id of a top-level resource, or of a recorded history; empty if
   * the step has no subjects.
   */
  at(step: Step, node: ClusterNode | null, subject: string): void;
  /** A top-level resource is about to be assigned, if it has not been as another one's primary. */
  assigning(topLevelId: string): void;
  /** All resources are assigned. */
  assigned(): void;
  /** A choice between nodes depended, or may have depended, on how many resources were assigned to each. */
  choseByLoad(): void;
}
