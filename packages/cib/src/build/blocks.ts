import type { Pair, PairBlock } from "../view/pairs.js";
import type { Ids } from "./ids.js";
import { identifyRule, type Rule } from "./rules.js";
import { type ScoreInput, toScore } from "./values.js";

/** Values that hold where a rule passes. Of several blocks, those with a higher score win. */
export interface Block<V> {
  readonly values: V;
  readonly when?: Rule;
  readonly score?: ScoreInput;
  readonly id?: string;
}

/** Values, or several blocks of them. */
export type Blocks<V> = V | readonly Block<V>[];

/** The blocks with ids: of the owner and what they are, as pcs chooses them. */
export function identifyBlocks<V extends object>(
  blocks: Blocks<V> | undefined,
  ids: Ids,
  id: string,
): readonly PairBlock[] {
  if (blocks === undefined) return [];
  const list: readonly Block<V>[] = isList(blocks) ? blocks : [{ values: blocks }];
  return list.map((block) => {
    const own = ids.make(id, block.id);
    return {
      kind: "block",
      id: own,
      score: block.score === undefined ? undefined : toScore(block.score, own),
      rule: block.when && identifyRule(block.when, ids, `${own}-rule`),
      pairs: identifyPairs(Object.entries(block.values), ids, own),
    };
  });
}

/** A value that is given as undefined is not given. */
function identifyPairs(values: readonly (readonly [string, unknown])[], ids: Ids, block: string): Pair[] {
  return values
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ({
      kind: "pair",
      id: ids.make(`${block}-${name}`),
      name,
      value: String(value),
    }));
}

function isList<V>(blocks: Blocks<V>): blocks is readonly Block<V>[] {
  return Array.isArray(blocks);
}
