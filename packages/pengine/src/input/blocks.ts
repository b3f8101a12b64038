import {
  applyBlocks,
  type BlockName,
  type BlockScope,
  type CompiledBlocks,
  compileBlocks,
  ElementIndex,
  type RuleContext,
  type XmlElement,
} from "@sanode/cib";
import { type ClusterState, offerRecheck } from "../model/state.js";
import { healthScores } from "./health-scores.js";
import { dateClock, ruleResolver } from "./rule-resolver.js";
import type { WarningSink } from "./warnings.js";

export type { BlockScope } from "@sanode/cib";

/** What reading blocks takes; the options are missing while they are being read themselves. */
export type BlockReader = Pick<ClusterState, "index" | "now" | "warnings"> &
  Partial<Pick<ClusterState, "options">>;

/** Options, nodes and defaults: references are looked up in the whole document. */
export function documentScope(state: BlockReader): BlockScope {
  return {
    find: ruleResolver(state),
    findPair: (id) => state.index.find("nvpair", id),
    clock: dateClock(state),
    health: state.options === undefined ? undefined : healthScores(state.options),
    warn: (problem) => recordProblem(state, problem),
  };
}

/**
 * A resource refers only to blocks and rules inside its own element (its template merged in); a group's includes
 * its members, not the reverse. Pairs are looked up in the whole document all the same.
 */
export function ownScope(state: Pick<ClusterState, "blockScope">, element: XmlElement): BlockScope {
  const { findPair, clock, health, warn } = state.blockScope;
  let index: ElementIndex | undefined;
  const find: BlockScope["find"] = (name, id) => {
    index ??= new ElementIndex(element);
    return index.find(name, id);
  };
  return { find, findPair, clock, health, warn };
}

interface Problem {
  readonly severity: "error" | "warning";
  readonly code: string;
  readonly element: string;
  readonly id?: string | undefined;
  readonly message: string;
}

function recordProblem(sink: WarningSink, problem: Problem): void {
  const { severity, code, message } = problem;
  sink.warnings.push({ severity, code, element: problem.id ?? problem.element, message });
}

/** Reads the blocks of one kind, so that they can be applied often. */
export function compileIn(scope: BlockScope, parent: XmlElement, name: BlockName): CompiledBlocks {
  return compileBlocks(parent, name, scope);
}

/** What rules see besides the date; what is left out counts as unset. */
export type RuleInputs = Pick<RuleContext, "nodeAttributes" | "agent" | "operation">;

/** Adds the pairs of all blocks whose rule holds now; names that have a value keep it. */
export function applyTo(
  state: Pick<ClusterState, "now" | "nowSeconds" | "recheckBy" | "warnings">,
  blocks: CompiledBlocks,
  into: Map<string, string>,
  inputs: RuleInputs = {},
  options: { readonly overwrite?: boolean } = {},
): void {
  if (blocks.blocks.length === 0) return;
  const context: RuleContext = blocks.hasRules
    ? {
        ...inputs,
        now: state.now,
        recheck: (seconds) => offerRecheck(state, seconds),
        warn: (problem) => recordProblem(state, problem),
      }
    : state;
  applyBlocks(blocks, context, into, options);
}
