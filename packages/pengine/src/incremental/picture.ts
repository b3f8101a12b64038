import type { GraphHeader, Synapse } from "../graph/transition-graph.js";
import type { ClusterNode } from "../model/node.js";
import type { Resource } from "../model/resource.js";
import { topAncestor } from "../model/resource-tree.js";
import { Step } from "../model/run-observer.js";
import type { PlacementEvent } from "../model/state.js";
import type { ResourceSummary } from "../report/transition-summary.js";
import type { Connections } from "./connections.js";
import { NodeLoads } from "./node-loads.js";
import type { Moment, ObservedRun, Stretch, Turn } from "./observed-run.js";
import { NotInPart } from "./reason.js";
import type { StatusIndex } from "./status-index.js";

/** Actions with consecutive numbers of one run, and their place among all. */
export interface Block {
  /** Blocks are in ascending order of it. */
  readonly place: number;
  readonly component: string;
  readonly run: ObservedRun;
  /** Number of the first action in its own run. */
  readonly from: number;
  readonly count: number;
}

/** What an answer says of one top-level resource. */
export interface Share {
  readonly id: string;
  readonly run: ObservedRun;
  readonly priority: number;
  readonly turn: Turn;
  readonly synapses: readonly Synapse[];
  readonly summary: readonly ResourceSummary[];
}

/** An answer taken apart; never changed, and put together from one run or from several. */
export interface Picture {
  /** Of the top-level resources, in list order. */
  readonly shares: readonly Share[];
  /** Of the shares. */
  readonly loads: NodeLoads;
  readonly blocks: readonly Block[];
  readonly header: GraphHeader;
  /** What is printed before the first resource is assigned and after the last. */
  readonly opening: readonly PlacementEvent[];
  readonly closing: readonly PlacementEvent[];
}

/** The places of what runs make. */
export interface Places {
  readonly connections: Connections;
  readonly status: StatusIndex;
  /** Places of top-level resources in the list of the whole cluster. */
  readonly order: ReadonlyMap<string, number>;
}

/** @throws NotInPart if the run did anything that cannot be traced to a resource */
export function takeApart(run: ObservedRun, places: Places): Picture {
  refuseWholes(run);
  const blocks = run.stretches.map((stretch) => blockOf(run, stretch, places));
  checkPlaces(blocks);
  checkLinks(run, places);
  const order = run.schedule.state.resources.map(({ id }) => id);
  const { opening, closing } = run;
  const { header } = run.schedule.graph;
  const shares = sharesOf(run, order);
  return { shares, loads: loadsOf(shares), blocks, header, opening, closing };
}

export function loadsOf(shares: readonly Share[]): NodeLoads {
  return new NodeLoads(shares.map(({ turn }) => turn.load));
}

/** @throws NotInPart if there is more to a cluster than its resources */
export function refuseWholes({ schedule }: ObservedRun): void {
  const { state } = schedule;
  if (state.tooNew) throw new NotInPart("unusual-document");
  if (state.nodes.some(({ kind }) => kind === "remote")) throw new NotInPart("remote-nodes");
  const counts = state.nodes.some(({ utilization }) => utilization.size > 0);
  if (counts || state.options.placementStrategy !== "default") throw new NotInPart("utilization");
  if (state.clusterActions.size > 0 || schedule.summary.fencing.length > 0) {
    throw new NotInPart("cluster-actions");
  }
  if (state.resources.some(({ removed }) => removed)) throw new NotInPart("removed-resources");
  if (state.notes.length > 0) throw new NotInPart("notes");
}

const byNodeAndHistory: ReadonlySet<Step> = new Set([Step.history, Step.definitions]);

function blockOf(run: ObservedRun, stretch: Stretch, places: Places): Block {
  const { moment, origin, from, count } = stretch;
  const component = componentOf(run, stretch, places);
  const within = origin === null ? placeWithin(run, moment, places) : placeOf(run, origin, places);
  return { place: moment.step * STEP + within, component, run, from, count };
}

/** Places within a step: up to 65,536 nodes and 4,194,304 subjects, in any of 16 steps. */
const NODE = 2 ** 22;
const WITHIN = NODE * 2 ** 16;
const STEP = WITHIN * 2 ** 4;

function placeOf(run: ObservedRun, moment: Moment, places: Places): number {
  return moment.step * WITHIN + placeWithin(run, moment, places);
}

