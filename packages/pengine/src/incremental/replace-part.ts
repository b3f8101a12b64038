import { type Part, sameLoad, shareOf } from "./part-run.js";
import { type Block, loadsOf, type Picture, type Places, type Share } from "./picture.js";
import { NotInPart } from "./reason.js";

/**
 * The picture with another part of a component in it.
 *
 * @throws NotInPart if others would have to be decided anew
 */
export function replacePart(picture: Picture, part: Part, places: Places, recheckBy: number | null): Picture {
  const shares = [...picture.shares];
  for (const share of part.shares) {
    const position = places.order.get(share.id);
    if (position === undefined) throw new NotInPart("resource-structure");
    shares[position] = share;
  }
  return {
    ...picture,
    shares,
    loads: moveLoad(picture.shares, shares) ? loadsOf(shares) : picture.loads,
    blocks: mergeBlocks(picture.blocks, part),
    header: { ...picture.header, recheckBy },
  };
}

/**
 * Whether new shares put other numbers of resources on the nodes than before.
 *
 * @throws NotInPart if they do, and others choose by how many resources the nodes have
 */
function moveLoad(before: readonly Share[], after: readonly Share[]): boolean {
  let moved = false;
  for (const [position, share] of after.entries()) {
    const known = before[position];
    if (share !== known) moved ||= !sameLoad(share.turn.load, known?.turn.load);
    else if (moved && !share.turn.firm) throw new NotInPart("placement-by-load");
  }
  if (!moved) return false;
  for (const [position, share] of after.entries()) {
    if (share === before[position] && share.run.lateByLoad) throw new NotInPart("placement-by-load");
  }
  return true;
}

function mergeBlocks(blocks: readonly Block[], { component, blocks: added }: Part): Block[] {
  const merged: Block[] = [];
  let next = 0;
  for (const block of blocks) {
    if (block.component === component) continue;
    for (let own = added[next]; own !== undefined && own.place <= block.place; own = added[next]) {
      if (own.place === block.place) throw new NotInPart("action-order");
      merged.push(own);
      next += 1;
    }
    merged.push(block);
  }
  merged.push(...added.slice(next));
  return merged;
}

/** Whether a part says what the picture says of its component already: the same actions in the same places. */
export function agrees(picture: Picture, part: Part, places: Places): boolean {
  const known: Part = {
    component: part.component,
    shares: part.shares.flatMap(({ id }) => shareOf(picture, places, id) ?? []),
    blocks: picture.blocks.filter(({ component }) => component === part.component),
    recheckBy: null,
  };
  return describe(known) === describe(part);
}

/** Everything that is printed of a part, with numbers of its own. */
function describe({ blocks, shares }: Part): string {
  const numbers = new Map<unknown, number>();
  const actions = blocks.flatMap(({ place, run, from, count }) =>
    run.schedule.state.actions.slice(from - 1, from - 1 + count).map((action) => {
      numbers.set(action, numbers.size);
      const { resource, node, keyTask, task, intervalMs, optional, runnable, pseudo, graphed, reason } =
        action;
      const where = [place, resource?.id, node?.name];
      return [...where, keyTask, task, intervalMs, optional, runnable, pseudo, graphed, reason];
    }),
  );
  const told = shares.map(({ run, turn, synapses, summary }) => {
    const numberOf = (id: number): number => numbers.get(run.schedule.state.actions[id - 1]) ?? -1;
    return {
      load: [...turn.load],
      events: turn.events.map((event) => JSON.stringify(event, nameOnly)),
      synapses: synapses.map(({ priority, action, inputs }) => [
        priority,
        { ...action, id: numberOf(action.id) },
        inputs.map((input) => ({ ...input, id: numberOf(input.id) })),
      ]),
      summary,
    };
  });
  return JSON.stringify([actions, told]);
}

/** Nodes and resources of events by name: they lead to everything else. */
function nameOnly(key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (key === "node" && "name" in value) return value.name;
  return key === "resource" && "id" in value ? value.id : value;
}
