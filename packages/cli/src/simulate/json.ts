import { formatScore, type Score, type XmlElement } from "@sanode/cib";
import {
  type ClusterState,
  type ConfigurationWarning,
  type FencingSummary,
  type GraphHeader,
  type GraphResource,
  type PlacementEvent,
  type Resource,
  type ResourceSummary,
  roleText,
  type Schedule,
  type Synapse,
} from "@sanode/pengine";
import { type SimulationEvent, SimulationSession, TextReport } from "@sanode/tengine";
import { ExitStatus } from "../command/exit-status.js";
import type { Output } from "../command/output.js";
import type { Clock } from "../input/clock.js";
import type { SimulateArguments } from "./options.js";
import { failing, sessionOptions, type WorkingFile, writeDocument, writeGraphs } from "./run.js";

/** What `sanode simulate --json` prints. */
export interface SimulationJson {
  /** The cluster as the status tells, after the changes asked for. */
  readonly current: StatusJson;
  /** Assignment and promotion scores in the order of evaluation. */
  readonly scores: readonly ScoreJson[];
  readonly summary: {
    readonly fencing: readonly FencingSummary[];
    readonly resources: readonly ResourceSummaryJson[];
  };
  readonly transition: GraphHeader & { readonly actions: readonly ActionJson[] };
  /** With `--simulate` only: what happened, and the cluster afterwards. */
  readonly execution?: {
    readonly status: "complete" | "stopped" | "terminated";
    readonly events: readonly SimulationEvent[];
  };
  readonly revised?: StatusJson;
  /** Problems of the configuration. */
  readonly warnings: readonly ConfigurationWarning[];
}

export interface StatusJson {
  readonly nodes: readonly NodeJson[];
  readonly resources: readonly ResourceJson[];
}

export interface NodeJson {
  readonly name: string;
  readonly id: string;
  readonly kind: "cluster" | "remote";
  readonly online: boolean;
  readonly unclean: boolean;
  readonly pending: boolean;
  readonly standby: boolean;
  readonly maintenance: boolean;
}

export interface ResourceJson {
  readonly id: string;
  readonly kind: Resource["kind"];
  /** Of a primitive. */
  readonly role?: string;
  /** Where it is active. */
  readonly nodes: readonly string[];
  readonly managed: boolean;
  readonly failed: boolean;
  readonly children?: readonly ResourceJson[];
}

type ScoreValue = number | "INFINITY" | "-INFINITY";

export type ScoreJson =
  | {
      readonly kind: "assignment";
      /** Whose step of the assignment it is: `primitive`, `group`, `clone`, `bundle`. */
      readonly step: string;
      readonly resource: string;
      readonly node: string;
      readonly score: ScoreValue;
    }
  | {
      readonly kind: "promotion";
      readonly resource: string;
      readonly node: string | null;
      readonly score: ScoreValue;
    };

/** A line of the summary, its roles in words. */
export type ResourceSummaryJson = Omit<ResourceSummary, "originalRole" | "nextRole"> & {
  readonly originalRole: string;
  readonly nextRole: string;
};

export interface ActionJson {
  readonly id: number;
  readonly priority: number;
  /** `rsc_op` for actions of resources, `crm_event` of the cluster, `pseudo_event` for mere points in the order. */
  readonly kind: "rsc_op" | "crm_event" | "pseudo_event";
  readonly operation: string;
  readonly key: string;
  readonly node: string | null;
  /** The node whose connection carries the action. */
  readonly router: string | null;
  readonly resource: GraphResource | null;
  readonly attributes: Readonly<Record<string, string>>;
  /** Ids of the actions that must be done before. */
  readonly inputs: readonly number[];
}

/** One simulation told as JSON; files are written as for a text. Returns the exit status. */
export function runForMachines(
  cib: XmlElement,
  options: SimulateArguments,
  clock: Clock,
  output: Output,
  workingFile: WorkingFile,
): number {
  if (workingFile !== null) writeDocument(workingFile, cib, `Could not create '${workingFile}': `);
  const session = new SimulationSession(
    cib,
    { ...sessionOptions(options, clock), showsPlacement: true },
    new TextReport({}, ({ stream, text }) => {
      if (stream === "error") output.error(text);
    }),
  );
  const { json, status } = failing(() => carryOut(session, options));
  output.line(JSON.stringify(json, null, 2));
  if (workingFile !== null) writeDocument(workingFile, session.cib, `Could not create '${workingFile}': `);
  return status;
}

function carryOut(
  session: SimulationSession,
  options: SimulateArguments,
): { json: SimulationJson; status: number } {
  session.inject();
  if (options.saveInput !== undefined) writeDocument(options.saveInput, session.inputAsRead, null);
  // Scheduling changes roles and assignments, so the status is taken before.
  const current = statusJson(session.state);
  const schedule = session.schedule();
  writeGraphs(schedule, options);
  const decided = { current, ...scheduleJson(schedule) };
  const warnings = [...schedule.state.warnings];
  if (!options.simulate) return { json: { ...decided, warnings }, status: ExitStatus.ok };
  const { status, events } = session.execute();
  return {
    json: { ...decided, execution: { status, events }, revised: statusJson(session.state), warnings },
    status: status === "terminated" ? ExitStatus.error : ExitStatus.ok,
  };
}

function scheduleJson({ state, summary, graph }: Schedule): Omit<SimulationJson, "current" | "warnings"> {
  return {
    scores: (state.placementEvents ?? []).flatMap(scoresJson),
    summary: {
      fencing: summary.fencing,
      resources: summary.resources.map((line) => ({
        ...line,
        originalRole: roleText(line.originalRole),
        nextRole: roleText(line.nextRole),
      })),
    },
    transition: { ...graph.header, actions: graph.synapses.map(actionJson) },
  };
}

function scoresJson(event: PlacementEvent): ScoreJson[] {
  if (event.kind === "promotion") {
    const { resource, node, score } = event;
    return [{ kind: "promotion", resource: resource.id, node: node?.name ?? null, score: scoreJson(score) }];
  }
  if (event.kind !== "scores") return [];
  return event.scores.map(({ node, score }) => ({
    kind: "assignment",
    step: event.label,
    resource: event.resource.id,
    node: node.name,
    score: scoreJson(score),
  }));
}

function scoreJson(score: Score): ScoreValue {
  const text = formatScore(score);
  return text === "INFINITY" || text === "-INFINITY" ? text : Number(text);
}

function actionJson({ priority, action, inputs }: Synapse): ActionJson {
  return {
    id: action.id,
    priority,
    kind: action.element,
    operation: action.operation,
    key: action.operationKey,
    node: action.node?.name ?? null,
    router: action.node?.router ?? null,
    resource: action.resource,
    attributes: Object.fromEntries([...action.attributes, ...action.parameters]),
    inputs: inputs.map(({ id }) => id),
  };
}

function statusJson(state: ClusterState): StatusJson {
  return {
    nodes: state.nodes.map(({ name, id, kind, online, unclean, pending, standby, maintenance }) => ({
      name,
      id,
      kind,
      online,
      unclean,
      pending,
      standby,
      maintenance,
    })),
    resources: state.resources.map(resourceJson),
  };
}

function resourceJson(resource: Resource): ResourceJson {
  const { id, kind, managed, failed } = resource;
  const nodes = resource.activeNodes.map((node) => node.name);
  if (resource.kind === "primitive") {
    return { id, kind, role: roleText(resource.currentRole), nodes, managed, failed };
  }
  return { id, kind, nodes, managed, failed, children: resource.children.map(resourceJson) };
}
