import { INFINITY, MINUS_INFINITY } from "@sanode/cib";
import type { Colocation } from "../model/colocation.js";
import type { ClusterNode } from "../model/node.js";
import type { Primitive } from "../model/resource.js";
import { currentNode } from "../model/resource-tree.js";
import { Role } from "../model/role.js";
import type { ClusterState } from "../model/state.js";
import { applyColocation } from "./apply-colocation.js";
import { assignTo } from "./assign-to.js";
import type { Assignment } from "./assignment.js";
import { hasUsableEntry } from "./candidates.js";
import { chooseNode } from "./choose-node.js";
import {
  colocationsAsDependent,
  colocationsAsPrimary,
  forgetGroupColocations,
  hasInfluence,
} from "./colocation-lists.js";
import { mergePreferences } from "./merge.js";
import { recordScores } from "./print-scores.js";
import { connectRemoteNode } from "./remote-connection.js";
import { banEverywhere, replaceTable } from "./score-change.js";
import { colocationFactor } from "./weight.js";

/**
 * Assigns a primitive: its primaries come first and act on it, its dependents' preferences are added, then
 * its node is chosen. Mandatory colocations in both directions come before optional ones.
 *
 * A primitive that comes up again while it is being assigned is left alone, so that loops of colocations end.
 */
export function* primitiveAssignment(
  state: ClusterState,
  primitive: Primitive,
  preferred: ClusterNode | null,
  stopIfFails: boolean,
): Assignment {
  const { parent } = primitive;
  if (parent !== null && !parent.assigning) yield { resource: parent, preferred, stopIfFails };
  if (primitive.assigned || primitive.assigning) return;
  primitive.assigning = true;
  // Colocations that come up on the way (of nested remote connections) do not count this time.
  const primaries = divide(colocationsAsDependent(state, primitive));
  const dependents = divide(colocationsAsPrimary(state, primitive));
  yield* followPrimaries(state, primitive, primaries.mandatory);
  mergeDependents(state, primitive, dependents.mandatory);
  yield* followPrimaries(state, primitive, primaries.optional);
  mergeDependents(state, primitive, dependents.optional);
  limitNextRole(state, primitive);
  recordScores(state, "primitive", primitive);
  decide(state, primitive, preferred, stopIfFails);
  primitive.assigning = false;
  connectRemoteNode(state, primitive);
}

function isMandatory(colocation: Colocation): boolean {
  return colocation.score >= INFINITY || colocation.score <= MINUS_INFINITY;
}

function divide(colocations: readonly Colocation[]): { mandatory: Colocation[]; optional: Colocation[] } {
  const mandatory: Colocation[] = [];
  const optional: Colocation[] = [];
  for (const colocation of colocations) (isMandatory(colocation) ? mandatory : optional).push(colocation);
  return { mandatory, optional };
}

function* followPrimaries(
  state: ClusterState,
  primitive: Primitive,
  colocations: readonly Colocation[],
): Assignment {
  for (const colocation of colocations) {
    const { primary } = colocation;
    const saved = mustLeaveChoice(colocation) ? primitive.allowedNodes.copy() : null;
    if (!primary.assigned) yield { resource: primary, preferred: null, stopIfFails: true };
    applyColocation(state, primitive, colocation, "placement");
    if (saved !== null && !hasUsableEntry(state, primitive.allowedNodes)) {
      replaceTable(state, primitive, saved, colocation);
    }
  }
}

/** These colocations are given up rather than leaving the dependent without a node. */
function mustLeaveChoice(colocation: Colocation): boolean {
  const { dependentRole, score } = colocation;
  return dependentRole === Role.Promoted || (score < 0 && score > MINUS_INFINITY);
}

function mergeDependents(
  state: ClusterState,
  primitive: Primitive,
  colocations: readonly Colocation[],
): void {
  for (const colocation of colocations) {
    if (!hasInfluence(colocation)) continue;
    mergePreferences(state, {
      source: colocation.dependent,
      working: primitive.allowedNodes,
      colocation,
      factor: colocationFactor(colocation),
      target: primitive,
      nonNegative: false,
    });
  }
}

function limitNextRole(state: ClusterState, primitive: Primitive): void {
  if (primitive.nextRole === Role.Stopped) {
    banEverywhere(state, primitive, { kind: "target-role", detail: "Stopped" });
  } else if (
    primitive.nextRole > primitive.currentRole &&
    !state.quorate &&
    state.options.noQuorumPolicy === "freeze"
  ) {
    primitive.nextRole = primitive.currentRole;
  }
}

function decide(
  state: ClusterState,
  primitive: Primitive,
  preferred: ClusterNode | null,
  stopIfFails: boolean,
): void {
  // Without any means of fencing nothing must be changed that might run elsewhere as well.
  if (state.options.fencingEnabled && !state.fencingConfigured) leaveUnmanaged(state, primitive);
  if (!primitive.managed) {
    primitive.nextRole = primitive.currentRole;
    assignTo(state, primitive, currentNode(primitive), true, stopIfFails);
  } else if (state.options.stopAllResources) {
    assignTo(state, primitive, null, true, stopIfFails);
  } else {
    assignTo(state, primitive, chooseNode(state, primitive, preferred), false, stopIfFails);
  }
}

function leaveUnmanaged(state: ClusterState, primitive: Primitive): void {
  if (!primitive.managed) return;
  primitive.managed = false;
  if (primitive.parent?.kind === "group") forgetGroupColocations(state, primitive.parent);
}
