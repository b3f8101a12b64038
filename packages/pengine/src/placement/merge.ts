import { addScores, clampScore, MINUS_INFINITY, type Score } from "@sanode/cib";
import type { Colocation } from "../model/colocation.js";
import { type ClusterNode, isAvailable } from "../model/node.js";
import type { NodeTable } from "../model/node-table.js";
import type { CombinedPreferences } from "../model/placement-memory.js";
import type { Resource } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { entryNodes } from "../model/table-nodes.js";
import { colocationsAsDependent, colocationsAsPrimary, hasInfluence } from "./colocation-lists.js";
import { shifted, shiftedUpwards, staysUsable } from "./combined-preferences.js";
import { rememberedPreferences, speaker } from "./remembered-preferences.js";
import { SourcePreferences } from "./source-preferences.js";
import { combinedFactor, weighted } from "./weight.js";

/** Whose preferences are added to a node table, and how. */
export interface MergeRequest {
  /** The resource whose preferences are added, with those of what is colocated with it in turn. */
  readonly source: Resource;
  /** The table that is changed, or left as it is. */
  readonly working: NodeTable;
  /** The colocation on whose account this is done. */
  readonly colocation: Colocation;
  /** Weight in single precision, see `colocationFactor`. */
  readonly factor: number;
  /** The resource on whose behalf it is done: it decides how guest nodes look. */
  readonly target: Resource;
  /** Scores that were not negative do not become so: clones must be able to run where single dependents cannot. */
  readonly nonNegative: boolean;
  /** Which way to go on from the source: to what depends on it (and has influence), or to its own primaries. */
  readonly follow?: "dependents" | "primaries";
  /** Resources that count as visited, so that the merge does not come back to them; none if not given. */
  readonly visited?: readonly Resource[];
  /** Leave the table as it was if no node would be left that the target can use; true if not given. */
  readonly mayBeDropped?: boolean;
}

/**
 * Adds to the score of each node in a table the best score, times the factor, that the source has on a node
 * that agrees with it in the colocation's node attribute; then the preferences of the resources colocated with
 * the source in the same way, recursively. Within one chain no source is visited twice. The order of sources
 * decides where scores meet an infinity or a merge is dropped.
 *
 * Source: Pacemaker Explained, "Placing Resources Relative to other Resources"; regression cases coloc-*.
 *
 * @returns the table, which is changed in place
 */
export function mergePreferences(state: ClusterState, request: MergeRequest): NodeTable {
  if (!mergeAtOnce(state, request)) new Merge(state, request).run();
  return request.working;
}

/** Adds all sources in one step; false if only adding one by one tells what comes of it. */
function mergeAtOnce(state: ClusterState, request: MergeRequest): boolean {
  const { source, working, colocation, factor, nonNegative } = request;
  if (!mayCombine(state, request)) return false;
  const combined = rememberedPreferences(state, source, colocation, factor);
  if (combined === null) return false;
  const nodes = state.nodes.filter((node) => working.has(node));
  const scores = nodes.map((node) => working.score(node));
  if (!combine(combined, nodes, scores, scores, nonNegative)) return false;
  nodes.forEach((node, row) => {
    working.setScore(node, scores[row] ?? MINUS_INFINITY);
  });
  working.recopied(combined.sources);
  return true;
}

/** Whoever listens is told of each source. */
function mayCombine({ scoreListener }: ClusterState, request: MergeRequest): boolean {
  const { source, working, target, follow, visited } = request;
  if (scoreListener !== null && working === target.allowedNodes) return false;
  return (
    follow !== "primaries" && visited === undefined && !(source.kind === "clone" && source.choosingRoles)
  );
}

/**
 * Computes the scores after all sources, if certainly none of them is dropped: if there is a node that can be used all the time.
 *
 * @returns false if that is not certain, or scores can only be told by adding one by one
 */
function combine(
  combined: CombinedPreferences,
  nodes: readonly ClusterNode[],
  scores: readonly Score[],
  result: Score[],
  nonNegative: boolean,
): boolean {
  let usable = false;
  const shift = nonNegative ? shiftedUpwards : shifted;
  let row = 0;
  for (const node of nodes) {
    const score = scores[row] ?? MINUS_INFINITY;
    usable ||= isAvailable(node) && staysUsable(combined, node, score);
    const sum = shift(combined, node, score);
    if (sum === undefined) return false;
    result[row] = sum;
    row += 1;
  }
  return usable;
}

/** One source being visited: the colocations through which to go on. */
interface Visit {
  readonly source: Resource;
  readonly member: Resource;
  readonly factor: number;
  readonly colocations: readonly Colocation[];
  next: number;
}

const noColocations: readonly Colocation[] = [];
const notForbidden = clampScore(MINUS_INFINITY + 1);

/** The way from source to source is kept on a stack of its own, since chains may be thousands of resources long. */
class Merge {
  private readonly state: ClusterState;
  private readonly request: MergeRequest;
  private readonly toDependents: boolean;
  /**
   * The table's nodes that are not forbidden, since those remain so whatever is added, and for each whether it is available, its
   * score and its mark.
   */
  private readonly nodes: readonly ClusterNode[];
  private readonly available: readonly boolean[];
  private scores: Score[];
  private proposed: Score[];
  /** Nodes that a source made unusable, which must not become negative: they count 1 in the end. */
  private marked: boolean[];
  private proposedMarks: boolean[];
  /** Sources in the chain that is being followed. */
  private readonly visiting: Set<Resource>;
  private kept = 0;
  private readonly mayCombine: boolean;

