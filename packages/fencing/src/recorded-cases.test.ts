import { readFileSync } from "node:fs";
import { SimulatedClock } from "@sanode/ra";
import { expect, test } from "vitest";
import { describeFailure } from "./agent/describe-failure.js";
import type { AgentCall } from "./agent/fence-agents.js";
import { type SimulatedAnswer, SimulatedFenceAgents } from "./agent/simulated-fence-agents.js";
import type { FencingAction } from "./device/fencing-device.js";
import { Fencer } from "./fencer.js";
import { formatRecord } from "./history/format-history.js";

// Random devices, levels and requests, and what Pacemaker 3.0.3's fencing service did about them on one node: which
// agents it ran (`list` and `status` left out) with which input, how its requester ended, and what it remembered.

interface RecordedCase {
  readonly devices: readonly {
    readonly id: string;
    readonly type: string;
    readonly parameters: Readonly<Record<string, string>>;
  }[];
  /** Target, index and device. */
  readonly levels: readonly (readonly [string, number, string])[];
  readonly action: FencingAction;
  readonly target: string;
  readonly exitStatus: number;
  readonly runs: readonly string[];
  readonly history: string;
}

const recorded: readonly RecordedCase[] = JSON.parse(
  readFileSync(new URL("../test-support/recorded-cases.json", import.meta.url), "utf8"),
);

/** What each agent does not know; all else they know. */
const LACKS: Readonly<Record<string, string>> = {
  fence_zz: "",
  fence_nr: "reboot",
  fence_no: "on",
  fence_st: "list",
};

/** The agents that the cases were recorded with. `mode` says in which action they fail. */
function agent({ agent: type, input }: AgentCall): SimulatedAnswer {
  const action = input.get("action") ?? "";
  if (action === "metadata") {
    const known = ["on", "off", "reboot", "list", "status", "monitor"].filter((name) => name !== LACKS[type]);
    const actions = known.map((name) => `<action name="${name}"/>`).join("");
    const parameter = `<parameter name="${type === "fence_nr" ? "plug" : "port"}"/>`;
    return {
      output: `<resource-agent name="${type}"><parameters>${parameter}</parameters><actions>${actions}</actions></resource-agent>`,
    };
  }
  const mode = input.get("mode");
  if (mode === "fail" || mode === `fail-${action}`) return { exitStatus: 1 };
  if (action === "status") return { exitStatus: [...input.values()].includes("n4") ? 1 : 0 };
  return { output: action === "list" ? "n3 7" : "" };
}

const ONCE = Object.fromEntries(
  ["off", "reboot", "on", "list", "status"].map((name) => [`pcmk_${name}_retries`, "1"]),
);

test.each(recorded.map((one, at) => [at, one] as const))("recorded case %i", async (_at, one) => {
  const clock = new SimulatedClock();
  const runs: string[] = [];
  const agents = new SimulatedFenceAgents(clock, (call) => {
    const action = call.input.get("action") ?? "";
    const line = [...call.input].map(([name, value]) => `${name}=${value}`).join(" ");
    if (!["metadata", "list", "status"].includes(action)) runs.push(line);
    return agent(call);
  });
  const fencer = new Fencer({ node: "n1", agents, clock });
  const inTime = async <T>(promise: Promise<T>): Promise<T> => {
    await clock.advance(60_000);
    return promise;
  };
  for (const { id, type, parameters } of one.devices) {
    const all = new Map(Object.entries({ ...ONCE, ...parameters }));
    await inTime(fencer.registerDevice({ id, type, parameters: all }));
  }
  for (const [target, index, device] of one.levels) fencer.registerLevel(target, index, device);
  const { target, action } = one;
  const request = { target, action, timeout: 6, client: "C", allowSelfFencing: true };
  const { result } = await inTime(fencer.fence(request));
  const [record] = fencer.history;
  expect({
    exitStatus: describeFailure(result).exitStatus,
    runs,
    history: record && formatRecord(record, fencer.history, () => "T"),
  }).toEqual({ exitStatus: one.exitStatus, runs: one.runs, history: one.history });
  fencer.stop();
});
