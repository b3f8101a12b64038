import { expect, test } from "vitest";
import type { ActionRequest } from "../agent/action-request.js";
import { SimulatedClock } from "../clock/simulated-clock.js";
import { ExecutionStatus } from "../result/execution-status.js";
import { OCF } from "../result/exit-code.js";
import { SimulatedAgents } from "./simulated-agents.js";

const call = (action: string, more: Partial<ActionRequest> = {}): ActionRequest => ({
  agent: { class: "ocf", provider: "test", type: "Dummy" },
  resource: "A",
  action,
  parameters: {},
  timeout: 20_000,
  ...more,
});

test("without a script an agent is well-behaved", async () => {
  const clock = new SimulatedClock();
  const agents = new SimulatedAgents(clock);
  const codes: number[] = [];
  for (const action of [
    "monitor",
    "start",
    "start",
    "monitor",
    "promote",
    "monitor",
    "stop",
    "stop",
    "monitor",
  ]) {
    const result = agents.run(call(action));
    await clock.advance(0);
    codes.push((await result).exitCode);
  }
  expect(codes).toEqual([7, 0, 0, 0, 0, 8, 0, 0, 7]);
});

test("a script answers as often as it was told to", async () => {
  const clock = new SimulatedClock();
  const agents = new SimulatedAgents(clock);
  agents.script({ resource: "A", action: "start" }, { exitCode: OCF.ERR_GENERIC, exitReason: "no luck" }, 1);
  const first = agents.run(call("start"));
  const second = agents.run(call("start"));
  await clock.advance(0);
  expect(await first).toMatchObject({ exitCode: OCF.ERR_GENERIC, exitReason: "no luck" });
  expect(await second).toMatchObject({ exitCode: OCF.SUCCESS });
});

test("an agent that hangs times out, can be aborted, and dies with its node", async () => {
  const clock = new SimulatedClock();
  const agents = new SimulatedAgents(clock);
  agents.script({}, { duration: Number.POSITIVE_INFINITY });
  const controller = new AbortController();
  const late = agents.run(call("start", { timeout: 3000 }));
  const aborted = agents.run(call("monitor", { signal: controller.signal }));
  const lost = agents.run(call("stop"));
  await clock.advance(3000);
  expect(await late).toMatchObject({
    status: ExecutionStatus.TIMED_OUT,
    exitReason: "Resource agent did not complete within 3s",
  });
  controller.abort();
  expect((await aborted).status).toBe(ExecutionStatus.CANCELLED);
  await agents.killAll();
  expect((await lost).status).toBe(ExecutionStatus.CANCELLED);
  expect((await agents.run(call("start"))).status).toBe(ExecutionStatus.ERROR);
});
