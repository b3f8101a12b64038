import { SimulatedClock } from "@sanode/ra";
import { expect, test } from "vitest";
import { actionsUnderLoad, batchUnderLoad, loadMode, MachineLoad } from "./machine-load.js";

test.each([
  [1.92, 2, "none"],
  [1.93, 2, "low"],
  [2.57, 2, "medium"],
  [3.21, 2, "high"],
  [0.57, 1, "none"],
  [0.97, 1, "high"],
])("a load of %d on %d processors is %s, with the threshold of 80%%", (load, cores, mode) => {
  expect(loadMode(load, cores, 0.8)).toBe(mode);
});

test("a load counts for half a minute", async () => {
  const clock = new SimulatedClock();
  let present = 1;
  const load = new MachineLoad(() => present, clock);
  expect(load.average).toBe(1);
  present = 2;
  await clock.advance(29_999);
  expect(load.average).toBe(1);
  await clock.advance(1);
  expect(load.average).toBe(2);
});

test("without a threshold no load matters", () => {
  expect(loadMode(1000, 1, 0)).toBe("none");
});

test("the busier the machine, the fewer actions at once, but always one", () => {
  const modes = ["none", "low", "medium", "high"] as const;
  expect(modes.map((mode) => actionsUnderLoad(mode, 8))).toEqual([8, 4, 2, 1]);
  expect(modes.map((mode) => actionsUnderLoad(mode, 1))).toEqual([1, 1, 1, 1]);
  expect(modes.map((mode) => batchUnderLoad(mode, 5))).toEqual([Infinity, Infinity, Infinity, 2]);
  expect(batchUnderLoad("high", 1)).toBe(1);
});
