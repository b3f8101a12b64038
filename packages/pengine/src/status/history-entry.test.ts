import { element } from "@sanode/cib";
import { describe, expect, it } from "vitest";
import { isUsable, parseTransitionKey, parseTransitionMagic, readHistoryEntry } from "./history-entry.js";

const complete = {
  id: "A_last_0",
  operation_key: "A_start_0",
  operation: "start",
  "call-id": "5",
  "rc-code": "0",
  "op-status": "0",
  interval: "0",
  "transition-key": "3:1:0:u-u-i-d",
};
const entry = (changes: Record<string, string>) =>
  readHistoryEntry(element("lrm_rsc_op", { ...complete, ...changes }));

describe("a recorded operation", () => {
  it("says something about the state when it is complete", () => {
    expect(isUsable(entry({}))).toBe(true);
    expect(entry({})).toMatchObject({ key: "A_start_0", callId: 5, expectedCode: 0 });
  });

  it.each([
    [{ id: "" }],
    [{ operation: "notify" }],
    [{ operation: "Start" }],
    [{ "op-status": "1" }],
    [{ "op-status": "12" }],
    [{ "op-status": "" }],
    [{ "rc-code": "256" }],
    [{ "rc-code": "-1" }],
    [{ "rc-code": "none" }],
  ])("says nothing with %o", (changes) => {
    expect(isUsable(entry(changes))).toBe(false);
  });

  it("expects nothing in particular when its transition key is incomplete", () => {
    expect(entry({ "transition-key": "3:1:0" }).expectedCode).toBe(-1);
    expect(parseTransitionKey("3:-1:7:u")).toEqual({ transition: -1, expectedCode: 7, uuid: "u" });
    expect(parseTransitionMagic("0:0;3:1:7:u")?.expectedCode).toBe(7);
    expect(parseTransitionMagic("3:1:7:u")).toBeUndefined();
  });
});
