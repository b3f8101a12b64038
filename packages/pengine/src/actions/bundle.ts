import type { Bundle } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { makeCloneActions } from "./clone.js";
import { makeStartAndStopPoints, requestCompletion, requestPoint } from "./collective-points.js";
import { makePrimitiveActions } from "./primitive.js";

/**
 * Makes the actions of a bundle: those of each replica's parts, the bundle's own start and stop points as its
 * containers need them, those of the bundled clone, and the bundle's promotion points.
 */
export function makeBundleActions(state: ClusterState, bundle: Bundle): void {
  for (const { ip, container, connection } of bundle.replicas) {
    if (ip !== null) makePrimitiveActions(state, ip);
    makePrimitiveActions(state, container);
    if (connection !== null) makePrimitiveActions(state, connection);
  }
  const containers = bundle.replicas.map((replica) => replica.container);
  // Once more as instances of the bundle: this makes nothing new, but judges anew what can run.
  for (const container of containers) makePrimitiveActions(state, container);
  makeStartAndStopPoints(state, bundle, containers);
  const { bundledClone } = bundle;
  if (bundledClone === null) return;
  makeCloneActions(state, bundledClone);
  if (!bundledClone.promotable) return;
  // They become required when a flag of the instances' actions is passed on to them.
  requestPoint(state, bundle, "promote", { optional: true });
  requestCompletion(state, bundle, "promoted", { optional: true });
  requestPoint(state, bundle, "demote", { optional: true });
  requestCompletion(state, bundle, "demoted", { optional: true });
}
