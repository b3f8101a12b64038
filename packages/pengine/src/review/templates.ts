import type { ClusterState } from "../model/state.js";
import type { Advice } from "./advice.js";

/** Templates from which nothing is made. */
export function reviewTemplates(state: ClusterState): Advice[] {
  return Array.from(state.templates).flatMap(([id, users]) => {
    if (users.length > 0) return [];
    return [
      {
        code: "unused-template",
        element: id,
        message: `no resource is made from the template ${id}`,
        remedy: `Remove it, or name it where it was meant: <primitive template="${id}">`,
      },
    ];
  });
}
