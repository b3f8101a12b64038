import { type ActionResult, ExecutionStatus, OCF } from "@sanode/ra";
import { expect, test } from "vitest";
import { FencingWorld } from "../../test-support/fencing-world.js";
import { DeviceResources } from "./device-resources.js";

const world = new FencingWorld(["n1"]);
const resources = new DeviceResources(world.fencer("n1"));

async function run(action: string, parameters: Record<string, string> = {}): Promise<ActionResult> {
  const agent = { class: "stonith", type: "fence_dummy" };
  const request = { agent, resource: "d", action, timeout: 20_000, parameters };
  const [result] = await world.settle([resources.run(request)]);
  if (result === undefined) throw new Error("no result");
  return result;
}

test("a device runs between start and stop, and is not asked whether it does", async () => {
  expect((await run("monitor")).exitCode).toBe(OCF.NOT_RUNNING);
  expect((await run("start")).exitCode).toBe(OCF.SUCCESS);
  expect(world.fencer("n1").devices).toEqual(["d"]);
  expect(world.runs).toEqual(["n1: monitor d"]);
  expect((await run("monitor")).exitCode).toBe(OCF.SUCCESS);
  expect(world.runs).toHaveLength(1);
  expect((await run("stop")).exitCode).toBe(OCF.SUCCESS);
  expect(world.fencer("n1").devices).toEqual([]);
  expect((await run("monitor")).exitCode).toBe(OCF.NOT_RUNNING);
});

test("a start fails if the device does not work, and so do recurring monitors, which ask it", async () => {
  expect(await run("start", { mode: "fail" })).toMatchObject({
    status: ExecutionStatus.DONE,
    exitCode: OCF.ERR_GENERIC,
  });
  const before = world.runs.length;
  expect((await run("monitor", { CRM_meta_interval: "10000" })).exitCode).toBe(OCF.ERR_GENERIC);
  expect(world.runs.length).toBeGreaterThan(before);
});

test("a recurring monitor of a device that is not registered finds it not running", async () => {
  await run("stop");
  const result = await run("monitor", { CRM_meta_interval: "10000" });
  expect(result).toMatchObject({ exitCode: OCF.NOT_RUNNING, exitReason: "'d' not active" });
});

test("other actions make no sense for devices", async () => {
  expect((await run("promote")).exitCode).toBe(OCF.ERR_UNIMPLEMENTED);
});
