import type { XmlElement } from "@sanode/cib";
import type { ScheduleOptions } from "../schedule.js";
import { nodeFacts } from "./node-facts.js";
import { type ObservedRun, observeRun } from "./observed-run.js";
import { partOfDocument } from "./part-of-document.js";
import { type Block, type Picture, type Places, type Share, takeApart } from "./picture.js";
import { NotInPart } from "./reason.js";

/** A component's part of an answer. */
export interface Part {
  readonly component: string;
  /** In list order. */
  readonly shares: readonly Share[];
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
  const { connections, order } = places;
  const members = connections.membersOf(component);
  const included = new Set([...members, ...connections.fencing]);
  const document = partOfDocument(cib, places, included);
  const positions = positionsOf(included, places);
  const run = observeRun(
    document,
    options,
    picture.loads.outside(positions, (id) => order.get(id)),
  );
  checkPriorities(run, context);
  const part = takeApart(run, places);
  if (nodeFacts(run.schedule.state) !== facts) throw new NotInPart("node-state");
  if (part.shares.length !== positions.length) throw new NotInPart("resource-structure");
  const own = new Set(members);
  checkOthers(part, context, own);
  const shares = part.shares.filter(({ id }) => own.has(id));
  const blocks = part.blocks.filter((block) => block.component === component);
  return { component, shares, blocks, recheckBy: part.header.recheckBy };
}

/** Where the resources stand in the list of the whole cluster, in ascending order; templates do not. */
function positionsOf(included: ReadonlySet<string>, { order }: Places): number[] {
  const positions: number[] = [];
  for (const id of included) {
    const position = order.get(id);
    if (position !== undefined) positions.push(position);
  }
  return positions.sort((left, right) => left - right);
}

/** What a picture says of a top-level resource. */
export function shareOf({ shares }: Picture, { order }: Places, id: string): Share | undefined {
  const position = order.get(id);
  return position === undefined ? undefined : shares[position];
}

/** Priorities order the list of resources, and with it everything. */
function checkPriorities({ schedule }: ObservedRun, { picture, places }: PartContext): void {
  for (const { id, priority } of schedule.state.resources) {
    const known = shareOf(picture, places, id);
    if (known !== undefined && known.priority !== priority) throw new NotInPart("resource-priority");
  }
}

/** Fencing devices that are there for their own sake only must have been placed as in the whole. */
function checkOthers(part: Picture, { picture, places }: PartContext, members: ReadonlySet<string>): void {
  for (const { id, turn } of part.shares) {
    if (members.has(id)) continue;
    if (!sameLoad(turn.load, shareOf(picture, places, id)?.turn.load)) throw new NotInPart("coupled");
  }
}

/** Whether a turn left the same numbers of resources on the nodes. */
export function sameLoad(left: Int32Array, right: Int32Array | undefined): boolean {
  return (
    right !== undefined && left.length === right.length && left.every((count, at) => count === right[at])
  );
}