function placeWithin(run: ObservedRun, { step, node, subject }: Moment, places: Places): number {
  if (byNodeAndHistory.has(step)) {
    const position = places.status.positionOf(node?.name ?? "");
    const rank = places.status.nodes[position ?? -1]?.byId.get(subject)?.rank;
    if (position === undefined || rank === undefined || node === null)
      throw new NotInPart("unusual-document");
    return (step === Step.history ? position : positionAmong(run, node)) * NODE + rank;
  }
  if (subject === "") return 0;
  const order = step === Step.constraints ? places.connections.constraintOrder : places.order;
  const position = order.get(subject);
  if (position === undefined) throw new NotInPart("unusual-document");
  return (node === null ? 0 : positionAmong(run, node)) * NODE + position;
}

function positionAmong({ schedule }: ObservedRun, node: ClusterNode): number {
  return schedule.state.nodes.indexOf(node);
}

/** All actions of a stretch must be of one component: the subject's, if there is one. */
function componentOf(run: ObservedRun, { moment, from, count }: Stretch, { connections }: Places): string {
  const subject = moment.step === Step.constraints ? "" : moment.subject;
  const { actions } = run.schedule.state;
  const owner = subject === "" ? undefined : connections.ownerOf(subject);
  let component = owner === undefined ? undefined : connections.componentOf(owner);
  for (let at = from - 1; at < from - 1 + count; at += 1) {
    const resource = actions[at]?.resource ?? null;
    if (resource === null) throw new NotInPart("cluster-actions");
    const own = connections.componentOf(topId(resource));
    component ??= own;
    if (own !== component) throw new NotInPart(subject === "" ? "action-order" : "coupled");
  }
  if (component === undefined) throw new NotInPart("unusual-document");
  return component;
}

function topId(resource: Resource): string {
  return topAncestor(resource, { includeBundle: true }).id;
}

function checkPlaces(blocks: readonly Block[]): void {
  let previous: Block | undefined;
  for (const block of blocks) {
    if (previous !== undefined && block.place < previous.place) throw new NotInPart("action-order");
    if (previous?.place === block.place && previous.component !== block.component) {
      throw new NotInPart("action-order");
    }
    previous = block;
  }
}

/** What is connected by orderings must be connected by configuration. */
function checkLinks({ schedule }: ObservedRun, { connections }: Places): void {
  const components = new Map<Resource, string>();
  const componentOfResource = (resource: Resource | null): string => {
    if (resource === null) throw new NotInPart("cluster-actions");
    let component = components.get(resource);
    if (component === undefined) {
      component = connections.componentOf(topId(resource));
      components.set(resource, component);
    }
    return component;
  };
  for (const { resource, inputs } of schedule.state.actions) {
    for (const { action } of inputs) {
      if (action.resource === resource) continue;
      if (componentOfResource(action.resource) !== componentOfResource(resource)) {
        throw new NotInPart("coupled");
      }
    }
  }
}

interface Sorted {
  readonly synapses: Synapse[];
  readonly summary: ResourceSummary[];
}

function sharesOf(run: ObservedRun, order: readonly string[]): Share[] {
  const { state, graph, summary } = run.schedule;
  const sorted = new Map<string, Sorted>(order.map((id) => [id, { synapses: [], summary: [] }]));
  const positions = new Map(order.map((id, at) => [id, at]));
  const into = (resource: Resource | null | undefined, last: number): [Sorted, number] => {
    const id = resource === null || resource === undefined ? "" : topId(resource);
    const share = sorted.get(id);
    const position = positions.get(id) ?? -1;
    if (share === undefined || position < last) throw new NotInPart("action-order");
    return [share, position];
  };
  let last = 0;
  for (const synapse of graph.synapses) {
    const [share, position] = into(state.actions[synapse.action.id - 1]?.resource, last);
    share.synapses.push(synapse);
    last = position;
  }
  last = 0;
  for (const line of summary.resources) {
    const [share, position] = into(state.resourceIndex.byId.get(line.resource)?.[0], last);
    share.summary.push(line);
    last = position;
  }
  return state.resources.map(({ id, priority }) => {
    const turn = run.turns.get(id);
    const own = sorted.get(id);
    if (turn === undefined || own === undefined) throw new NotInPart("unusual-document");
    const { synapses, summary: lines } = own;
    return { id, run, priority, turn, synapses, summary: lines };
  });
}
