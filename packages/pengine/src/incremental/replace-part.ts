import { type Part, sameLoad } from "./part-run.js";
import type { Block, Picture, Share } from "./picture.js";
import { NotInPart } from "./reason.js";

/**
 * The picture with another part of a component in it.
 *
 * @throws NotInPart if others would have to be decided anew
 */
export function replacePart(picture: Picture, part: Part, recheckBy: number | null): Picture {
  checkLoads(picture, part);
  return {
    ...picture,
    shares: new Map<string, Share>([...picture.shares, ...part.shares]),
    blocks: mergeBlocks(picture.blocks, part),
    header: { ...picture.header, recheckBy },
  };
}

/** Those who choose by how many resources the nodes have must find as many as before. */
function checkLoads({ order, shares }: Picture, part: Part): void {
  let moved = false;
  for (const id of order) {
    const changed = part.shares.get(id);
    const known = shares.get(id);
    if (changed === undefined) {
      if (moved && known?.turn.firm === false) throw new NotInPart("placement-by-load");
    } else if (!sameLoad(changed.turn.load, known?.turn.load)) moved = true;
  }
  if (!moved) return;
  for (const [id, { run }] of shares) {
    if (run.lateByLoad && !part.shares.has(id)) throw new NotInPart("placement-by-load");
  }
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
export function agrees(picture: Picture, part: Part): boolean {
  const known: Part = {
    component: part.component,
    shares: new Map(
      [...part.shares.keys()].flatMap((id) => {
        const share = picture.shares.get(id);
        return share === undefined ? [] : [[id, share] as const];
      }),
    ),
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
  const told = [...shares.values()].map(({ run, turn, synapses, summary }) => {
    const numberOf = (id: number): number => numbers.get(run.schedule.state.actions[id - 1]) ?? -1;
    return {
      load: turn.load,
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
