import type { ActionRequest } from "../agent/action-request.js";
import type { AgentName } from "../agent/agent-name.js";
import { notInstalled, runAgentProcess } from "../agent/agent-process.js";
import { systemEnvironment } from "../agent/environment.js";
import type { RunOptions } from "../agent/run-options.js";
import type { ActionResult } from "../result/action-result.js";
import { type ExitCode, OCF } from "../result/exit-code.js";
import type { AgentClass, MetadataText } from "./agent-class.js";
import { exitCodeOfLsbAction } from "./lsb.js";
import { findScript, listScripts } from "./script-directory.js";

/** Where version 1 of Heartbeat kept its scripts. */
export const HEARTBEAT_DIRECTORY = "/etc/ha.d/resource.d";

/**
 * The scripts of Heartbeat 1: their arguments are the values of the parameters named `1`, `2`, `3` …, followed by the
 * action. Pacemaker no longer runs them (for it they are not installed, though its schema still has the class); they
 * are run here for those who still have some.
 *
 * Whether such a service is active is told by what the script prints, not by its exit status.
 * Source: Heartbeat's documentation, "Heartbeat Resource Agents".
 */
export class HeartbeatClass implements AgentClass {
  readonly name = "heartbeat";
  readonly #directory: string;
  readonly #options: RunOptions;

  constructor(options: RunOptions = {}) {
    this.#directory = options.heartbeatDirectory ?? HEARTBEAT_DIRECTORY;
    this.#options = options;
  }

  async run(request: ActionRequest): Promise<ActionResult> {
    const { type } = request.agent;
    const path = findScript(type, this.#directory);
    if (path === undefined) return notInstalled(type);
    const isStatus = request.action === "monitor" || request.action === "status";
    const script = {
      path,
      arguments: [...positionalArguments(request.parameters), isStatus ? "status" : request.action],
      environment: { ...systemEnvironment(process.env), ...this.#options.environment },
      kind: "Resource agent",
      exitCode: isStatus
        ? (_exitStatus: number, stdout: string) => exitCodeOfHeartbeatStatus(stdout)
        : exitCodeOfLsbAction,
      givesReasons: false,
    } as const;
    return runAgentProcess(script, request, this.#options);
  }

  async metadata(agent: AgentName): Promise<MetadataText> {
    return { problem: `Scripts of Heartbeat, like ${agent.type}, have no meta-data` };
  }

  async list(): Promise<readonly AgentName[]> {
    return listScripts(this.#directory).map((type) => ({ class: "heartbeat", type }));
  }
}

/** The values of the parameters whose names are numbers, in the order of these. */
function positionalArguments(parameters: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(parameters)
    .filter(([name]) => /^[1-9]\d*$/.test(name))
    .sort(([one], [other]) => Number(one) - Number(other))
    .map(([, value]) => value);
}

/** What a script printed says whether its service is active; nothing that can be understood means that it is not. */
export function exitCodeOfHeartbeatStatus(stdout: string): ExitCode {
  const text = stdout.toLowerCase();
  if (text.includes("stopped") || /not.*running/s.test(text)) return OCF.NOT_RUNNING;
  return text.includes("running") || stdout.includes("OK") ? OCF.SUCCESS : OCF.NOT_RUNNING;
}
