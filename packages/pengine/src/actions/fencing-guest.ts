import type { Action } from "../model/action.js";
import type { ClusterNode } from "../model/node.js";
import { Order } from "../model/ordering.js";
import type { ClusterState } from "../model/state.js";
import { requestFencing } from "../request/fencing.js";
import { linkActions } from "../request/orderings.js";
import { actionsOf, newestAction } from "../request/request-action.js";

/**
 * Makes the pseudo-fencing of a guest (or bundle) node: the moment from which the guest is known to be down,
 * because its launcher has been stopped or its host has been fenced (regression cases
 * `whitebox-imply-stop-on-fence`, `guest-node-host-dies` and `guest-node-cleanup`).
 */
export function makeGuestFencing(state: ClusterState, node: ClusterNode): Action {
  const connection = node.connection;
  const launcher = connection?.launcher ?? null;
  const restarts = launcher !== null && actionsOf(launcher, "start").length > 0;
  const fencing = requestFencing(state, node, restarts ? "reboot" : "off", {
    optional: false,
    reason: "guest is unclean",
  });
  fencing.pseudo = true;
  fencing.runnable = true;

  const stop = launcher === null ? undefined : newestAction(launcher, "stop");
  if (stop === undefined) {
    const disconnection = connection === null ? undefined : newestAction(connection, "stop");
    if (disconnection !== undefined) linkActions(disconnection, fencing, Order.seq);
  } else if (stop.pseudo && stop.node !== null) {
    // Something makes sure that the host is down; a host that is itself a guest has no fencing of this kind yet.
    const hostFencing = requestFencing(state, stop.node, null, { optional: false });
    linkActions(hostFencing, fencing, Order.pullThen | Order.blockThen);
  } else {
    linkActions(stop, fencing, Order.pullThen | Order.blockThen);
  }
  return fencing;
}
