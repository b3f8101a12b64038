import { clampScore } from "@sanode/cib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { place } from "../../test-support/place.js";
import type { ClusterNode } from "../model/node.js";
import type { NodeTable } from "../model/node-table.js";
import type { ClusterState } from "../model/state.js";
import { bestCandidate, sortedCandidates } from "./candidates.js";
import { placementMemory } from "./placement-memory.js";

const names = Array.from({ length: 40 }, (_, index) => `node${index}`);

const step = fc.record({
  what: fc.constantFrom("ask", "ask", "ask", "assign", "release", "up", "down", "prefer"),
  table: fc.nat({ max: 5 }),
  node: fc.nat({ max: names.length - 1 }),
});

/** Tables of which most are alike, as those of resources are before anything makes them differ. */
function alikeTables(state: ClusterState): NodeTable[] {
  const table = state.initialTable?.twin();
  if (table === undefined) throw new Error("reading resources makes the table that they begin with");
  return Array.from({ length: 6 }, () => table.twin());
}

function assign(state: ClusterState, { index }: ClusterNode, added: number): void {
  const memory = placementMemory(state);
  memory.assignedCounts[index] = Math.max(0, (memory.assignedCounts[index] ?? 0) + added);
  if (added < 0) memory.returns += 1;
}

describe("the best candidate", () => {
  it("is the first of all in order, whatever was assigned, came up or went down before", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 150 }), (steps) => {
        const { state } = place({ nodes: names, resources: `<primitive id="A" class="lsb" type="a"/>` });
        const tables = alikeTables(state);
        for (const { what, table: number, node: index } of steps) {
          const [table, node] = [tables[number], state.nodes[index]];
          if (table === undefined || node === undefined) throw new Error("out of range");
          const current = index % 2 === 0 ? null : node;
          const best = bestCandidate(state, table, current);
          expect(best).toBe(sortedCandidates(state, table, current)[0]);
          if (what === "assign" && best !== null) assign(state, best, 1);
          else if (what === "release") assign(state, node, -1);
          else if (what === "down") node.online = false;
          else if (what === "prefer") table.setScore(node, clampScore(index - 20));
          else if (what === "up") {
            node.online = true;
            placementMemory(state).returns += 1;
          }
        }
      }),
    );
  });
});
