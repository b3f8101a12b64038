import { isDisabled } from "../input/target-role.js";
import { visitPrimitives } from "../model/resource-tree.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";

/** Numbers of resource instances, as the status texts tell them. */
export interface InstanceCounts {
  readonly total: number;
  /** Held down by `target-role`. */
  readonly disabled: number;
  /** Left alone because of a failure. */
  readonly blocked: number;
}

/** Counts primitives; those configured no more only count while they run. */
export function countInstances(state: ClusterState): InstanceCounts {
  let total = 0;
  let disabled = 0;
  let blocked = 0;
  for (const resource of state.resources) {
    visitPrimitives(resource, (primitive) => {
      if (primitive.removed && primitive.currentRole <= Role.Stopped) return;
      total += 1;
      if (isDisabled(primitive)) disabled += 1;
      if (primitive.blocked) blocked += 1;
    });
  }
  return { total, disabled, blocked };
}
