import {
  addScores,
  clampScore,
  fromEpoch,
  KeyedOrder,
  MINUS_INFINITY,
  parseXml,
  type Score,
} from "@sanode/cib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readConfiguration } from "../input/read-configuration.js";
import type { ClusterNode } from "./node.js";
import { Discovery, NodeTable } from "./node-table.js";

const elements = Array.from({ length: 12 }, (_, index) => `<node id="id${index}" uname="n${index}"/>`);
const cib = parseXml(`<cib><configuration><nodes>${elements.join("")}</nodes></configuration></cib>`);
const { nodes } = readConfiguration(cib, { now: fromEpoch(0) });

interface Entry {
  score: Score;
  discovery: Discovery;
  counter: number;
}

const step = fc.record({
  what: fc.constantFrom("insert", "setScore", "addScore", "setDiscovery", "setCounter", "remove", "clear"),
  node: fc.constantFrom(...nodes),
  number: fc.integer({ min: -2_000_000, max: 2_000_000 }),
  discovery: fc.constantFrom(Discovery.Always, Discovery.Never, Discovery.Exclusive),
});

describe("NodeTable", () => {
  it("agrees with a map of entries, whatever is done to it", () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const table = new NodeTable(KeyedOrder.empty(), 1);
        const entries = new Map<ClusterNode, Entry>();
        for (const { what, node, number, discovery } of steps) {
          const score = clampScore(number);
          const counter = number % 100;
          const entry = entries.get(node);
          if (what === "insert") {
            table.insert(node, score, discovery);
            entries.set(node, { score, discovery, counter: entry?.counter ?? 0 });
          } else if (what === "remove") {
            table.remove(node);
            entries.delete(node);
          } else if (what === "clear") {
            table.clearCounters();
            for (const each of entries.values()) each.counter = 0;
          } else {
            if (what === "setScore") table.setScore(node, score);
            if (what === "addScore") table.addScore(node, score);
            if (what === "setDiscovery") table.setDiscovery(node, discovery);
            if (what === "setCounter") table.setCounter(node, counter);
            if (entry !== undefined && what === "setScore") entry.score = score;
            if (entry !== undefined && what === "addScore") entry.score = addScores(entry.score, score);
            if (entry !== undefined && what === "setDiscovery") entry.discovery = discovery;
            if (entry !== undefined && what === "setCounter") entry.counter = counter;
          }
        }
        for (const seen of [table, table.copy(), table.twin()]) {
          expect(seen.size).toBe(entries.size);
          for (const node of nodes) {
            const entry = entries.get(node);
            expect(seen.has(node)).toBe(entry !== undefined);
            expect(seen.score(node)).toBe(entry?.score ?? MINUS_INFINITY);
            expect(seen.discovery(node)).toBe(entry?.discovery ?? Discovery.Always);
            expect(seen.counter(node)).toBe(entry?.counter ?? 0);
          }
          expect([...seen.keyedIds()].sort()).toEqual([...entries.keys()].map((node) => node.id).sort());
        }
      }),
    );
  });

  it("leaves a copy alone when the original changes", () => {
    const [first] = nodes;
    if (first === undefined) return;
    const table = new NodeTable(KeyedOrder.empty());
    table.insert(first, clampScore(5));
    const copy = table.copy();
    table.setScore(first, clampScore(6));
    expect(copy.score(first)).toBe(5);
  });
});
