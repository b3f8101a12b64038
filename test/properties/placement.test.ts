import { INFINITY, MINUS_INFINITY } from "@sanode/cib";
import {
  type ClusterNode,
  type ClusterState,
  type Colocation,
  formatDot,
  formatGraph,
  formatPlacementEvents,
  isGuestNode,
  type Primitive,
  type Resource,
  Role,
} from "@sanode/pengine";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { documentOf, freeze, scheduleDocument, seeds } from "./documents.js";

const runs = { numRuns: 300 };

function primitivesOf(resources: readonly Resource[]): Primitive[] {
  return resources.flatMap((resource) =>
    resource.kind === "primitive" ? [resource] : primitivesOf(resource.children),
  );
}

function nodesOf(resource: Resource): Set<ClusterNode> {
  return new Set(primitivesOf([resource]).flatMap((primitive) => primitive.assignedNode ?? []));
}

describe("whatever the cluster, the policy engine", () => {
  it("answers, and leaves the document as it was", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(() => scheduleDocument(freeze(documentOf(seed)))).not.toThrow();
      }),
      runs,
    );
  });

  it("gives the same answer to the same question", () => {
    const answer = (seed: number): string => {
      const { state, graph } = scheduleDocument(documentOf(seed));
      const scores = formatPlacementEvents(state.placementEvents ?? [], { scores: true, utilization: true });
      return [...scores, formatGraph(graph), formatDot(state, graph)].join("\n");
    };
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(answer(seed)).toBe(answer(seed));
      }),
      { numRuns: 60 },
    );
  });

  it("puts no managed resource where its score is -INFINITY", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { state } = scheduleDocument(documentOf(seed));
        const scores = scoresAtAssignment(state);
        for (const primitive of primitivesOf(state.resources)) {
          const node = primitive.assignedNode;
          if (node === null || !primitive.managed) continue;
          expect(scores.get(primitive)?.get(node) ?? 0, primitive.id).toBeGreaterThan(MINUS_INFINITY);
        }
      }),
      runs,
    );
  });

  it("puts managed resources only on nodes that can run something, or guests that are about to", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { state } = scheduleDocument(documentOf(seed));
        for (const primitive of primitivesOf(state.resources)) {
          const node = primitive.assignedNode;
          if (node === null || !primitive.managed || isGuestNode(node)) continue;
          expect(node.online && !node.standby && !node.shutdown && !node.maintenance, primitive.id).toBe(
            true,
          );
        }
      }),
      runs,
    );
  });

  it("keeps to the number of instances, in all and on each node", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { state } = scheduleDocument(documentOf(seed));
        for (const clone of state.resources) {
          if (clone.kind !== "clone") continue;
          const placed = clone.children.filter((instance) => instance.managed && nodesOf(instance).size > 0);
          const unmanaged = clone.children.some((instance) =>
            primitivesOf([instance]).some((part) => !part.managed),
          );
          const together = clone.children.every(
            (instance) => instance.kind === "primitive" || instance.collocated,
          );
          if (unmanaged || !together) continue;
          expect(placed.length, clone.id).toBeLessThanOrEqual(clone.max);
          for (const node of state.nodes) {
            const here = placed.filter((instance) => nodesOf(instance).has(node)).length;
            expect(here, `${clone.id} on ${node.name}`).toBeLessThanOrEqual(clone.nodeMax);
          }
        }
      }),
      runs,
    );
  });

  it("promotes no more instances than allowed", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { state } = scheduleDocument(documentOf(seed));
        for (const clone of state.resources) {
          if (clone.kind !== "clone" || !clone.promotable) continue;
          if (primitivesOf([clone]).some((part) => !part.managed)) continue;
          const promoted = clone.children.filter((instance) => instance.nextRole === Role.Promoted);
          expect(promoted.length, clone.id).toBeLessThanOrEqual(clone.promotedMax);
        }
      }),
      runs,
    );
  });

  it("keeps mandatory colocations of primitives together and forbidden ones apart", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { state } = scheduleDocument(documentOf(seed));
        for (const colocation of state.colocations) checkColocation(state, colocation);
      }),
      runs,
    );
  });
});

/** The scores by which each primitive was placed; what is decided later may still change its table. */
function scoresAtAssignment(state: ClusterState): Map<Resource, Map<ClusterNode, number>> {
  const scores = new Map<Resource, Map<ClusterNode, number>>();
  for (const event of state.placementEvents ?? []) {
    if (event.kind !== "scores" || event.label !== "primitive") continue;
    scores.set(event.resource, new Map(event.scores.map(({ node, score }) => [node, score])));
  }
  return scores;
}

/** Colocations in a loop cannot all be kept; roles that are not reached make a colocation void. */
function checkColocation(state: ClusterState, colocation: Colocation): void {
  const { dependent, primary, score, nodeAttribute, dependentRole, primaryRole } = colocation;
  if (dependent.kind !== "primitive" || primary.kind !== "primitive" || nodeAttribute !== "#uname") return;
  if (dependentRole !== Role.Unknown || primaryRole !== Role.Unknown || isInLoop(state, colocation)) return;
  if (
    !dependent.managed ||
    dependent.assignedNode === null ||
    dependent.parent !== null ||
    primary.parent !== null
  )
    return;
  if (score >= INFINITY) expect(dependent.assignedNode.name, colocation.id).toBe(primary.assignedNode?.name);
  if (score <= MINUS_INFINITY && primary.assignedNode !== null) {
    expect(dependent.assignedNode.name, colocation.id).not.toBe(primary.assignedNode.name);
  }
}

/** Whether the primary depends on the dependent in turn. */
function isInLoop(state: ClusterState, colocation: Colocation): boolean {
  const reached = new Set<Resource>([colocation.primary]);
  for (const resource of reached) {
    for (const { dependent, primary } of state.colocations) {
      if (dependent === resource || isInside(resource, dependent)) reached.add(primary);
    }
    if (resource.kind !== "primitive") for (const child of resource.children) reached.add(child);
    if (resource.parent !== null) reached.add(resource.parent);
  }
  return reached.has(colocation.dependent);
}

function isInside(resource: Resource, container: Resource): boolean {
  for (let above = resource.parent; above !== null; above = above.parent)
    if (above === container) return true;
  return false;
}
