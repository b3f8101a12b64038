import type { XmlElement } from "@sanode/cib";
import type { ClusterState } from "../model/state.js";

/** Records that a constraint, or a part of it, is ignored. */
export function ignore(state: ClusterState, element: XmlElement, code: string, message: string): void {
  state.warnings.push({
    severity: "error",
    code,
    element: element.attributes.id ?? element.name,
    message,
  });
}
