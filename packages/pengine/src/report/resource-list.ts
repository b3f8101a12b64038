import type { Resource } from "../model/resource.js";
import { somePrimitive } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { bundleList } from "./bundle-list.js";
import { cloneList } from "./clone-list.js";
import { groupList } from "./group-list.js";
import type { TextItem, TextList } from "./layout.js";
import { countsAsActive, primitiveLine } from "./primitive-line.js";
import type { StatusContext } from "./status-context.js";

/** All resources, except removed ones that are not active. */
export function listedResources(state: ClusterState): readonly Resource[] {
  return state.resources.filter((resource) => !resource.removed || somePrimitive(resource, countsAsActive));
}

/** The same as a list of texts, without internal ones. */
export function resourceList(context: StatusContext): TextList {
  const items: TextItem[] = [];
  for (const resource of listedResources(context.state)) {
    if (!resource.internal) items.push(resourceItem(context, resource));
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
