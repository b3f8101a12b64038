import type { ClusterNode } from "../model/node.js";
import type { Resource } from "../model/resource.js";

/** A resource that has to be assigned before something else can go on. */
export interface AssignmentRequest {
  readonly resource: Resource;
  /** Where it is to go if that is as good as any other place. */
  readonly preferred: ClusterNode | null;
  /** False for an attempt that may be taken back. */
  readonly stopIfFails: boolean;
}

/**
 * The steps of assigning a resource. It yields what must be assigned first and goes on when that has been
 * done. Steps are not nested calls because chains of colocated resources may be thousands long.
 */
export type Assignment = Generator<AssignmentRequest, void, void>;
