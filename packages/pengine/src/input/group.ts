import { parseBoolean } from "@sanode/cib";
import type { Group, ResourceDefinition } from "../model/resource.js";
import { enclosingClone } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { createPrimitive, supportsPromotion } from "./primitive.js";
import { createResourceState, type Position, topLevel } from "./resource-state.js";
import { reportWarning } from "./warnings.js";

/**
 * Makes a group and its members; a promotable clone's group goes without those that have no promoted role. Since the
 * meta-attributes of a clone reach the group inside it, `ordered=false` there unorders the group, too.
 * Regression cases bug-1822, bug-pm-11.
 */
export function createGroup(
  state: ClusterState,
  definition: ResourceDefinition,
  position: Position = topLevel,
): Group {
  const common = createResourceState(state, definition, position);
  const group: Group = {
    ...common,
    kind: "group",
    children: [],
    ordered: readProperty(state, common, "ordered"),
    collocated: readProperty(state, common, "collocated"),
  };
  const promotable = enclosingClone(group)?.promotable === true;
  for (const member of definition.members) {
    if (promotable && !supportsPromotion(member)) continue;
    group.children.push(createPrimitive(state, member, { parent: group, instance: position.instance }));
  }
  return group;
}

/** Only a valid false turns a group's property off. */
function readProperty(
  state: ClusterState,
  group: Pick<Group, "id" | "meta" | "instance">,
  name: "ordered" | "collocated",
): boolean {
  if (parseBoolean(group.meta.get(name)) !== false) return true;
  if ((group.instance ?? 0) === 0) {
    reportWarning(state, group.id, "deprecated-meta-attribute", `${group.id}: ${name}=false will go away`);
  }
  return false;
}
