import type { ClusterNode } from "../model/node.js";
import type { Group, Primitive, Resource } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { groupAssignment } from "./assign-group.js";
import { primitiveAssignment } from "./assign-primitive.js";
import type { Assignment, AssignmentRequest } from "./assignment.js";
import { assignBundle } from "./bundle.js";
import { assignClone } from "./clone.js";

/**
 * Decides where a resource goes, after everything that it depends on. What has been assigned already is left
 * as it is (bundles go through their steps again), as is what is being assigned right now.
 *
 * @param preferred where it is to go if that is as good as any other place
 * @param stopIfFails false for an attempt that may be taken back: a primitive that gets no node keeps its next
 * role and its actions
 * @returns the node it got; for a group the members' node, null if they need not be together
 */
export function assign(
  state: ClusterState,
  resource: Resource,
  preferred: ClusterNode | null,
  stopIfFails: boolean,
): ClusterNode | null {
  if (resource.kind === "clone") return assignClone(state, resource, preferred, stopIfFails);
  if (resource.kind === "bundle") return assignBundle(state, resource, preferred, stopIfFails);
  run(state, resource, { resource, preferred, stopIfFails });
  return resource.kind === "primitive" ? resource.assignedNode : nodeOfGroup(resource);
}

function nodeOfGroup(group: Group): ClusterNode | null {
  if (!group.assigned || !group.collocated) return null;
  return group.children.find((member) => member.assignedNode !== null)?.assignedNode ?? null;
}

function run(state: ClusterState, resource: Primitive | Group, request: AssignmentRequest): void {
  const stack: Assignment[] = [stepsOf(state, resource, request)];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const step = top.next();
    if (step.done === true) {
      stack.pop();
      continue;
    }
    const first = step.value;
    if (first.resource.kind === "primitive" || first.resource.kind === "group") {
      stack.push(stepsOf(state, first.resource, first));
    } else {
      assign(state, first.resource, first.preferred, first.stopIfFails);
    }
  }
}

function stepsOf(state: ClusterState, resource: Primitive | Group, request: AssignmentRequest): Assignment {
  const { preferred, stopIfFails } = request;
  return resource.kind === "primitive"
    ? primitiveAssignment(state, resource, preferred, stopIfFails)
    : groupAssignment(state, resource, preferred, stopIfFails);
}
