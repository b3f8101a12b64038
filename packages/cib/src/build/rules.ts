import { BuildError } from "../errors/build.js";
import type { Fields, Condition as ViewCondition, Rule as ViewRule } from "../view/rules.js";
import type { Ids } from "./ids.js";

/** A condition of a rule; made by {@link attribute}, {@link during} and the like. */
export type Condition = Rule | Expression;

/** A rule; made by {@link all} and {@link any}. */
export interface Rule {
  readonly kind: "rule";
  readonly operator: "and" | "or";
  readonly conditions: readonly Condition[];
}

/** A comparison as the view has it, but for its id. */
type Expression = WithoutId<Exclude<ViewCondition, { readonly kind: "rule" | "reference" }>>;
type WithoutId<T> = T extends unknown ? Omit<T, "id"> : never;

/** A comparison of a node attribute's value. */
export type Comparison = "eq" | "ne" | "lt" | "lte" | "gt" | "gte";

export interface AttributeOptions {
  /** How the values are compared; if it is not given, as text by `eq` and `ne`, as numbers by the others. */
  readonly type?: "string" | "integer" | "number" | "version";
  /** What the value is: meant literally, or the name of a parameter or meta-attribute of the resource. */
  readonly valueSource?: "literal" | "param" | "meta";
}

/** Passes if all of the conditions do. */
export function all(...conditions: readonly [Condition, ...Condition[]]): Rule {
  return { kind: "rule", operator: "and", conditions };
}

/** Passes if any of the conditions does. */
export function any(...conditions: readonly [Condition, ...Condition[]]): Rule {
  return { kind: "rule", operator: "or", conditions };
}

/** Compares a node attribute: `attribute("rack", "eq", "r1")`. */
export function attribute(
  name: string,
  operation: Comparison,
  value: string | number,
  { type, valueSource = "literal" }: AttributeOptions = {},
): Condition {
  return { kind: "attribute", attribute: name, operation, value: String(value), type, valueSource };
}

/** Passes on nodes that have the attribute. */
export function defined(name: string): Condition {
  return existence(name, "defined");
}

/** Passes on nodes that do not have the attribute. */
export function notDefined(name: string): Condition {
  return existence(name, "not_defined");
}

function existence(attribute: string, operation: "defined" | "not_defined"): Condition {
  return {
    kind: "attribute",
    attribute,
    operation,
    value: undefined,
    type: undefined,
    valueSource: "literal",
  };
}

/** Passes after a date and time (ISO 8601). */
export function after(start: string): Condition {
  return { kind: "date", operation: "gt", start };
}

/** Passes before a date and time (ISO 8601). */
export function before(end: string): Condition {
  return { kind: "date", operation: "lt", end };
}

/** Passes from a date and time to another, or for a while. At least one of start and end has to be given. */
export function during(
  range:
    | {
        readonly start: string;
        readonly end?: string;
        readonly duration?: Readonly<Partial<Record<DurationField, number>>>;
      }
    | { readonly end: string },
): Condition {
  const { start, duration } = "start" in range ? range : { start: undefined, duration: undefined };
  return {
    kind: "date",
    operation: "in_range",
    start,
    end: range.end,
    duration: duration && fields(duration),
    durationId: undefined,
  };
}

type DurationField = "years" | "months" | "weeks" | "days" | "hours" | "minutes" | "seconds";

type CalendarField =
  | "years"
  | "months"
  | "monthdays"
  | "hours"
  | "minutes"
  | "seconds"
  | "yeardays"
  | "weekyears"
  | "weeks"
  | "weekdays";

/** Passes when the calendar says so: `calendar({ hours: "9-16", weekdays: "1-5" })`. */
export function calendar(spec: Readonly<Partial<Record<CalendarField, number | string>>>): Condition {
  return { kind: "date", operation: "date_spec", spec: fields(spec), specId: undefined };
}

function fields(values: Readonly<Record<string, number | string | undefined>>): Fields {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

/** In defaults: passes for resources of such an agent. */
export function agentIs(agent: {
  readonly class?: string;
  readonly provider?: string;
  readonly type?: string;
}): Condition {
  return { kind: "resource", class: agent.class, provider: agent.provider, type: agent.type };
}

/** In defaults: passes for such operations. */
export function operationIs(name: string, interval?: string): Condition {
  return { kind: "operation", name, interval };
}

/** As deep as rules may be within each other. */
const DEPTH = 100;

/** The rule with ids, as pcs chooses them. */
export function identifyRule(
  rule: Rule,
  ids: Ids,
  id: string,
  { role, score, scoreAttribute }: Partial<Pick<ViewRule, "role" | "score" | "scoreAttribute">> = {},
  depth = 0,
): ViewRule {
  if (rule.conditions.length === 0) {
    throw new BuildError("invalid-value", `${id}: a rule needs a condition: give it one`, id);
  }
  if (depth > DEPTH) {
    throw new BuildError("invalid-value", `${id}: more than ${DEPTH} rules are within each other`, id);
  }
  const own = ids.make(id);
  const conditions = rule.conditions.map((condition): ViewCondition => {
    if (condition.kind === "rule") return identifyRule(condition, ids, `${own}-rule`, {}, depth + 1);
    const expression = ids.make(`${own}-expr`);
    return { ...condition, id: expression, ...detailId(condition, ids, expression) };
  });
  return { kind: "rule", id: own, operator: rule.operator, role, score, scoreAttribute, conditions };
}

/** The id of what a comparison of dates has within it. */
function detailId(condition: Expression, ids: Ids, id: string): { specId?: string; durationId?: string } {
  if (condition.kind !== "date") return {};
  if (condition.operation === "date_spec") return { specId: ids.make(`${id}-spec`) };
  const hasDuration = condition.operation === "in_range" && condition.duration !== undefined;
  return hasDuration ? { durationId: ids.make(`${id}-duration`) } : {};
}
