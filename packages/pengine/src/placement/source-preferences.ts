import { MINUS_INFINITY, type Score } from "@sanode/cib";
import type { Colocation } from "../model/colocation.js";
import { type ClusterNode, isAvailable } from "../model/node.js";
import type { NodeTable } from "../model/node-table.js";
import type { Resource } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { candidateScore } from "./candidates.js";
import { hasInfluence } from "./colocation-lists.js";
import { tableWithGroupLocations } from "./location.js";
import { colocationValue, meansSameNode } from "./node-attribute.js";
import { hasName, placementMemory } from "./placement-memory.js";

/** What one resource would like, as seen by another that it is colocated with. Constant during one step of a merge. */
export class SourcePreferences {
  private readonly state: ClusterState;
  private readonly colocation: Colocation;
  private readonly target: Resource;
  private readonly table: NodeTable;
  /** Best score by value of the colocation's node attribute; null where a node agrees with itself only. */
  private readonly bestByValue: Map<string | undefined, Score> | null;
  /** Best score on a nameless node; null until it is asked for. */
  private bestNameless: Score | null = null;
  /** Whether a repelled dependent counts; null until it is asked for. */
  private repelling: boolean | null = null;

  constructor(state: ClusterState, source: Resource, colocation: Colocation, target: Resource) {
    this.state = state;
    this.colocation = colocation;
    this.target = target;
    this.table = preferencesOf(source, colocation);
    this.bestByValue = meansSameNode(state, colocation, source, target)
      ? null
      : this.collectBest(source, colocation.nodeAttribute);
  }

  /** The source's best score on an available node that agrees with this one; -INFINITY if there is none. */
  best(node: ClusterNode): Score {
    if (this.bestByValue === null) {
      if (hasName(node)) return candidateScore(this.table, node);
      this.bestNameless ??= this.bestOf(placementMemory(this.state).nameless);
      return this.bestNameless;
    }
    const value = colocationValue(node, this.colocation.nodeAttribute, this.target);
    return this.bestByValue.get(value) ?? MINUS_INFINITY;
  }

  /**
   * Whether a resource that does not want to be here, and is to be apart from the primary, makes this place
   * better for the primary: only if that dependent has no other choice (regression cases
   * colocation-vs-stickiness, group-anticolocation-2).
   */
  repels(best: Score): boolean {
    if (this.colocation.primary.stickiness >= -best) return false;
    this.repelling ??= hasInfluence(this.colocation) && this.hasOneChoice(this.colocation.dependent);
    return this.repelling;
  }

  private hasOneChoice(dependent: Resource): boolean {
    let choices = 0;
    for (const node of this.state.nodes) {
      if (dependent.allowedNodes.has(node) && dependent.allowedNodes.score(node) >= 0) choices += 1;
    }
    return choices === 1;
  }

  private bestOf(nodes: readonly ClusterNode[]): Score {
    let best = MINUS_INFINITY;
    for (const node of nodes) {
      const score = candidateScore(this.table, node);
      if (score > best) best = score;
    }
    return best;
  }

  /** Nodes on which the attribute is unset agree with one another. */
  private collectBest(source: Resource, attribute: string): Map<string | undefined, Score> {
    const best = new Map<string | undefined, Score>();
    for (const node of this.state.nodes) {
      if (!this.table.has(node) || !isAvailable(node)) continue;
      const value = colocationValue(node, attribute, source);
      const score = this.table.score(node);
      if (score > (best.get(value) ?? MINUS_INFINITY)) best.set(value, score);
    }
    return best;
  }
}

/**
 * The table that speaks for a source: its own. A later group member that is itself named by the user has
 * not been given the location scores of its group, so they are added for this purpose.
 */
function preferencesOf(source: Resource, colocation: Colocation): NodeTable {
  const { parent } = source;
  const isLaterMember = parent !== null && parent.kind === "group" && parent.children[0] !== source;
  if (
    source === colocation.dependent &&
    colocation.explicit &&
    source.kind === "primitive" &&
    isLaterMember
  ) {
    return tableWithGroupLocations(source, parent);
  }
  return source.allowedNodes;
}
