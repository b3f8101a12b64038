import { element } from "@sanode/cib";
import { describe, expect, it } from "vitest";
import { readHistoryEntry } from "./history-entry.js";
import { findActiveWindow, runningOperations } from "./recurring-history.js";

/** "start", "stop failed", "monitor/10": task, interval in seconds, result. */
const history = (...texts: string[]) =>
  texts.map((text) => {
    const [what = "", result] = text.split(" ");
    const [operation = "", interval = "0"] = what.split("/");
    const failed = result === "failed";
    return readHistoryEntry(
      element("lrm_rsc_op", {
        id: text,
        operation,
        interval: `${interval}000`,
        "op-status": result === "pending" ? "-1" : failed ? "4" : "0",
        "rc-code": failed ? "1" : "0",
      }),
    );
  });

describe("the present life of a resource", () => {
  it("begins with the last start, successful or not", () => {
    expect(findActiveWindow(history("start", "stop", "start failed"))).toEqual({ start: 2, stop: 1 });
    expect(findActiveWindow(history("start", "stop failed"))).toEqual({ start: 0, stop: -1 });
  });

  it("without a start begins with the last promotion or demotion, else the first good monitor since the stop", () => {
    expect(findActiveWindow(history("monitor", "promote"))).toEqual({ start: 1, stop: -1 });
    expect(findActiveWindow(history("monitor", "monitor/10"))).toEqual({ start: 0, stop: -1 });
    expect(findActiveWindow(history("monitor", "stop", "monitor/10", "monitor/20"))).toEqual({
      start: 2,
      stop: 1,
    });
  });

  it("has the recurring operations since then running, unless they are pending", () => {
    const running = runningOperations(history("monitor/5", "start", "monitor/10", "monitor/20 pending"));
    expect(running.map(({ intervalMs }) => intervalMs)).toEqual([10_000]);
    expect(runningOperations(history("start", "monitor/10", "stop"))).toEqual([]);
  });
});
