import type { ClusterNode } from "../model/node.js";
import type { Clone, Group, Primitive } from "../model/resource.js";
import { assignedLocation, visitTree } from "../model/resource-tree.js";

type Instance = Primitive | Group;

/**
 * Which instance of an anonymous clone is probed on a node. What is known and assigned does not change while
 * probes are made, so that both are looked up once for each clone.
 */
export class ProbedInstances {
  private readonly byClone = new Map<Clone, InstancesByNode>();
  private readonly sorted = new Set<Clone>();

  /** Sorts the instances by number, for good: later stages see them in this order. */
  sort(clone: Clone): void {
    if (this.sorted.has(clone)) return;
    this.sorted.add(clone);
    clone.children.sort((a, b) => (a.instance ?? 0) - (b.instance ?? 0));
  }

  /**
   * The first instance that is known on the node, or a member of which is; else the first that is assigned to
   * it; else the first.
   */
  standingFor(clone: Clone, node: ClusterNode): Instance | undefined {
    let instances = this.byClone.get(clone);
    if (instances === undefined) {
      instances = indexInstances(clone);
      this.byClone.set(clone, instances);
    }
    return instances.known.get(node) ?? instances.assigned.get(node) ?? clone.children[0];
  }
}

interface InstancesByNode {
  readonly known: ReadonlyMap<ClusterNode, Instance>;
  readonly assigned: ReadonlyMap<ClusterNode, Instance>;
}

function indexInstances(clone: Clone): InstancesByNode {
  const known = new Map<ClusterNode, Instance>();
  const assigned = new Map<ClusterNode, Instance>();
  for (const instance of clone.children) {
    visitTree(instance, ({ knownNodes }) => {
      for (const node of knownNodes) if (!known.has(node)) known.set(node, instance);
    });
    const location = assignedLocation(instance);
    if (location !== null && !assigned.has(location)) assigned.set(location, instance);
  }
  return { known, assigned };
}
