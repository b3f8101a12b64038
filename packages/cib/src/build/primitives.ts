import { BuildError } from "../errors/build.js";
import type { OnFail, Operation } from "../view/operations.js";
import type { Agent, Primitive, Template } from "../view/primitives.js";
import { type Blocks, identifyBlocks } from "./blocks.js";
import type { IdKind, Ids } from "./ids.js";
import type { ResourceMeta } from "./meta-attributes.js";
import { type Role, type TimeSpan, toTimeSpan, type Values } from "./values.js";

/** An agent: `ocf:PROVIDER:TYPE`, or `STANDARD:TYPE`. */
export type AgentName =
  | `ocf:${string}:${string}`
  | `${"lsb" | "heartbeat" | "stonith" | "service" | "systemd"}:${string}`;

/** An operation of a resource. */
export interface OperationSettings {
  readonly name: string;
  /** How often a recurring operation runs; `0`, the default, is for those that do not recur. */
  readonly interval?: TimeSpan;
  readonly timeout?: TimeSpan;
  readonly startDelay?: TimeSpan;
  readonly intervalOrigin?: string;
  readonly enabled?: boolean;
  readonly recordPending?: boolean;
  /** The role in which a monitor runs. */
  readonly role?: Role;
  readonly onFail?: OnFail;
  readonly description?: string;
  readonly parameters?: Blocks<Values>;
  readonly meta?: Blocks<Values>;
  readonly id?: string;
}

/** What a primitive or a template can have. */
export interface PrimitiveSettings {
  readonly description?: string;
  /** Parameters of the agent, `instance_attributes` in the CIB. */
  readonly parameters?: Blocks<Values>;
  readonly meta?: Blocks<ResourceMeta>;
  readonly utilization?: Blocks<Values>;
  readonly operations?: readonly OperationSettings[];
}

/** A resource to be added: its own id and those in it, and the templates that it needs, are part of its type. */
export interface Definition<Id extends string, TemplateId extends string, Made> {
  readonly make: (ids: Ids) => Made;
  /** No value; only the types. */
  readonly types?: { readonly id: Id; readonly template: TemplateId };
}

export type PrimitiveDefinition<Id extends string, TemplateId extends string> = Definition<
  Id,
  TemplateId,
  Primitive
>;

/**
 * A primitive that an agent manages: `primitive("vip", "ocf:heartbeat:IPaddr2", { parameters: { ip: "10.0.0.9" } })`.
 * One that is derived from a template names it: `primitive("web1", { template: "web" })`.
 */
export function primitive<const Id extends string>(
  id: Id,
  agent: AgentName,
  settings?: PrimitiveSettings,
): PrimitiveDefinition<Id, never>;
export function primitive<const Id extends string, const TemplateId extends string>(
  id: Id,
  template: { readonly template: TemplateId },
  settings?: PrimitiveSettings,
): PrimitiveDefinition<Id, TemplateId>;
export function primitive(
  id: string,
  source: AgentName | { readonly template: string },
  settings: PrimitiveSettings = {},
): PrimitiveDefinition<string, string> {
  return { make: (ids) => identifyPrimitive(ids, id, source, settings) };
}

function identifyPrimitive(
  ids: Ids,
  id: string,
  source: AgentName | { readonly template: string },
  settings: PrimitiveSettings,
): Primitive {
  if (typeof source === "string") {
    const agent = parseAgent(source, id);
    const content = identifyContent(ids, id, settings, agent.standard === "stonith" ? "device" : "resource");
    return { kind: "primitive", definition: { kind: "agent", agent }, ...content };
  }
  const template = ids.requireTemplate(source.template);
  const content = identifyContent(ids, id, settings, "resource");
  return { kind: "primitive", definition: { kind: "template", template }, ...content };
}

/** A template with ids. */
export function identifyTemplate(
  ids: Ids,
  id: string,
  agent: AgentName,
  settings: PrimitiveSettings = {},
): Template {
  const parsed = parseAgent(agent, id);
  return { kind: "template", agent: parsed, ...identifyContent(ids, id, settings, "template") };
}

function identifyContent(ids: Ids, id: string, settings: PrimitiveSettings, kind: IdKind) {
  const { description, parameters, meta, utilization, operations = [] } = settings;
  ids.claim(id, kind);
  return {
    id,
    description,
    attributes: identifyBlocks(parameters, ids, `${id}-instance_attributes`),
    meta: identifyBlocks(meta, ids, `${id}-meta_attributes`),
    utilization: identifyBlocks(utilization, ids, `${id}-utilization`),
    operationsId: undefined,
    operations: operations.map((operation) => identifyOperation(ids, id, operation)),
  };
}

function identifyOperation(ids: Ids, owner: string, settings: OperationSettings): Operation {
  const { name, interval = "0", timeout, startDelay } = settings;
  const id = ids.make(`${owner}-${name}-interval-${interval}`, settings.id);
  return {
    kind: "operation",
    id,
    name,
    interval: toTimeSpan(interval, id),
    timeout: timeout && toTimeSpan(timeout, id),
    startDelay: startDelay && toTimeSpan(startDelay, id),
    intervalOrigin: settings.intervalOrigin,
    enabled: settings.enabled,
    recordPending: settings.recordPending,
    role: settings.role,
    onFail: settings.onFail,
    description: settings.description,
    attributes: identifyBlocks(settings.parameters, ids, `${id}-instance_attributes`),
    meta: identifyBlocks(settings.meta, ids, `${id}-meta_attributes`),
  };
}

function parseAgent(name: string, owner: string): Agent {
  const [standard, ...rest] = name.split(":");
  const [first = "", second = ""] = rest;
  if (standard === "ocf" && rest.length === 2 && first !== "" && second !== "") {
    return { standard, provider: first, type: second };
  }
  const type = rest.join(":");
  if (type !== "" && isStandard(standard)) return { standard, type };
  const advice = "write ocf:PROVIDER:TYPE, systemd:UNIT, stonith:TYPE, lsb:SCRIPT or service:NAME";
  throw new BuildError("invalid-value", `${owner}: "${name}" names no agent: ${advice}`, owner);
}

type Standard = Exclude<Agent["standard"], "ocf">;

const STANDARDS: readonly string[] = [
  "lsb",
  "heartbeat",
  "stonith",
  "service",
  "systemd",
] satisfies readonly Standard[];

function isStandard(text: string | undefined): text is Standard {
  return text !== undefined && STANDARDS.includes(text);
}
