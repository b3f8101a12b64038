import type { XmlElement } from "@sanode/cib";
import type { ScheduleOptions } from "../schedule.js";
import type { Connections } from "./connections.js";
import { nodeFacts } from "./node-facts.js";
import { type LoadBefore, type ObservedRun, observeRun } from "./observed-run.js";
import { partOfDocument } from "./part-of-document.js";
import { type Block, type Picture, type Places, type Share, takeApart } from "./picture.js";
import { NotInPart } from "./reason.js";
import type { StatusIndex } from "./status-index.js";

/** A component's part of an answer. */
export interface Part {
  readonly component: string;
  readonly shares: ReadonlyMap<string, Share>;
  readonly blocks: readonly Block[];
  readonly recheckBy: number | null;
}

/** What a part is made from besides the document. */
export interface PartContext {
  readonly places: Places;
  readonly picture: Picture;
  readonly options: ScheduleOptions;
  /** {@link nodeFacts} of the whole. */
  readonly facts: string;
}

/**
 * Schedules one component, with the fencing devices beside it, on nodes that are as loaded as they would be.
 *
 * @throws NotInPart if it turns out to concern more than the component
 */
export function runPart(cib: XmlElement, component: string, context: PartContext): Part {
  const { places, picture, options, facts } = context;
  const { connections, status } = places;
  const members = connections.membersOf(component);
  const included = new Set([...members, ...connections.fencing]);
  const document = partOfDocument(
    cib,
    connections,
    status,
    included,
    historyIds(connections, status, included),
  );
  const run = observeRun(document, options, loadsOutside(picture, included));
  checkPriorities(run, picture);
  const part = takeApart(run, places);
  if (nodeFacts(run.schedule.state) !== facts) throw new NotInPart("node-state");
  checkOthers(part, picture, new Set(members));
  const shares = new Map<string, Share>();
  for (const id of members) {
    const share = part.shares.get(id);
    const known = picture.shares.get(id);
    if ((share === undefined) !== (known === undefined)) throw new NotInPart("resource-structure");
    if (share === undefined) continue;
    shares.set(id, share);
  }
  const blocks = part.blocks.filter((block) => block.component === component);
  return { component, shares, blocks, recheckBy: part.header.recheckBy };
}

/** Priorities order the list of resources, and with it everything. */
function checkPriorities({ schedule }: ObservedRun, { shares }: Picture): void {
  for (const { id, priority } of schedule.state.resources) {
    const known = shares.get(id);
    if (known !== undefined && known.priority !== priority) throw new NotInPart("resource-priority");
  }
}

/** Fencing devices that are there for their own sake only must have been placed as in the whole. */
function checkOthers(part: Picture, { shares }: Picture, members: ReadonlySet<string>): void {
  for (const [id, { turn }] of part.shares) {
    if (members.has(id)) continue;
    if (!sameLoad(turn.load, shares.get(id)?.turn.load)) throw new NotInPart("coupled");
  }
}

/** Whether a turn left the same numbers of resources on the nodes. */
export function sameLoad(left: readonly number[], right: readonly number[] | undefined): boolean {
  return (
    right !== undefined && left.length === right.length && left.every((count, at) => count === right[at])
  );
}

function historyIds(
  connections: Connections,
  status: StatusIndex,
  included: ReadonlySet<string>,
): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const id of status.ids) {
    const owner = connections.ownerOf(id);
    if (owner === undefined) throw new NotInPart("removed-resources");
    if (included.has(owner)) ids.add(id);
  }
  return ids;
}

/** Puts on the nodes what the resources outside of a part put there before each turn. */
function loadsOutside({ order, shares }: Picture, included: ReadonlySet<string>): LoadBefore {
  let next = 0;
  return (id, nodes) => {
    for (let other = order[next]; other !== undefined && other !== id; other = order[next]) {
      next += 1;
      if (included.has(other)) continue;
      const load = shares.get(other)?.turn.load ?? [];
      for (const [at, node] of nodes.entries()) node.assignedCount += load[at] ?? 0;
    }
    next += 1;
  };
}
