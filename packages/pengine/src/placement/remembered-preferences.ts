import { MINUS_INFINITY } from "@sanode/cib";
import type { Colocation } from "../model/colocation.js";
import { isAvailable } from "../model/node.js";
import type { CombinedPreferences, RememberedPreferences } from "../model/placement-memory.js";
import type { Resource } from "../model/resource.js";
import { enclosingBundle } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { colocationsAsPrimary, hasInfluence } from "./colocation-lists.js";
import { PreferenceSum } from "./combined-preferences.js";
import { placementMemory } from "./placement-memory.js";
import { combinedFactor, weighted } from "./weight.js";

/** Sources that come up with more factors than this are not remembered any further: there is no end to it. */
const MOST_FACTORS = 64;

/**
 * What a source and all dependents that follow from it add to each node's score, whoever the target is. A merge that comes to the
 * source can take it at once, as long as it neither drops nor cuts off anything on the way.
 *
 * Null where the way depends on where it began or on more than scores: among loops of colocations, with negative scores, node
 * attributes, remote nodes or bundles.
 */
export function rememberedPreferences(
  state: ClusterState,
  source: Resource,
  colocation: Colocation,
  factor: number,
): CombinedPreferences | null {
  const { remembered } = placementMemory(state);
  if (remembered === null) return null;
  if (remembered.colocationCount !== state.colocations.length) {
    remembered.bySource.clear();
    remembered.colocationCount = state.colocations.length;
  }
  if (!isSimple(colocation, factor)) return null;
  const member = speaker(source);
  const byFactor = remembered.bySource.get(member);
  const known = byFactor?.get(factor);
  if (known !== undefined) return known;
  return hasTooMany(byFactor) ? null : new Combination(state, remembered).combine(member, factor);
}

/** The member that speaks for its group, the first: the others hang on that one. Else the resource itself. */
export function speaker(source: Resource): Resource {
  return source.kind === "group" ? (source.children[0] ?? source) : source;
}

/** To be called when a resource's node table, or whether it takes part in merges, has changed. */
export function forgetPreferences(state: ClusterState, resource: Resource): void {
  const remembered = state.placementMemory?.remembered;
  if (remembered) forget(remembered, speaker(resource));
}

function forget({ bySource, usedBy }: RememberedPreferences, resource: Resource): void {
  const changed = [resource];
  for (let source = changed.pop(); source !== undefined; source = changed.pop()) {
    bySource.delete(source);
    const users = usedBy.get(source);
    if (users === undefined) continue;
    usedBy.delete(source);
    for (const user of users) changed.push(user);
  }
}

function hasTooMany(byFactor: ReadonlyMap<number, CombinedPreferences | null> | undefined): boolean {
  return byFactor !== undefined && byFactor.size >= MOST_FACTORS;
}

function isSimple(colocation: Colocation, factor: number): boolean {
  const { dependent, explicit, nodeAttribute } = colocation;
  if (!(factor >= 0) || nodeAttribute !== "#uname") return false;
  // A later member that the user named speaks with its group's preferences.
  const { parent } = dependent;
  return !(explicit && parent !== null && parent.kind === "group" && parent.children[0] !== dependent);
}

/** A source whose followers are being combined. */
interface Frame {
  readonly source: Resource;
  readonly factor: number;
  readonly colocations: readonly Colocation[];
  readonly sum: PreferenceSum;
  next: number;
}

/** Goes through all that follows from a source, on a stack of its own, since chains may be thousands of resources long. */
class Combination {
  private readonly state: ClusterState;
  private readonly remembered: RememberedPreferences;
  private readonly stack: Frame[] = [];
  private readonly open = new Set<Resource>();
  /** How many frames from the bottom have something among their followers that cannot be combined. */
  private failed = 0;

  constructor(state: ClusterState, remembered: RememberedPreferences) {
    this.state = state;
    this.remembered = remembered;
  }

  combine(source: Resource, factor: number): CombinedPreferences | null {
    let result: CombinedPreferences | null = null;
    this.enter(source, factor);
    for (let frame = this.stack.at(-1); frame !== undefined; frame = this.stack.at(-1)) {
      const following = this.failed < this.stack.length ? frame.colocations[frame.next] : undefined;
      frame.next += 1;
      if (following === undefined) result = this.leave(frame);
      else this.follow(frame, following);
    }
    return result;
  }

  private enter(source: Resource, factor: number): void {
    const { state } = this;
    const sum = new PreferenceSum();
    const table = source.allowedNodes;
    sum.addOwn(state.nodes, (node) =>
      weighted(factor, isAvailable(node) ? table.score(node) : MINUS_INFINITY),
    );
    this.open.add(source);
    this.stack.push({ source, factor, colocations: colocationsAsPrimary(state, source), sum, next: 0 });
    if (source.kind === "bundle" || enclosingBundle(source) !== null) this.failed = this.stack.length;
  }

  private follow(frame: Frame, colocation: Colocation): void {
    if (!hasInfluence(colocation)) return;
    const factor = combinedFactor(frame.factor, colocation);
    const source = speaker(colocation.dependent);
    this.noteUse(source, frame.source);
    if (source.kind === "clone" && source.choosingRoles) return;
    if (!isSimple(colocation, factor) || this.open.has(source)) {
      this.failed = this.stack.length;
      return;
    }
    const byFactor = this.remembered.bySource.get(source);
    const known = byFactor?.get(factor);
    if (known === null || (known === undefined && hasTooMany(byFactor))) this.failed = this.stack.length;
    else if (known !== undefined) frame.sum.add(known);
    else {
      // This colocation comes up again when the source has been combined.
      frame.next -= 1;
      this.enter(source, factor);
    }
  }

  private leave(frame: Frame): CombinedPreferences | null {
    const { source, factor } = frame;
    const { bySource } = this.remembered;
    const result = this.failed < this.stack.length ? frame.sum.result() : null;
    let known = bySource.get(source);
    if (known === undefined) {
      known = new Map();
      bySource.set(source, known);
    }
    known.set(factor, result);
    source.allowedNodes.watch(() => forget(this.remembered, source));
    this.stack.pop();
    this.open.delete(source);
    this.failed = Math.min(this.failed, this.stack.length);
    return result;
  }

  private noteUse(source: Resource, user: Resource): void {
    const users = this.remembered.usedBy.get(source);
    if (users === undefined) this.remembered.usedBy.set(source, new Set([user]));
    else users.add(user);
  }
}
