import { isDisabled } from "../input/target-role.js";
import type { Clone, Group } from "../model/resource.js";
import type { TextList } from "./layout.js";
import { primitiveLine } from "./primitive-line.js";
import type { StatusContext } from "./status-context.js";

/** A group's members, one below the other. */
export function groupList(context: StatusContext, group: Group): TextList {
  const flags = stateFlags(group);
  const suffix = flags.length === 0 ? "" : ` (${flags.join(", ")})`;
  return {
    title: `Resource Group: ${group.id}${suffix}`,
    items: group.children.map((member) => primitiveLine(context, member)),
  };
}

/** What the title of a group or clone says of its state. */
export function stateFlags(resource: Group | Clone): string[] {
  const flags: string[] = [];
  if (isDisabled(resource)) flags.push("disabled");
  if (resource.maintenance) flags.push("maintenance");
  else if (!resource.managed) flags.push("unmanaged");
  return flags;
}
