import { parseBoolean } from "@sanode/cib";
import type { Group, Primitive, ResourceDefinition } from "../model/resource.js";
import { enclosingClone } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { createPrimitive, mayBeIn } from "./primitive.js";
import { type Position, ResourceRecord, topLevel } from "./resource-state.js";
import { reportWarning } from "./warnings.js";

class GroupRecord extends ResourceRecord implements Group {
  readonly kind = "group";
  children: Primitive[] = [];
  readonly ordered: boolean;
  readonly collocated: boolean;

  constructor(state: ClusterState, definition: ResourceDefinition, position: Position) {
    super(state, definition, position);
    this.ordered = readProperty(state, this, "ordered");
    this.collocated = readProperty(state, this, "collocated");
  }
}

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
  const group = new GroupRecord(state, definition, position);
  const clone = enclosingClone(group);
  for (const member of definition.members) {
    // One that is left out has been read all the same: it may have made the clone anonymous.
    const primitive = createPrimitive(state, member, { parent: group, instance: position.instance });
    if (mayBeIn(clone, member)) group.children.push(primitive);
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
