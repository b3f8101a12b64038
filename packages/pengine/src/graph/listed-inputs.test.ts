import { describe, expect, it } from "vitest";
import { primitive } from "../../test-support/place.js";
import { transition } from "../../test-support/transition.js";
import type { Action } from "../model/action.js";
import { Order } from "../model/ordering.js";
import { isListed, mergeInputs } from "./listed-inputs.js";

/** Two actions of different resources on n1, with marks and properties at will. */
function pair(first: Partial<Action>, then: Partial<Action> = {}): (set: number) => boolean {
  const { action } = transition({
    nodes: ["n1"],
    resources: primitive("A") + primitive("B"),
    active: { A: ["n1"], B: ["n1"] },
  });
  const [one, other] = [action("A_stop_0 n1"), action("B_start_0 n1")];
  Object.assign(one, { optional: false, runnable: true, ...first });
  Object.assign(other, { optional: false, runnable: true, ...then });
  return (set) => isListed(other, { action: one, set });
}

describe("an action waits for another", () => {
  it("if that one is required, or in the graph for some other reason", () => {
    expect(pair({})(Order.seq)).toBe(true);
    expect(pair({ optional: true })(Order.seq)).toBe(false);
    expect(pair({ optional: true, alwaysGraphed: true })(Order.seq)).toBe(true);
  });

  it("though it is blocked, if more than a sequence was asked for", () => {
    const listed = pair({ runnable: false });
    expect(listed(Order.seq | Order.graphThen)).toBe(false);
    expect(listed(Order.serialize)).toBe(true);
    expect(listed(Order.seq | Order.pullFirst)).toBe(true);
    expect(listed(Order.pullFirst | Order.count)).toBe(false);
  });

  it("but not for the stop of what migrates instead", () => {
    expect(pair({ migratable: true })(Order.seq)).toBe(false);
    expect(pair({ migratable: true })(Order.seq | Order.unlessMigrating)).toBe(false);
  });

  it("for capacity only on its own node, and where something is freed", () => {
    expect(pair({})(Order.load)).toBe(true);
    expect(pair({}, { node: null })(Order.load)).toBe(false);
    expect(pair({ optional: true, alwaysGraphed: true })(Order.load)).toBe(false);
  });

  it("to be alone on a node, unless that one leaves another node", () => {
    expect(pair({})(Order.anti)).toBe(true);
    expect(pair({ node: null })(Order.anti)).toBe(true);
  });
});

it("an ordering for capacity that does not apply is void for good", () => {
  const { action } = transition({ resources: primitive("A"), active: { A: ["n1"] } });
  const input = { action: action("A_stop_0 n1"), set: Order.load as number };
  isListed({ ...action("A_start_0 n1"), node: null }, input);
  expect(input.set).toBe(0);
});

it("several orderings from one action become one with the properties of all, by ascending number", () => {
  const { state } = transition({
    resources: primitive("A") + primitive("B"),
    constraints:
      '<rsc_order id="o" first="A" then="B"/><rsc_order id="s" first="A" then="B" kind="Serialize"/>',
    active: { A: ["n1"] },
  });
  for (const action of state.actions) {
    const merged = mergeInputs(action);
    expect(merged.map((input) => input.action.id)).toEqual(
      [...new Set(action.inputs.map((link) => link.action.id))].sort((left, right) => left - right),
    );
    for (const input of merged) {
      const links = action.inputs.filter((link) => link.action === input.action);
      expect(input.set).toBe(links.reduce((set, link) => set | link.set, 0));
    }
  }
  expect(state.actions.some((action) => mergeInputs(action).length < action.inputs.length)).toBe(true);
});
