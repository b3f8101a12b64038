export { compileRule, type ElementResolver, UTC_CLOCK } from "./compile.js";
export type { RuleAgent, RuleContext } from "./context.js";
export { evaluateRule } from "./evaluate.js";
export type { RuleProblem, RuleProblemCode } from "./problem.js";
export type { CompiledRule, Condition } from "./rule.js";
export { substituteSubmatches } from "./submatches.js";
