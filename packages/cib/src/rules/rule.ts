import type { DateTime } from "../values/date-time.js";
import type { DateRange } from "./date-range.js";
import type { RuleProblem } from "./problem.js";

/** A rule, read and resolved once, to be evaluated any number of times. */
export interface CompiledRule {
  readonly condition: Condition;
  /**
   * Whether the result may depend on the node (its attributes, or what is looked up for a node). If not, one
   * evaluation serves all nodes.
   */
  readonly usesNode: boolean;
}

/** One condition of a rule; a rule is one itself. */
export type Condition =
  | RuleCondition
  | AttributeCondition
  | ResourceCondition
  | OperationCondition
  | DateCondition
  | BrokenCondition;

/** All ("and") or any ("or") of some conditions, in document order. */
export interface RuleCondition {
  readonly kind: "rule";
  readonly id: string;
  readonly operator: "and" | "or";
  readonly conditions: readonly Condition[];
}

/** Something that cannot be evaluated and therefore does not hold. */
export interface BrokenCondition {
  readonly kind: "broken";
  readonly problem: RuleProblem;
}

/** A test of a node attribute (`expression`). */
export type AttributeCondition = PresenceCondition | ComparisonCondition;

export interface PresenceCondition {
  readonly kind: "presence";
  readonly id: string;
  readonly attribute: string;
  /** `defined` wants the attribute set, `not_defined` unset. */
  readonly defined: boolean;
}

export type ComparisonOperation = "eq" | "ne" | "lt" | "lte" | "gt" | "gte";
export type ComparisonType = "string" | "integer" | "number" | "version";
export type ValueSource = "literal" | "param" | "meta";

export interface ComparisonCondition {
  readonly kind: "comparison";
  readonly id: string;
  readonly attribute: string;
  readonly operation: ComparisonOperation;
  /** Undefined where the configuration names none: the operation and the texts decide. */
  readonly type: ComparisonType | undefined;
  /** What the attribute is compared with: the text itself, or the name of a parameter or meta-attribute. */
  readonly source: ValueSource;
  readonly value: string;
}

/** A test of the resource's agent; what is undefined is not tested. */
export interface ResourceCondition {
  readonly kind: "resource";
  readonly id: string;
  readonly class: string | undefined;
  readonly provider: string | undefined;
  readonly type: string | undefined;
}

/** A test of the operation. */
export interface OperationCondition {
  readonly kind: "operation";
  readonly id: string;
  readonly name: string;
  /** Milliseconds; undefined for any interval. */
  readonly intervalMs: number | undefined;
}

/** A test of the present time. */
export type DateCondition = InRangeCondition | AfterCondition | BeforeCondition | DateSpecCondition;

/** start <= now <= end; an undefined end is open. */
export interface InRangeCondition {
  readonly kind: "in-range";
  readonly id: string;
  readonly start: DateTime | undefined;
  readonly end: DateTime | undefined;
}

/** now > start */
export interface AfterCondition {
  readonly kind: "after";
  readonly id: string;
  readonly start: DateTime;
}

/** now < end */
export interface BeforeCondition {
  readonly kind: "before";
  readonly id: string;
  readonly end: DateTime;
}

/** Every range given holds the present moment's field, in the moment's own zone. */
export interface DateSpecCondition {
  readonly kind: "date-spec";
  readonly id: string;
  /** In the order of testing, which ends at the first that does not hold or is no range. */
  readonly ranges: readonly (DateRange | BrokenCondition)[];
}
