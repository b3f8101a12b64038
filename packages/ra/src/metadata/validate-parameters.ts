import { intervalOrUndefined, parseBoolean } from "@sanode/cib";
import { SECRET } from "../agent/secrets.js";
import type { AgentMetadata, AgentParameter } from "./metadata.js";
import { nearNames } from "./near-names.js";

export type ParameterFindingCode =
  | "missing-parameter"
  | "unknown-parameter"
  | "deprecated-parameter"
  | "not-an-integer"
  | "not-a-boolean"
  | "not-a-time"
  | "not-an-option"
  | "out-of-range";

/** What is wrong, or questionable, about one parameter of a resource. */
export interface ParameterFinding {
  /** With an error the agent cannot work as its meta-data says; a warning is worth a look. */
  readonly severity: "error" | "warning";
  readonly code: ParameterFindingCode;
  readonly parameter: string;
  readonly message: string;
}

/** Parameters that the cluster adds, or takes for itself, whatever the agent declares. */
const CLUSTER_PARAMETERS =
  /^(?:CRM_meta_|crm_feature_set$|OCF_CHECK_LEVEL$|pcmk_|provides$|stonith-timeout$|priority$)/;

/**
 * Checks a resource's parameters against what its agent says that it takes: required ones are there, values are of their
 * types, nothing is unknown or deprecated. In the order of declaration, then of the parameters given.
 *
 * Values that are not in the configuration (`lrm://`) are not looked at. A required parameter that has a default, or
 * whose predecessor or successor is given, need not be there: fence agents declare both as required.
 */
export function validateParameters(
  metadata: AgentMetadata,
  given: Readonly<Record<string, string>>,
): readonly ParameterFinding[] {
  const declared = new Map(metadata.parameters.map((parameter) => [parameter.name, parameter]));
  const findings: ParameterFinding[] = [];
  for (const parameter of metadata.parameters) {
    const value = Object.hasOwn(given, parameter.name) ? given[parameter.name] : undefined;
    if (value === undefined) findings.push(...missing(parameter, metadata, given));
    else findings.push(...deprecated(parameter), ...wrongValue(parameter, value));
  }
  for (const name of Object.keys(given)) {
    if (declared.has(name) || CLUSTER_PARAMETERS.test(name)) continue;
    const message = `${metadata.name} has no parameter "${name}"${suggestion(name, [...declared.keys()])}`;
    findings.push({ severity: "warning", code: "unknown-parameter", parameter: name, message });
  }
  return findings;
}

function missing(
  parameter: AgentParameter,
  metadata: AgentMetadata,
  given: Readonly<Record<string, string>>,
): readonly ParameterFinding[] {
  const { name, required, deprecated: end, default: byDefault } = parameter;
  if (!required || (byDefault !== undefined && byDefault !== "") || end !== undefined) return [];
  const predecessors = metadata.parameters.filter((other) => other.deprecated?.replacedBy.includes(name));
  if (predecessors.some((other) => Object.hasOwn(given, other.name))) return [];
  const message = `Parameter "${name}" is required${described(parameter)}`;
  return [{ severity: "error", code: "missing-parameter", parameter: name, message }];
}

function described({ shortDescription }: AgentParameter): string {
  return shortDescription === "" ? "" : `: ${shortDescription}`;
}

function deprecated({ name, deprecated: end }: AgentParameter): readonly ParameterFinding[] {
  if (end === undefined) return [];
  const successors = end.replacedBy.map((successor) => `"${successor}"`).join(" or ");
  const advice = successors === "" ? "" : `; use ${successors} instead`;
  const why = end.description === "" ? "" : ` (${end.description})`;
  const message = `Parameter "${name}" is deprecated${why}${advice}`;
  return [{ severity: "warning", code: "deprecated-parameter", parameter: name, message }];
}

function wrongValue(parameter: AgentParameter, value: string): readonly ParameterFinding[] {
  const { default: byDefault } = parameter;
  if (value === SECRET) return [];
  // Some agents' types are wrong, as their own defaults show: `integer` for what is "5s".
  if (byDefault !== undefined && byDefault !== "" && judgeValue(parameter, byDefault).length > 0) return [];
  return judgeValue(parameter, value);
}

function judgeValue(parameter: AgentParameter, value: string): readonly ParameterFinding[] {
  const { name, type, options } = parameter;
  const finding = (code: ParameterFindingCode, what: string): readonly ParameterFinding[] => [
    {
      severity: "error",
      code,
      parameter: name,
      message: `Parameter "${name}" is "${value}", which is ${what}`,
    },
  ];
  switch (type) {
    case "integer":
      if (!/^[+-]?\d+$/.test(value)) return finding("not-an-integer", "no whole number");
      return isInRange(parameter, Number(value)) ? [] : finding("out-of-range", `not ${rangeOf(parameter)}`);
    case "boolean":
      return isBoolean(value) ? [] : finding("not-a-boolean", "neither true nor false");
    case "second":
    case "time":
      return intervalOrUndefined(value) === undefined ? finding("not-a-time", "no length of time") : [];
    case "select":
      if (options.length === 0 || options.includes(value)) return [];
      return finding("not-an-option", `none of ${options.join(", ")}${suggestion(value, options)}`);
    default:
      return [];
  }
}

function isBoolean(value: string): boolean {
  return parseBoolean(value) !== undefined || /^[tf]$/i.test(value);
}

function isInRange({ minimum, maximum }: AgentParameter, value: number): boolean {
  return !(
    value < bound(minimum, Number.NEGATIVE_INFINITY) || value > bound(maximum, Number.POSITIVE_INFINITY)
  );
}

/** A bound that is no number binds nothing. */
function bound(text: string | undefined, none: number): number {
  const number = text === undefined || text.trim() === "" ? Number.NaN : Number(text);
  return Number.isNaN(number) ? none : number;
}

function rangeOf({ minimum, maximum }: AgentParameter): string {
  if (minimum === undefined) return `at most ${maximum}`;
  return maximum === undefined ? `at least ${minimum}` : `between ${minimum} and ${maximum}`;
}

function suggestion(wrong: string, known: readonly string[]): string {
  const [nearest] = nearNames(wrong, known);
  return nearest === undefined ? "" : `; did you mean "${nearest}"?`;
}
