import type { Resource } from "../model/resource.js";
import { somePrimitive } from "../model/resource-tree.js";
import { bundleList } from "./bundle-list.js";
import { cloneList } from "./clone-list.js";
import { groupList } from "./group-list.js";
import type { TextItem, TextList } from "./layout.js";
import { countsAsActive, primitiveLine } from "./primitive-line.js";
import type { StatusContext } from "./status-context.js";

/** All resources, except internal ones and removed ones that are not active. */
export function resourceList(context: StatusContext): TextList {
  const items: TextItem[] = [];
  for (const resource of context.state.resources) {
    if (resource.internal || (resource.removed && !somePrimitive(resource, countsAsActive))) continue;
    items.push(resourceItem(context, resource));
  }
  return { title: "Full List of Resources", items: items.length === 0 ? ["No resources"] : items };
}

function resourceItem(context: StatusContext, resource: Resource): TextItem {
  switch (resource.kind) {
    case "primitive":
      return primitiveLine(context, resource);
    case "group":
      return groupList(context, resource);
    case "clone":
      return cloneList(context, resource);
    case "bundle":
      return bundleList(context, resource);
  }
}
