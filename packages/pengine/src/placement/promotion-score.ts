import { addScores, clampScore, parseScore, type Score } from "@sanode/cib";
import { type ClusterNode, isAvailable, isGuestNode } from "../model/node.js";
import type { Clone, Group, Primitive } from "../model/resource.js";
import { assignedLocation, currentNode, visitPrimitives } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { addOwnNodeScore } from "./score-change.js";

type Instance = Primitive | Group;

/** A promotion score; default if no attribute says anything. */
export interface PromotionScore {
  /** A plain sum for a group, which may lie beyond the range of scores. */
  readonly value: number;
  readonly isDefault: boolean;
}

const noScore: PromotionScore = { value: 0, isDefault: true };

/**
 * Adds each instance's promotion scores to its node table before it is placed, and raises its priority to the
 * best of them, so that the most deserving instance is placed first.
 * Source: Pacemaker Explained, "Determining Which Instance is Promoted".
 */
export function addPromotionScores(state: ClusterState, clone: Clone): void {
  if (clone.promotionScoresAdded) return;
  clone.promotionScoresAdded = true;
  const scores = new PromotionScores(clone);
  for (const instance of clone.children) {
    let priority = instance.priority;
    for (const node of state.nodes) {
      if (!instance.allowedNodes.has(node) || !isAvailable(node)) continue;
      // Of a group the plain sum is compared, which may lie beyond the range of scores.
      const { value } = scores.of(instance, node);
      if (value > priority) priority = value;
      if (value > 0) {
        addOwnNodeScore(state, instance, node, clampScore(value), { kind: "promotion", detail: null });
      }
    }
    instance.priority = priority;
  }
}

/** Promotion scores of one clone's instances, with what decides whether an attribute counts looked up once. */
export class PromotionScores {
  private readonly clone: Clone;
  /** By configured id and node: the first child active there, and whether any child's state is known there. */
  private readonly active = new Map<string, Map<ClusterNode, Primitive>>();
  private readonly known = new Map<string, Set<ClusterNode>>();

  constructor(clone: Clone) {
    this.clone = clone;
    visitPrimitives(clone, (primitive) => this.note(primitive));
  }

  /** The promotion score of an instance (the sum over a group's members) on a node. */
  of(instance: Instance, node: ClusterNode): PromotionScore {
    if (instance.kind === "primitive") return this.ofPrimitive(instance, node);
    let value = 0;
    let isDefault = true;
    for (const member of instance.children) {
      const score = this.ofPrimitive(member, node);
      value += score.value;
      if (!score.isDefault) isDefault = false;
    }
    return { value, isDefault };
  }

  private note(primitive: Primitive): void {
    const name = primitive.definition.configId;
    const active = this.active.get(name) ?? new Map<ClusterNode, Primitive>();
    this.active.set(name, active);
    for (const node of primitive.activeNodes) if (!active.has(node)) active.set(node, primitive);
    const known = this.known.get(name) ?? new Set<ClusterNode>();
    this.known.set(name, known);
    for (const node of primitive.knownNodes) known.add(node);
  }

  private ofPrimitive(primitive: Primitive, node: ClusterNode): PromotionScore {
    if (!this.counts(primitive, node)) return noScore;
    const holder = attributeHolder(primitive, node);
    if (holder === null) return noScore;
    const name = primitive.historyName ?? primitive.id;
    const text = holder.attributes.get(`master-${name}`) ?? this.unnumbered(primitive, holder);
    if (text === undefined) return noScore;
    return { value: parseScore(text) ?? 0, isDefault: false };
  }

  private unnumbered(primitive: Primitive, holder: ClusterNode): string | undefined {
    if (primitive.unique) return undefined;
    return holder.attributes.get(`master-${primitive.definition.configId}`);
  }

  /** Whether the attribute of a node speaks of this instance. */
  private counts(primitive: Primitive, node: ClusterNode): boolean {
    if (!primitive.allowedNodes.has(node) || primitive.allowedNodes.score(node) < 0) return false;
    if (!this.clone.globallyUnique) {
      const name = primitive.definition.configId;
      const active = this.active.get(name)?.get(node);
      if (active === primitive) return true;
      if (active === undefined && this.known.get(name)?.has(node) === true) return true;
    }
    if (primitive.activeNodes.length === 0 && primitive.knownNodes.size === 0) return true;
    return primitive.activeNodes.includes(node) || primitive.knownNodes.has(node);
  }
}

/** Instances that take node attributes from their guest's host look there. */
function attributeHolder(primitive: Primitive, node: ClusterNode): ClusterNode | null {
  if (!isGuestNode(node) || primitive.meta.get("container-attribute-target") !== "host") return node;
  const launcher = node.connection?.launcher ?? null;
  if (launcher === null) return node;
  return primitive.assigned ? assignedLocation(launcher) : currentNode(launcher);
}

/** Adds to a promotion priority, with the saturation of scores. */
export function addPriority(priority: number, score: number): Score {
  return addScores(clampScore(priority), clampScore(score));
}
