import type { DateTime } from "../values/date-time.js";
import type { RuleProblem } from "./problem.js";

/** What a rule is evaluated with. What is missing counts as unset. */
export interface RuleContext {
  readonly now: DateTime;
  /** The attributes of the node in question, permanent and transient. */
  readonly nodeAttributes?: ReadonlyMap<string, string> | undefined;
  /** The agent of the resource in question; a group, clone or bundle has none. */
  readonly agent?: RuleAgent | undefined;
  /** The operation in question; a probe is a monitor with interval 0. */
  readonly operation?: { readonly name: string; readonly intervalMs: number } | undefined;
  /** A parameter of the resource by name, for the node in question. */
  readonly parameters?: ((name: string) => string | undefined) | undefined;
  /** A meta-attribute of the resource by name. */
  readonly meta?: ((name: string) => string | undefined) | undefined;
  /** What a location constraint's pattern matched on the resource's id: the whole, then its groups. */
  readonly submatches?: readonly (string | undefined)[] | undefined;
  /** Told of each moment (seconds since the epoch) at which an evaluated date may change its result. */
  readonly recheck?: ((epochSeconds: number) => void) | undefined;
  /** Told of what is wrong with the parts that were evaluated. */
  readonly warn?: ((problem: RuleProblem) => void) | undefined;
}

/** The agent of a resource. */
export interface RuleAgent {
  readonly class: string;
  readonly provider?: string | undefined;
  readonly type: string;
}
