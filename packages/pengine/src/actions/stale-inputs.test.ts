import fc from "fast-check";
import { expect, it } from "vitest";
import { place, primitive } from "../../test-support/place.js";
import { linkActions } from "../request/links.js";
import { requestClusterAction } from "../request/request-action.js";
import { StaleInputs } from "./stale-inputs.js";

it("stale inputs are those marked since they were cleared, newest first; new inputs are stale", () => {
  const { state } = place({ resources: primitive("A") });
  const hub = requestClusterAction(state, "hub");
  for (let at = 0; at < 100; at += 1) linkActions(requestClusterAction(state, `p${at}`), hub, 1);
  const step = fc.tuple(fc.constantFrom("mark", "clear", "markAll"), fc.nat(99));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.nat(100), (steps, before) => {
      const stale = new StaleInputs(state.actions.length);
      const model = new Set(Array.from({ length: 100 }, (_, at) => at));
      for (const [what, input] of steps) {
        if (what === "markAll") {
          stale.markAll(hub);
          for (let at = 0; at < 100; at += 1) model.add(at);
        } else if (what === "mark") {
          stale.mark(hub, input);
          model.add(input);
        } else {
          stale.clear(hub, input);
          model.delete(input);
        }
      }
      const found: number[] = [];
      for (let at = stale.newest(hub, before); at >= 0; at = stale.newest(hub, at)) found.push(at);
      expect(found).toEqual([...model].filter((at) => at < before).sort((a, b) => b - a));
    }),
  );
});
