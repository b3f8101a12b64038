import type { ClusterState } from "../model/state.js";
import type { Advice } from "./advice.js";
import { reviewColocations } from "./colocations.js";
import { reviewFencing } from "./fencing.js";
import { reviewLocations } from "./locations.js";
import { reviewMonitors } from "./monitors.js";
import { reviewNames } from "./names.js";
import { reviewOrders } from "./order-loops.js";
import { reviewRules } from "./rules.js";
import { reviewTemplates } from "./templates.js";

/**
 * Looks for what is accepted but hardly meant: constraints that contradict each other, orders that go in a circle, rules
 * that can never hold, names that nothing reads, resources that nobody watches.
 *
 * @param state a state whose constraints have been read, by `readConstraints` or by scheduling it
 */
export function reviewConfiguration(state: ClusterState): Advice[] {
  return [
    ...reviewNames(state),
    ...reviewFencing(state),
    ...reviewTemplates(state),
    ...reviewMonitors(state),
    ...reviewLocations(state),
    ...reviewColocations(state),
    ...reviewOrders(state),
    ...reviewRules(state),
  ];
}
