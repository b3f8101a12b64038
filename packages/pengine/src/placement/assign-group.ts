import type { ClusterNode } from "../model/node.js";
import type { Group } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import type { Assignment } from "./assignment.js";
import { recordScores } from "./print-scores.js";

/**
 * Assigns a group's members in order. One that finds no node does not end this: those after it then fail
 * through the colocation with it.
 */
export function* groupAssignment(
  state: ClusterState,
  group: Group,
  preferred: ClusterNode | null,
  stopIfFails: boolean,
): Assignment {
  if (group.assigned || group.assigning) return;
  group.assigning = true;
  recordScores(state, "group", group);
  for (const member of group.children) yield { resource: member, preferred, stopIfFails };
  const [first] = group.children;
  if (first !== undefined) group.nextRole = first.nextRole;
  group.assigning = false;
  group.assigned = true;
}
