import { element } from "@sanode/cib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readHistoryEntry } from "./history-entry.js";
import { compareEntries, sortOperations } from "./sort-operations.js";

const entry = (attributes: Record<string, string>) => readHistoryEntry(element("lrm_rsc_op", attributes));
const operation = (id: string, callId: number, more: Record<string, string> = {}) =>
  entry({ id, operation: id, "call-id": String(callId), ...more });
const ids = (entries: readonly { readonly id: string }[]) => entries.map(({ id }) => id);

describe("the order of recorded operations", () => {
  it("is that of the call ids", () => {
    const sorted = sortOperations([operation("stop", 7), operation("start", 5), operation("monitor", 6)]);
    expect(ids(sorted)).toEqual(["start", "monitor", "stop"]);
  });

  it("is the reverse of the document's where nothing tells", () => {
    expect(ids(sortOperations([operation("start", 5), operation("stop", 5)]))).toEqual(["stop", "start"]);
  });

  it("goes by the time of change where call ids are equal", () => {
    const start = operation("start", 5, { "last-rc-change": "10" });
    const stop = operation("stop", 5, { "last-rc-change": "11" });
    expect(ids(sortOperations([start, stop]))).toEqual(["start", "stop"]);
  });

  it("does not know which of two entries with the same id came first", () => {
    expect(compareEntries(operation("start", 5), operation("start", 9))).toBe(0);
  });

  it("puts a pending operation last, unless an earlier transition asked for it", () => {
    const magic = (transition: number) => ({ "transition-magic": `0:0;1:${transition}:0:uuid` });
    const done = operation("stop", 5, magic(3));
    expect(compareEntries(operation("start", -1, magic(3)), done)).toBeGreaterThan(0);
    expect(compareEntries(operation("start", -1, magic(4)), done)).toBeGreaterThan(0);
    expect(compareEntries(operation("start", -1, magic(2)), done)).toBeLessThan(0);
    expect(compareEntries(operation("start", -1), done)).toBe(0);
  });

  it("loses and invents nothing, and sorts distinct call ids", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(1000)), (callIds) => {
        const sorted = sortOperations(callIds.map((callId) => operation(`op${callId}`, callId)));
        expect(sorted.map(({ callId }) => callId)).toEqual(callIds.toSorted((a, b) => a - b));
      }),
    );
  });
});
