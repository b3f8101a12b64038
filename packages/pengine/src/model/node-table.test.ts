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
import { Discovery, NodeBan, NodeTable, ownDiscovery } from "./node-table.js";

const elements = Array.from({ length: 12 }, (_, index) => `<node id="id${index}" uname="n${index}"/>`);
const cib = parseXml(`<cib><configuration><nodes>${elements.join("")}</nodes></configuration></cib>`);
const { nodes } = readConfiguration(cib, { now: fromEpoch(0) });

interface Entry {
  score: Score;
  discovery: Discovery;
  counter: number;
}

const actions = [
  "insert",
  "fill",
  "setScore",
  "addScore",
  "setDiscovery",
  "setCounter",
  "remove",
  "clear",
  "forbid",
  "forbidOthers",
  "copy",
] as const;

const step = fc.record({
  what: fc.constantFrom(...actions),
  /** Which of the tables there are by then. */
  table: fc.nat(),
  node: fc.constantFrom(...nodes),
  number: fc.integer({ min: -2_000_000, max: 2_000_000 }),
  discovery: fc.constantFrom(Discovery.Always, Discovery.Never, Discovery.Exclusive),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** A table, and what it should say. */
interface Pair {
  readonly table: NodeTable;
  readonly entries: Map<ClusterNode, Entry>;
}

const banned = nodes.filter((_, position) => position % 3 === 0);

function follow({ table, entries }: Pair, ban: NodeBan, { what, node, number, discovery }: Step): void {
  const score = clampScore(number);
  const entry = entries.get(node);
  switch (what) {
    case "insert":
      table.insert(node, score, discovery);
      entries.set(node, { score, discovery, counter: entry?.counter ?? 0 });
      break;
    case "fill": {
      const missing = nodes.filter((each) => !entries.has(each));
      table.fill(missing);
      for (const each of missing)
        entries.set(each, { score: each.baseScore, discovery: ownDiscovery(each), counter: 0 });
      break;
    }
    case "remove":
      table.remove(node);
      entries.delete(node);
      break;
    case "clear":
      table.clearCounters();
      for (const each of entries.values()) each.counter = 0;
      break;
    case "forbid":
      table.forbid(ban);
      for (const [each, its] of entries) if (banned.includes(each)) its.score = MINUS_INFINITY;
      break;
    case "forbidOthers":
      table.forbidOthers(node);
      for (const [each, its] of entries) if (each !== node) its.score = MINUS_INFINITY;
      break;
    case "setScore":
      table.setScore(node, score);
      if (entry !== undefined) entry.score = score;
      break;
    case "addScore":
      table.addScore(node, score);
      if (entry !== undefined) entry.score = addScores(entry.score, score);
      break;
    case "setDiscovery":
      table.setDiscovery(node, discovery);
      if (entry !== undefined) entry.discovery = discovery;
      break;
    case "setCounter":
      table.setCounter(node, number % 100);
      if (entry !== undefined) entry.counter = number % 100;
      break;
    case "copy":
      break;
  }
}

function expectAgreement({ table, entries }: Pair): void {
  expect(table.size).toBe(entries.size);
  for (const node of nodes) {
    const entry = entries.get(node);
    expect(table.has(node)).toBe(entry !== undefined);
    expect(table.score(node)).toBe(entry?.score ?? MINUS_INFINITY);
    expect(table.discovery(node)).toBe(entry?.discovery ?? Discovery.Always);
    expect(table.counter(node)).toBe(entry?.counter ?? 0);
  }
  expect([...table.keyedIds()].sort()).toEqual([...entries.keys()].map((node) => node.id).sort());
}

/** What the ways through a table find: by following them, and by asking for each node. */
function expectWays({ table, entries }: Pair): void {
  const indexes = (test: (entry: Entry) => boolean): number[] =>
    [...entries].flatMap(([{ index }, entry]) => (test(entry) ? [index] : [])).sort((a, b) => a - b);
  const walk = (next: (after: number) => number): number[] => {
    const found: number[] = [];
    for (let index = next(-1); index >= 0; index = next(index)) found.push(index);
    return found;
  };
  expect(walk((after) => table.next(after))).toEqual(indexes(() => true));
  for (const lowest of [MINUS_INFINITY + 1, 0, 5])
    expect(walk((after) => table.next(after, clampScore(lowest)))).toEqual(
      indexes(({ score }) => score >= lowest),
    );
  const even = [...entries].filter(([{ index }]) => index % 2 === 0).map(([, { score }]) => score);
  const best = Math.max(MINUS_INFINITY, ...even);
  expect(table.highest((index) => index % 2 === 0)).toBe(best);
  const scored: number[] = [];
  table.visitScored(clampScore(best), (index) => scored.push(index));
  expect(scored).toEqual(indexes(({ score }) => score === best));
}

describe("NodeTable", () => {
  it("agrees with a map of entries, as each of its copies does, whatever is done to any of them", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const ban = new NodeBan(banned);
        const pairs: Pair[] = [{ table: new NodeTable(KeyedOrder.empty(), 1), entries: new Map() }];
        for (const each of steps) {
          const pair = pairs[each.table % pairs.length];
          if (pair === undefined) throw new Error("there is always a table");
          follow(pair, ban, each);
          if (each.what !== "copy") continue;
          const table = each.number < 0 ? pair.table.copy() : pair.table.twin();
          const entries = new Map([...pair.entries].map(([node, entry]) => [node, { ...entry }]));
          pairs.push({ table, entries });
        }
        for (const pair of pairs) {
          expectAgreement(pair);
          expectWays(pair);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("bans twins alike, whatever happens to one of them in between", () => {
    const ban = new NodeBan(banned);
    const original = new NodeTable(KeyedOrder.empty());
    for (const node of nodes) original.insert(node, clampScore(5));
    const [first, second] = [original.twin(), original.twin()];
    first.forbid(ban);
    for (const node of nodes) first.setScore(node, clampScore(7));
    second.forbid(ban);
    for (const node of nodes) {
      expect(first.score(node)).toBe(7);
      expect(second.score(node)).toBe(banned.includes(node) ? MINUS_INFINITY : 5);
      expect(original.score(node)).toBe(5);
    }
  });
});
