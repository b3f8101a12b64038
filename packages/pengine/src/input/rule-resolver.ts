import type { DateClock, ElementResolver } from "@sanode/cib";
import type { ClusterState } from "../model/state.js";

/** Finds what rules refer to in the whole document, as options, nodes, defaults and constraints do. */
export function ruleResolver(state: Pick<ClusterState, "index">): ElementResolver {
  return (name, id) => state.index.find(name, id);
}

/** What completes dates in rules and options: the run's date, and the zone it was given in. */
export function dateClock(state: Pick<ClusterState, "now">): DateClock {
  return { today: state.now, localOffsetSeconds: state.now.offset };
}
