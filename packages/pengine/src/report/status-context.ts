import type { ClusterState } from "../model/state.js";
import { MaskedFailures } from "./masked-failures.js";

/** What the lines of a status need besides the resource. */
export interface StatusContext {
  readonly state: ClusterState;
  /** Operations under way are shown. */
  readonly pending: boolean;
  readonly masked: MaskedFailures;
}

export function statusContext(state: ClusterState, pending: boolean): StatusContext {
  return { state, pending, masked: new MaskedFailures(state) };
}
