import type { Colocation } from "../model/colocation.js";
import type { Resource } from "../model/resource.js";
import { isAncestor } from "../model/resource-tree.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import type { Advice } from "./advice.js";

const MANDATORY = 1_000_000;

/** Colocations that demand together what others forbid, or that a group has decided already. */
export function reviewColocations(state: ClusterState): Advice[] {
  const explicit = state.colocations.filter((colocation) => colocation.explicit);
  return [...contradictions(explicit), ...withinGroups(explicit)];
}

/** Two resources that must and must not be on one node, whichever of them is the dependent. */
function contradictions(colocations: readonly Colocation[]): Advice[] {
  const together = new Map<string, Colocation>();
  const seen = new Set<string>();
  for (const colocation of colocations) {
    if (colocation.score >= MANDATORY) together.set(pairKey(colocation), colocation);
  }
  return colocations.flatMap((apart) => {
    const opposite = apart.score <= -MANDATORY ? together.get(pairKey(apart)) : undefined;
    if (opposite === undefined || seen.has(`${apart.id} ${opposite.id}`)) return [];
    seen.add(`${apart.id} ${opposite.id}`);
    const names = `${apart.dependent.definition.configId} and ${apart.primary.definition.configId}`;
    return [
      {
        code: "contradicting-colocations",
        element: apart.id,
        message: `${names} must not be on one node (${apart.id}), and must be on one node (${opposite.id}): at most one of them can run`,
        remedy: `Remove ${apart.id} or ${opposite.id}, or give one of them a finite score`,
      },
    ];
  });
}

/** The same for both directions; other roles and other node attributes are another matter. */
function pairKey({ dependent, primary, dependentRole, primaryRole, nodeAttribute }: Colocation): string {
  const sides = [side(dependent, dependentRole), side(primary, primaryRole)].sort();
  return [...sides, nodeAttribute].join(" ");
}

function side({ id }: Resource, role: Role): string {
  return `${id}/${role <= Role.Started ? Role.Unknown : role}`;
}

function withinGroups(colocations: readonly Colocation[]): Advice[] {
  return colocations.flatMap(({ id, dependent, primary }) => {
    const group =
      dependent.parent?.kind === "group" && dependent.parent === primary.parent ? primary.parent : null;
    const outer = isAncestor(primary, dependent)
      ? primary
      : isAncestor(dependent, primary)
        ? dependent
        : group;
    if (outer === null) return [];
    const name = outer.definition.configId;
    return [
      {
        code: "colocation-within-group",
        element: id,
        message: `${id} relates parts of ${name} to each other, whose places ${name} decides itself`,
        remedy: `Remove ${id}, or name the whole ${outer.kind} and something outside of it`,
      },
    ];
  });
}