  constructor(state: ClusterState, request: MergeRequest) {
    this.state = state;
    this.request = request;
    this.mayCombine = mayCombine(state, request);
    this.toDependents = request.follow !== "primaries";
    this.visiting = new Set(request.visited);
    this.nodes = entryNodes(state, request.working, notForbidden);
    this.available = this.nodes.map(isAvailable);
    this.scores = this.nodes.map((node) => request.working.score(node));
    this.proposed = this.scores.slice();
    this.marked = this.nodes.map(() => false);
    this.proposedMarks = this.marked.slice();
  }

  run(): void {
    const { source, colocation, factor, mayBeDropped = true } = this.request;
    const stack: Visit[] = [];
    const first = this.enter(source, colocation, factor, mayBeDropped);
    if (first !== null) stack.push(first);
    for (let visit = stack.at(-1); visit !== undefined; visit = stack.at(-1)) {
      const following = visit.colocations[visit.next];
      visit.next += 1;
      if (following === undefined) {
        this.leave(visit);
        stack.pop();
      } else {
        const inner = this.follow(following, visit.factor);
        if (inner !== null) stack.push(inner);
      }
    }
    this.commit();
  }

  private follow(colocation: Colocation, factor: number): Visit | null {
    if (this.toDependents && !hasInfluence(colocation)) return null;
    const source = this.toDependents ? colocation.dependent : colocation.primary;
    const combined = combinedFactor(factor, colocation);
    return this.skip(source, colocation, combined) ? null : this.enter(source, colocation, combined, true);
  }

  /** Adds a source and all that follows from it in one step, if possible. */
  private skip(source: Resource, colocation: Colocation, factor: number): boolean {
    const { state, nodes, scores, proposed } = this;
    const { nonNegative } = this.request;
    if (!this.mayCombine || this.isVisiting(source)) return false;
    if (nonNegative && this.marked.includes(true)) return false;
    const combined = rememberedPreferences(state, source, colocation, factor);
    if (combined === null || !combine(combined, nodes, scores, proposed, nonNegative)) return false;
    [this.scores, this.proposed] = [this.proposed, this.scores];
    this.kept += combined.sources;
    return true;
  }

  /** Adds a source's own preferences. Null if it is being visited already or its preferences are dropped. */
  private enter(
    source: Resource,
    colocation: Colocation,
    factor: number,
    mayBeDropped: boolean,
  ): Visit | null {
    const member = speaker(source);
    if (this.isVisiting(source) || this.isVisiting(member)) return null;
    const usable = this.propose(member, colocation, factor);
    if (!usable && mayBeDropped) return null;
    this.accept(colocation);
    this.visiting.add(source);
    this.visiting.add(member);
    return {
      source,
      member,
      factor,
      colocations: usable ? this.colocationsOf(member) : noColocations,
      next: 0,
    };
  }

  /** A clone whose roles are being chosen counts as visited, whatever the merge. */
  private isVisiting(resource: Resource): boolean {
    return this.visiting.has(resource) || (resource.kind === "clone" && resource.choosingRoles);
  }

  private colocationsOf(resource: Resource): readonly Colocation[] {
    return this.toDependents
      ? colocationsAsPrimary(this.state, resource)
      : colocationsAsDependent(this.state, resource);
  }

  private leave(visit: Visit): void {
    this.visiting.delete(visit.source);
    this.visiting.delete(visit.member);
    if (this.request.nonNegative) this.marked.fill(false);
  }

  /**
   * Computes what the scores would be with a source's preferences.
   *
   * @returns whether a node would be left that can be used
   */
  private propose(source: Resource, colocation: Colocation, factor: number): boolean {
    const { nodes, scores, proposed, marked, proposedMarks } = this;
    const { target, nonNegative } = this.request;
    const preferences = new SourcePreferences(this.state, source, colocation, target);
    let usable = false;
    for (let row = 0; row < nodes.length; row += 1) {
      const node = nodes[row];
      const old = scores[row];
      if (node === undefined || old === undefined) continue;
      let score = old;
      let mark = marked[row] === true;
      const best = preferences.best(node);
      if (!mark && (factor >= 0 || best >= 0 || preferences.repels(best))) {
        const sum = addScores(old, weighted(factor, best));
        if (!nonNegative || sum >= 0 || old < 0) score = sum;
        else if (old > 0) {
          mark = true;
          score = clampScore(1);
        }
      }
      proposed[row] = score;
      proposedMarks[row] = mark;
      if (score >= 0 && !mark && this.available[row] === true) usable = true;
    }
    return usable;
  }

  private accept(colocation: Colocation): void {
    this.tell(colocation);
    [this.scores, this.proposed] = [this.proposed, this.scores];
    [this.marked, this.proposedMarks] = [this.proposedMarks, this.marked];
    this.kept += 1;
  }

  private tell(colocation: Colocation): void {
    const { scoreListener } = this.state;
    const { target, working } = this.request;
    if (scoreListener === null || working !== target.allowedNodes) return;
    this.nodes.forEach((node, row) => {
      const before = this.scores[row] ?? MINUS_INFINITY;
      const after = this.proposed[row] ?? MINUS_INFINITY;
      if (after !== before) scoreListener(target, node, before, after, colocation);
    });
  }

  private commit(): void {
    if (this.kept === 0) return;
    const { working } = this.request;
    this.nodes.forEach((node, row) => {
      working.setScore(node, this.scores[row] ?? MINUS_INFINITY);
    });
    working.recopied(this.kept);
  }
}
