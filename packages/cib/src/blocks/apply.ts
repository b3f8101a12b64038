import type { RuleContext } from "../rules/context.js";
import { evaluateRule } from "../rules/evaluate.js";
import type { CompiledBlocks } from "./compile.js";

/** How pairs enter a table that holds values already. */
export interface ApplyOptions {
  /** The blocks' values replace those in the table, as transient node attributes replace permanent ones. */
  readonly overwrite?: boolean | undefined;
}

/**
 * Adds the pairs of all blocks whose rule holds to a table. A name that has a value keeps it, so what is applied first
 * has precedence, in one call and over several. The value `#default` takes the name's value away instead, and
 * leaves the name to be set by a later block.
 * Source: Pacemaker Explained, "Sets of Options".
 */
export function applyBlocks(
  compiled: CompiledBlocks,
  context: RuleContext,
  into: Map<string, string>,
  options: ApplyOptions = {},
): void {
  if (options.overwrite === true) {
    const fresh = new Map<string, string>();
    applyBlocks(compiled, context, fresh);
    for (const [name, value] of fresh) into.set(name, value);
    return;
  }
  // In order of precedence: every value set here hides those of the blocks that follow.
  for (const block of compiled.blocks) {
    if (block.rule !== undefined && !evaluateRule(block.rule, context)) continue;
    for (const { name, value } of block.pairs) {
      if (value === undefined) into.delete(name);
      else if (!into.has(name)) into.set(name, value);
    }
  }
}
