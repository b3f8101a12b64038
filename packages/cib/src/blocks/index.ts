export { type ApplyOptions, applyBlocks } from "./apply.js";
export {
  type BlockName,
  type BlockScope,
  type CompiledBlock,
  type CompiledBlocks,
  compileBlocks,
  type Pair,
} from "./compile.js";
export type { BlockProblem } from "./problem.js";
