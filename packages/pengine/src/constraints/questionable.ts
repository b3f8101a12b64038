import { elements, isTrue, parseBoolean, type XmlElement } from "@sanode/cib";
import { reportError, reportWarning } from "../input/warnings.js";
import type { ClusterState } from "../model/state.js";

const ROLE_ATTRIBUTES = ["role", "rsc-role", "with-rsc-role"] as const;
const CURRENT_ROLES: Readonly<Record<string, string>> = { master: "Promoted", slave: "Unpromoted" };

/** Records what a constraint says that has no effect or should be said in another way; constraints are read all the same. */
export function reportQuestionable(state: ClusterState, constraint: XmlElement): void {
  reportOldRoles(state, constraint);
  const { id = constraint.name, kind, symmetrical, influence } = constraint.attributes;
  if (
    constraint.name === "rsc_colocation" &&
    influence !== undefined &&
    parseBoolean(influence) === undefined
  ) {
    const message = `${id}: influence=${influence} is neither true nor false; the default is used`;
    reportError(state, constraint, "invalid-influence", message);
  }
  if (constraint.name !== "rsc_order") return;
  if (kind === "Serialize" && isTrue(symmetrical)) {
    const message = `${id}: symmetrical has no meaning for an order of kind Serialize`;
    reportWarning(state, constraint, "meaningless-symmetrical", message);
  }
  if (constraint.attributes["require-all"] !== undefined) {
    const message = `${id}: require-all will go away; the meta-attribute clone-min of the clone does the same`;
    reportWarning(state, constraint, "deprecated-require-all", message);
  }
}

function reportOldRoles(state: ClusterState, element: XmlElement): void {
  for (const name of ROLE_ATTRIBUTES) {
    const role = element.attributes[name];
    const current = role === undefined ? undefined : CURRENT_ROLES[role.toLowerCase()];
    if (current === undefined) continue;
    reportWarning(state, element, "deprecated-role", `the role ${role} is now called ${current}`);
  }
  for (const child of elements(element)) reportOldRoles(state, child);
}
