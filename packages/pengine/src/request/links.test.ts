import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { place, primitive } from "../../test-support/place.js";
import type { Action } from "../model/action.js";
import { Order } from "../model/ordering.js";
import { linkActions } from "./links.js";
import { requestClusterAction } from "./request-action.js";

function points(count: number): Action[] {
  const { state } = place({ resources: primitive("A") });
  return Array.from({ length: count }, (_, at) => requestClusterAction(state, `point-${at}`));
}

const [first, then] = [0, 1];

describe("a link between two actions", () => {
  it("is known at both ends", () => {
    const actions = points(2);
    const [a, b] = [actions[first], actions[then]];
    if (a === undefined || b === undefined) throw new Error("no actions");
    expect(linkActions(a, b, Order.seq)).toBe(true);
    expect(a.outputs.map((link) => link.action)).toEqual([b]);
    expect(b.inputs.map((link) => link.action)).toEqual([a]);
    expect([...a.inputs, ...b.outputs]).toEqual([]);
  });

  it("is not made from an action to itself, nor with an empty set", () => {
    const [a, b] = points(2);
    if (a === undefined || b === undefined) throw new Error("no actions");
    expect(linkActions(a, a, Order.seq)).toBe(false);
    expect(linkActions(a, b, 0)).toBe(false);
  });

  it("is not made again with a property that a void link was made with", () => {
    const [a, b] = points(2);
    if (a === undefined || b === undefined) throw new Error("no actions");
    linkActions(a, b, Order.seq | Order.pullThen);
    for (const input of b.inputs) input.set = 0;
    expect(linkActions(a, b, Order.pullThen | Order.blockThen)).toBe(false);
    expect(linkActions(a, b, Order.blockThen)).toBe(true);
  });

  it("is made exactly if no earlier one between the two shares a property, however many there are", () => {
    const set = fc.integer({ min: 0, max: 15 });
    const target = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(fc.array(fc.tuple(target, set), { maxLength: 120 }), (wanted) => {
        const actions = points(31);
        const hub = actions[0];
        if (hub === undefined) throw new Error("no actions");
        const used = new Map<number, number>();
        for (const [at, properties] of wanted) {
          const action = actions[at];
          if (action === undefined) continue;
          const known = used.get(at) ?? 0;
          const isNew = properties !== 0 && (known & properties) === 0;
          expect(linkActions(hub, action, properties)).toBe(isNew);
          if (isNew) used.set(at, known | properties);
        }
        for (const [at, link] of hub.outputs.entries()) {
          expect(link.action.inputs[link.peer]?.peer).toBe(at);
        }
      }),
      { numRuns: 50 },
    );
  });
});
