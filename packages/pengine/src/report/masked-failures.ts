import { parseInteger } from "@sanode/cib";
import type { Resource } from "../model/resource.js";
import { enclosingClone } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { exitText } from "./result-texts.js";

/** Probe failures that only mean "cannot run here", first recorded first, by resource name and node. */
export class MaskedFailures {
  private readonly texts = new Map<string, Map<string, string>>();

  constructor(state: ClusterState) {
    for (const { element, masked } of state.failedOperations) {
      if (!masked) continue;
      const { id = "", operation_key: key = id, on_node: node, "rc-code": code } = element.attributes;
      const resource = /^(.*)_[^_]+_[0-9]+$/.exec(key)?.[1];
      if (resource === undefined || node === undefined) continue;
      const byNode = this.texts.get(resource) ?? new Map<string, string>();
      this.texts.set(resource, byNode);
      const where = node.toLowerCase();
      if (!byNode.has(where)) byNode.set(where, exitText(parseInteger(code) ?? 0));
    }
  }

  /** The text of a resource's failure on a node, or with null on any node. */
  find(resource: Resource, nodeName: string | null): string | undefined {
    return this.findByName(maskedName(resource), nodeName);
  }

  findByName(name: string, nodeName: string | null): string | undefined {
    const byNode = this.texts.get(name);
    if (byNode === undefined) return undefined;
    return nodeName === null ? byNode.values().next().value : byNode.get(nodeName.toLowerCase());
  }
}

/** Inside a clone, histories go by the name of the clone's child. */
function maskedName(resource: Resource): string {
  const clone = enclosingClone(resource);
  return clone === null ? resource.id : clone.childDefinition.configId;
}
