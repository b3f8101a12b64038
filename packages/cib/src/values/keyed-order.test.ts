import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KeyedOrder, keyedOrder } from "./keyed-order.js";

const key = fc.string({ unit: fc.constantFrom("a", "b", "1", "2", "é"), maxLength: 3 });
const step = fc.oneof(
  { weight: 6, arbitrary: key.map((name) => ({ kind: "insert", name }) as const) },
  { weight: 3, arbitrary: key.map((name) => ({ kind: "remove", name }) as const) },
  { weight: 1, arbitrary: fc.constant({ kind: "copy" } as const) },
);

describe("the order of keyed tables", () => {
  it.each([
    ["1 2 3", "1 3 2"],
    ["1 2 3 4 5", "1 3 5 2 4"],
    ["1 2 3 4 5 6 7 8 9", "4 3 9 2 8 1 7 6 5"],
    ["n1 n2 n3", "n2 n1 n3"],
    ["node1 node2 remote1", "node2 remote1 node1"],
  ])("of %s is %s", (inserted, walked) => {
    expect(keyedOrder(inserted.split(" ")).join(" ")).toBe(walked);
  });

  it("holds each key once, whatever came and went", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const keys = new Set<string>();
        let order = KeyedOrder.empty();
        for (const each of steps) {
          if (each.kind === "copy") order = order.copied();
          else if (each.kind === "insert") order = order.insert(each.name);
          else order = order.remove(each.name);
          if (each.kind === "insert") keys.add(each.name);
          if (each.kind === "remove") keys.delete(each.name);
        }
        expect([...order.keys()].sort()).toEqual([...keys].sort());
      }),
    );
  });

  it("does not depend on when it is asked for", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.infiniteStream(fc.boolean()), (steps, asked) => {
        let early = KeyedOrder.empty();
        let late = KeyedOrder.empty();
        for (const each of steps) {
          if (each.kind === "copy") [early, late] = [early.copied(), late.copied()];
          else if (each.kind === "insert") [early, late] = [early.insert(each.name), late.insert(each.name)];
          else [early, late] = [early.remove(each.name), late.remove(each.name)];
          if (asked.next().value) early.keys();
        }
        expect(early.keys()).toEqual(late.keys());
      }),
    );
  });

  it("of a copy is that of a table filled in the order of its source", () => {
    fc.assert(
      fc.property(fc.array(key), (keys) => {
        const order = keys.reduce((sum, name) => sum.insert(name), KeyedOrder.empty());
        expect(order.copied().keys()).toEqual(keyedOrder(order.keys()));
        expect(order.copied().copied().copied().keys()).toEqual(
          keyedOrder(keyedOrder(keyedOrder(order.keys()))),
        );
      }),
    );
  });

  it("of a table that is filled at once is that of one filled key by key, with what comes and goes before and after", () => {
    const steps = fc.array(step, { maxLength: 20 });
    fc.assert(
      fc.property(steps, fc.array(key), steps, (before, keys, after) => {
        const follow = (order: KeyedOrder, each: typeof before): KeyedOrder =>
          each.reduce((order, each) => {
            if (each.kind === "copy") return order.copied();
            return each.kind === "insert" ? order.insert(each.name) : order.remove(each.name);
          }, order);
        const start = follow(KeyedOrder.empty(), before);
        const single = keys.reduce((order, name) => order.insert(name), start);
        expect(follow(start.fill(new Set(keys)), after).keys()).toEqual(follow(single, after).keys());
      }),
    );
  });

  it("is one object for tables that were filled alike", () => {
    const empty = KeyedOrder.empty();
    expect(empty.insert("a").insert("b")).toBe(empty.insert("a").insert("b"));
    expect(empty.insert("a").insert("a")).toBe(empty.insert("a"));
    expect(empty.insert("a").remove("b")).toBe(empty.insert("a"));
    expect(empty.insert("a").copied()).toBe(empty.insert("a").copied());
  });
});
